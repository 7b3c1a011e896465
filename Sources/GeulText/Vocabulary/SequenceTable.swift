/// Counts distinct sequences of scalars; each gets an index in the order of first sight.
///
/// Open addressing over one flat store, so that a known sequence costs no allocation.
package struct SequenceTable: Sendable {
  /// How often each sequence was added, by index.
  package private(set) var counts: [Int] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt32] = []
  private var scalars: [UInt32] = []
  /// Index + 1 of the sequence in each slot, 0 where there is none; a power of two of them.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)

  /// A table of no sequences.
  package init() {}

  /// How many distinct sequences there are.
  package var count: Int { counts.count }
  /// How many scalars they take together.
  package var storedScalars: Int { scalars.count }

  /// The sequence of an index.
  package func sequence(_ index: Int) -> ArraySlice<UInt32> {
    scalars[starts[index]..<starts[index + 1]]
  }

  /// Counts a sequence `times` times and returns its index and whether it is new.
  ///
  /// Returns nil for a new one while `isFull`.
  package mutating func add(
    _ sequence: UnsafeBufferPointer<UInt32>, times: Int = 1, isFull: Bool = false
  ) -> (index: Int, isNew: Bool)? {
    let hash = Self.hash(sequence)
    let slot = slot(of: sequence, hash)
    if slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      counts[index] += times
      return (index, false)
    }
    guard !isFull else { return nil }
    slots[slot] = UInt32(count + 1)
    hashes.append(hash)
    scalars.append(contentsOf: sequence)
    starts.append(scalars.count)
    counts.append(times)
    if count * 2 > slots.count { grow() }
    return (count - 1, true)
  }

  /// The index of a sequence that is there.
  func index(of sequence: ArraySlice<UInt32>) -> Int? {
    sequence.withUnsafeBufferPointer { sequence in
      let entry = slots[slot(of: sequence, Self.hash(sequence))]
      return entry == 0 ? nil : Int(entry) - 1
    }
  }

  /// Counts a sequence and returns its index; see ``add(_:times:isFull:)``.
  mutating func add(_ sequence: ArraySlice<UInt32>) -> Int {
    sequence.withUnsafeBufferPointer { sequence in
      guard let (index, _) = add(sequence) else { preconditionFailure("a table that is not full") }
      return index
    }
  }

  /// The slot that holds a sequence, or the empty one where it belongs.
  private func slot(of sequence: UnsafeBufferPointer<UInt32>, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash && holds(sequence, at: index) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func holds(_ sequence: UnsafeBufferPointer<UInt32>, at index: Int) -> Bool {
    let start = starts[index]
    guard starts[index + 1] - start == sequence.count else { return false }
    for place in 0..<sequence.count where scalars[start + place] != sequence[place] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }

  private static func hash(_ sequence: UnsafeBufferPointer<UInt32>) -> UInt32 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for scalar in sequence {
      hash = (hash ^ UInt64(scalar)) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
