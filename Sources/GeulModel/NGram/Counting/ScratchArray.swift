import GeulStorage

/// A growing array of plain numbers in scratch memory; a reference.
final class ScratchArray<Element: BitwiseCopyable>: @unchecked Sendable {
  /// How many elements there are.
  private(set) var count: Int
  /// The first of them; another place after each growing.
  private(set) var elements: UnsafeMutablePointer<Element>

  private let memory: ScratchMemory
  private var capacity: Int

  private static var least: Int { 1 << 14 }

  /// `count` zeros, in a file on the file system of `folder`.
  init(zeros count: Int = 0, in folder: String) throws(StorageError) {
    self.count = count
    memory = try ScratchMemory(max(count, Self.least) * MemoryLayout<Element>.stride, in: folder)
    elements = memory.start.assumingMemoryBound(to: Element.self)
    capacity = memory.count / MemoryLayout<Element>.stride
  }

  /// Adds an element at the end.
  func append(_ element: Element) throws(StorageError) {
    if count == capacity { try grow() }
    elements[count] = element
    count += 1
  }

  private func grow() throws(StorageError) {
    try memory.grow(to: (capacity + capacity / 2) * MemoryLayout<Element>.stride)
    elements = memory.start.assumingMemoryBound(to: Element.self)
    capacity = memory.count / MemoryLayout<Element>.stride
  }
}
