/// The ids of numbered characters, ready to be written out.
///
/// Nearly all characters are spelled in one to three ids, which lie packed in one word: three ids of 20
/// bits from the lowest bit on, and their count in the highest two. The others, marked by a count of 0, lie
/// in a list.
struct SpellingTable: Sendable {
  /// How many characters have a spelling.
  var count: Int { packed.count }

  private var packed: [UInt64] = []
  private var long: [Int: [UInt32]] = [:]
  /// Whether every character is one id, as in most vocabularies of scalars.
  private var areSingle = true

  private static let idBits: UInt64 = 20
  private static let idMask: UInt64 = (1 << idBits) - 1

  /// Gives the next character its spelling.
  mutating func append(_ ids: [UInt32]) {
    areSingle = areSingle && ids.count == 1 && UInt64(ids[0]) <= Self.idMask
    guard (1...3).contains(ids.count), ids.allSatisfy({ UInt64($0) <= Self.idMask }) else {
      long[packed.count] = ids
      packed.append(0)
      return
    }
    var word = UInt64(ids.count) << 62
    for (place, id) in ids.enumerated() { word |= UInt64(id) << (Self.idBits * UInt64(place)) }
    packed.append(word)
  }

  /// Writes the ids of characters to the front of `output`, which grows if it has to; returns how many.
  func spell<
    Number: FixedWidthInteger & UnsignedInteger, ID: FixedWidthInteger & UnsignedInteger
  >(_ numbers: UnsafeBufferPointer<Number>, into output: inout [ID]) -> Int {
    guard !areSingle else {
      Self.makeRoom(numbers.count, in: &output)
      spellSingle(numbers, into: &output)
      return numbers.count
    }
    var written = 0
    var position = 0
    Self.makeRoom(3 * numbers.count, in: &output)
    while position < numbers.count {
      spellPacked(numbers, &position, into: &output, &written)
      guard position < numbers.count else { break }
      let ids = long[Int(numbers[position])] ?? []
      Self.makeRoom(written + ids.count + 3 * (numbers.count - position), in: &output)
      for id in ids {
        output[written] = ID(truncatingIfNeeded: id)
        written += 1
      }
      position += 1
    }
    return written
  }

  /// How many ids the characters have together.
  func length<Number: FixedWidthInteger & UnsignedInteger>(of numbers: UnsafeBufferPointer<Number>)
    -> Int
  {
    guard !areSingle else { return numbers.count }
    return numbers.reduce(0) { length, number in
      let count = Int(truncatingIfNeeded: packed[Int(number)] >> 62)
      return length + (count > 0 ? count : long[Int(number)]?.count ?? 0)
    }
  }

  private static func makeRoom<ID: FixedWidthInteger>(_ count: Int, in output: inout [ID]) {
    guard output.count < count else { return }
    // Doubled, so that a text of nothing but long spellings does not grow the room for each.
    output.append(
      contentsOf: repeatElement(0, count: max(count, 2 * output.count) - output.count))
  }

  private func spellSingle<
    Number: FixedWidthInteger & UnsignedInteger, ID: FixedWidthInteger & UnsignedInteger
  >(_ numbers: UnsafeBufferPointer<Number>, into output: inout [ID]) {
    packed.withUnsafeBufferPointer { packed in
      output.withUnsafeMutableBufferPointer { output in
        for place in numbers.indices {
          output[place] = ID(
            truncatingIfNeeded: packed[Int(truncatingIfNeeded: numbers[place])] & Self.idMask)
        }
      }
    }
  }

  /// Goes on up to the end or a character whose spelling is long.
  private func spellPacked<
    Number: FixedWidthInteger & UnsignedInteger, ID: FixedWidthInteger & UnsignedInteger
  >(
    _ numbers: UnsafeBufferPointer<Number>, _ position: inout Int, into output: inout [ID],
    _ written: inout Int
  ) {
    var (source, target) = (position, written)
    packed.withUnsafeBufferPointer { packed in
      output.withUnsafeMutableBufferPointer { output in
        while source < numbers.count {
          let word = packed[Int(truncatingIfNeeded: numbers[source])]
          let count = Int(truncatingIfNeeded: word >> 62)
          if count == 0 { return }
          // Three are written whatever the count: what is too much is written over.
          output[target] = ID(truncatingIfNeeded: word & Self.idMask)
          output[target &+ 1] = ID(truncatingIfNeeded: word >> Self.idBits & Self.idMask)
          output[target &+ 2] = ID(truncatingIfNeeded: word >> (2 * Self.idBits) & Self.idMask)
          target &+= count
          source &+= 1
        }
      }
    }
    (position, written) = (source, target)
  }
}
