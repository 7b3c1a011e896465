/// The different characters of a text, numbered in the order in which they were first seen, and counted.
///
/// The scalars of ASCII have their own values as numbers, seen or not, so a text in ASCII is its own numbers.
/// A character is what is looked up as a whole: a scalar, or in grapheme units a cluster of several.
struct CharacterTable: Sendable {
  /// Beyond so many clusters further ones are read scalar by scalar, which bounds the memory.
  static let mostClusters = 1 << 20

  /// How often each character occurred.
  private(set) var counts: [Int] = []

  /// Scalars, or clusters as ``firstCluster`` and their number in `clusters`.
  private var characters: [UInt32] = []
  /// The number of each scalar and 1, or 0.
  private var scalars = ScalarTable()
  private var clusters = SequenceTable()
  /// The number of each of the clusters.
  private var clusterNumbers: [UInt32] = []

  private static let firstCluster: UInt32 = 0x110000

  /// Scalars of ASCII, and the first numbers.
  static let asciiCount = 128

  init() {
    for scalar in 0..<UInt32(Self.asciiCount) { add(scalar) }
  }

  /// How many different characters there are, those of ASCII among them.
  var count: Int { characters.count }

  /// The scalars of a character.
  func scalars(of number: Int) -> ArraySlice<UInt32> {
    let character = characters[number]
    guard character >= Self.firstCluster else { return [character] }
    return clusters.sequence(Int(character - Self.firstCluster))
  }

  /// Appends the numbers of scalars, each a character, to `numbers`, whose type must hold them.
  mutating func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ block: ArraySlice<UInt32>, into numbers: inout [Number]
  ) {
    let start = numbers.count
    numbers.append(contentsOf: repeatElement(0, count: block.count))
    var done = 0
    while done < block.count {
      done = replaceKnown(block, from: done, at: start, in: &numbers)
      if done < block.count { add(block[block.startIndex + done]) }
    }
  }

  /// Counts scalars of ASCII, which are their own numbers.
  mutating func count(ascii bytes: ArraySlice<UInt8>) {
    // In four parts: the same letter several times within a few steps would else wait for its own count.
    var parts = [UInt32](repeating: 0, count: 4 * 256)
    parts.withUnsafeMutableBufferPointer { parts in
      bytes.withUnsafeBytes { bytes in
        let whole = bytes.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
          let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          for step in 0..<8 {
            let byte = Int(truncatingIfNeeded: word >> UInt64(8 * step) & 0xFF)
            parts[(step & 3) * 256 + byte] &+= 1
          }
        }
        for byte in bytes[whole...] { parts[Int(byte)] &+= 1 }
      }
    }
    for number in 0..<Self.asciiCount {
      for part in 0..<4 { counts[number] += Int(parts[part * 256 + number]) }
    }
  }

  /// Appends the number of a cluster, or those of its scalars where it gets none.
  ///
  /// `isCharacter` says of a cluster not seen before whether it may have a number of its own.
  mutating func appendCluster(
    _ cluster: ArraySlice<UInt32>, into numbers: inout [UInt32],
    isCharacter: (ArraySlice<UInt32>) -> Bool
  ) {
    if let known = clusters.index(of: cluster) {
      let number = clusterNumbers[known]
      counts[Int(number)] += 1
      numbers.append(number)
    } else if clusters.count < Self.mostClusters && isCharacter(cluster) {
      characters.append(Self.firstCluster + UInt32(clusters.add(cluster)))
      clusterNumbers.append(UInt32(count - 1))
      numbers.append(UInt32(count - 1))
      counts.append(1)
    } else {
      append(cluster, into: &numbers)
    }
  }

  /// Writes the numbers of scalars, and counts them, up to the first that has none; returns its place.
  private mutating func replaceKnown<Number: FixedWidthInteger & UnsignedInteger>(
    _ block: ArraySlice<UInt32>, from first: Int, at start: Int, in numbers: inout [Number]
  ) -> Int {
    scalars.withLookup { lookup in
      counts.withUnsafeMutableBufferPointer { counts in
        numbers.withUnsafeMutableBufferPointer { numbers in
          block.withUnsafeBufferPointer { block in
            for place in first..<block.count {
              let number = Int(truncatingIfNeeded: lookup[block[place]])
              guard number != 0 else { return place }
              counts[number &- 1] &+= 1
              numbers[start &+ place] = Number(truncatingIfNeeded: number &- 1)
            }
            return block.count
          }
        }
      }
    }
  }

  private mutating func add(_ scalar: UInt32) {
    characters.append(scalar)
    counts.append(0)
    scalars[scalar] = UInt32(characters.count)
  }
}
