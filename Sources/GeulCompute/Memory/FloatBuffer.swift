import Glibc

/// A run of `Float` in memory aligned to a cache line, zero at first and never resized.
///
/// It is a class because identity matters: parameters, gradients and caches are shared by the workers
/// of one step. Whoever holds a buffer decides who writes where; nothing here locks.
public final class FloatBuffer: @unchecked Sendable {
  /// Number of elements.
  public let count: Int
  /// The first element. Valid as long as the buffer lives.
  package let pointer: UnsafeMutablePointer<Float>

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "a buffer needs a count of at least 0, not \(count)")
    self.count = count
    let raw = AlignedMemory.allocate(byteCount: count * 4)
    pointer = raw.bindMemory(to: Float.self, capacity: max(16, count))
    pointer.update(repeating: 0, count: count)
  }

  /// Allocates a copy of `elements`.
  public convenience init(_ elements: [Float]) {
    self.init(count: elements.count)
    for (index, element) in elements.enumerated() { pointer[index] = element }
  }

  deinit { AlignedMemory.deallocate(pointer) }

  /// Reads or writes one element; for setting up and looking in, not for inner loops.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) of a buffer of \(count)")
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) of a buffer of \(count)")
      pointer[index] = newValue
    }
  }

  /// Every element, copied.
  public var elements: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// The bytes, little-endian, as a file holds them.
  public var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: pointer, count: count * 4)
  }

  /// Whether every element has the same bits as that of a buffer of the same count.
  public func hasBits(of other: FloatBuffer) -> Bool {
    precondition(count == other.count, "comparing \(other.count) elements with \(count)")
    return memcmp(pointer, other.pointer, count * 4) == 0
  }

  /// Sets every element to zero.
  public func clear() { pointer.update(repeating: 0, count: count) }

  /// Sets a worker's part to zero.
  package func clear(worker: Worker) {
    let part = worker.share(of: count)
    (pointer + part.lowerBound).update(repeating: 0, count: part.count)
  }

  /// Copies all of `other`, which must have the same count.
  public func copy(from other: FloatBuffer) {
    precondition(count == other.count, "copying \(other.count) elements into \(count)")
    pointer.update(from: other.pointer, count: count)
  }
}
