/// Where a scalar was seen first, and what stood around it.
public struct Sighting: Equatable, Sendable {
  /// The scalar.
  public let scalar: UInt32
  /// How often it occurs in all.
  public let count: Int
  /// Where it stands first.
  public let place: TextPlace
  /// Up to twelve scalars before it.
  public let before: [UInt32]
  /// Up to twelve scalars after it.
  public let after: [UInt32]
}

/// Counts each scalar of a corpus and keeps the context in which it came first.
///
/// Memory: 9 MB, and about 150 bytes for each distinct scalar.
struct ScalarCensus: Sendable {
  private static let reach = 12

  /// How often each scalar value occurs.
  private(set) var counts = [Int](repeating: 0, count: 0x110000)
  /// The scalars in the order in which they came first.
  private(set) var scalars: [UInt32] = []
  private var places: [TextPlace] = []
  /// For each scalar `reach` places before, ending with the nearest, and as many after.
  private var contexts: [UInt32] = []
  private var lengths: [(before: UInt8, after: UInt8)] = []
  /// The last scalars of the file so far.
  private var tail: [UInt32] = []
  /// From here on contexts may lack what comes after.
  private var open = 0
  private var newcomers: [Int] = []

  /// Counts the next block of the file.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex) {
    for entry in open..<scalars.count { addAfter(entry, block, from: 0) }
    newcomers.removeAll(keepingCapacity: true)
    count(block)
    for position in newcomers { note(position, block, index) }
    while open < scalars.count, lengths[open].after == Self.reach { open += 1 }
    tail = Array((tail + block.suffix(Self.reach)).suffix(Self.reach))
  }

  /// Ends the file: contexts do not go on into the next.
  mutating func endOfFile() {
    open = scalars.count
    tail = []
  }

  /// The first sighting of the scalar numbered `entry` in the order of first sight.
  func sighting(_ entry: Int) -> Sighting {
    let middle = (2 * entry + 1) * Self.reach
    let lengths = lengths[entry]
    return Sighting(
      scalar: scalars[entry], count: counts[Int(scalars[entry])], place: places[entry],
      before: Array(contexts[middle - Int(lengths.before)..<middle]),
      after: Array(contexts[middle..<middle + Int(lengths.after)]))
  }

  /// The `number` rarest scalars, the rarest and then the earliest first.
  func rarest(_ number: Int) -> [Sighting] {
    scalars.indices.sorted { (counts[Int(scalars[$0])], $0) < (counts[Int(scalars[$1])], $1) }
      .prefix(number).map(sighting)
  }

  private mutating func count(_ block: UnsafeBufferPointer<UInt32>) {
    counts.withUnsafeMutableBufferPointer { counts in
      for position in 0..<block.count {
        let scalar = Int(block[position])
        let count = counts[scalar]
        counts[scalar] = count &+ 1
        if count == 0 { newcomers.append(position) }
      }
    }
  }

  private mutating func note(
    _ position: Int, _ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex
  ) {
    let inBlock = block[max(0, position - Self.reach)..<position]
    let before = tail.suffix(Self.reach - inBlock.count) + inBlock
    scalars.append(block[position])
    places.append(index.place(of: position, in: block))
    contexts.append(contentsOf: repeatElement(0, count: Self.reach - before.count))
    contexts.append(contentsOf: before)
    contexts.append(contentsOf: repeatElement(0, count: Self.reach))
    lengths.append((UInt8(before.count), 0))
    addAfter(scalars.count - 1, block, from: position + 1)
  }

  private mutating func addAfter(
    _ entry: Int, _ block: UnsafeBufferPointer<UInt32>, from start: Int
  ) {
    let present = Int(lengths[entry].after)
    let added = min(Self.reach - present, block.count - start)
    let first = (2 * entry + 1) * Self.reach + present
    for place in 0..<added { contexts[first + place] = block[start + place] }
    lengths[entry].after += UInt8(added)
  }
}
