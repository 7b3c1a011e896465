import GeulStorage

/// Numbers in a file without a name, in the order written: some of one byte, then of two, then of four.
///
/// They are the numbers of characters in the order of first sight, so they grow as the text goes on.
final class NumberFile {
  /// Numbers that are read at a time.
  static let blockSize = 1 << 15

  /// How many numbers there are.
  let count: Int

  private let file: InputFile
  /// How many numbers have one byte, two, and four.
  private let widths: [Int: Int]
  private var block = [UInt32](repeating: 0, count: blockSize)

  fileprivate init(_ file: InputFile, widths: [Int: Int]) {
    self.file = file
    self.widths = widths
    count = widths.values.reduce(0, +)
  }

  /// Hands the numbers of a range on, at most ``blockSize`` of them and all of one width; returns the place after
  /// the last of them and what `body` returns.
  func read<First, Second>(
    _ range: Range<Int>, _ body: (NumberBlock) -> (First, Second)
  ) throws(StorageError) -> (end: Int, First, Second) {
    let narrow = widths[1] ?? 0
    let middle = narrow + (widths[2] ?? 0)
    let (width, border, offset) =
      range.lowerBound < narrow
      ? (1, narrow, range.lowerBound)
      : range.lowerBound < middle
        ? (2, middle, narrow + 2 * (range.lowerBound - narrow))
        : (4, count, narrow + 2 * (middle - narrow) + 4 * (range.lowerBound - middle))
    let end = min(range.upperBound, border, range.lowerBound + Self.blockSize)
    let size = (end - range.lowerBound) * width
    let (first, second) = try block.withUnsafeMutableBufferPointer { (block) throws(StorageError) in
      let bytes = UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(block)[..<size])
      try file.read(into: bytes, at: offset)
      switch width {
      case 1: return body(.u8(UnsafeBufferPointer(bytes.assumingMemoryBound(to: UInt8.self))))
      case 2: return body(.u16(UnsafeBufferPointer(bytes.assumingMemoryBound(to: UInt16.self))))
      default: return body(.u32(UnsafeBufferPointer(bytes.assumingMemoryBound(to: UInt32.self))))
      }
    }
    return (end, first, second)
  }
}

/// Numbers of one width, good for the call they are handed to.
enum NumberBlock {
  case u8(UnsafeBufferPointer<UInt8>)
  case u16(UnsafeBufferPointer<UInt16>)
  case u32(UnsafeBufferPointer<UInt32>)
}

/// Writes a ``NumberFile``.
struct NumberFileWriter {
  private let file: TemporaryFile
  private var widths: [Int: Int] = [1: 0, 2: 0, 4: 0]
  /// Bytes of the latest numbers: once they are wide, all that follow are.
  private var width = 1
  private var narrow: [UInt8] = []
  private var middle: [UInt16] = []
  private var wide: [UInt32] = []

  /// A file on the file system of a path; see `TemporaryFile`.
  init(beside path: String?) throws(StorageError) {
    file = try TemporaryFile(beside: path)
  }

  /// How many numbers have been written.
  private(set) var count = 0

  /// Writes the numbers of scalars, each a character.
  mutating func append(
    _ scalars: ArraySlice<UInt32>, by characters: inout CharacterReader
  ) throws(StorageError) {
    // In parts that stay in the first-level cache.
    for start in stride(from: scalars.startIndex, to: scalars.endIndex, by: 4096) {
      let part = scalars[start..<min(start + 4096, scalars.endIndex)]
      guard width < 4, characters.table.count + part.count <= 1 << 16 else {
        wide.removeAll(keepingCapacity: true)
        characters.appendScalars(part, into: &wide)
        try write(wide[...])
        continue
      }
      middle.removeAll(keepingCapacity: true)
      characters.appendScalars(part, into: &middle)
      try write(middle, of: characters.table)
    }
  }

  /// Writes the numbers of ASCII, each a character.
  mutating func append(
    ascii bytes: ArraySlice<UInt8>, by characters: inout CharacterReader
  ) throws(StorageError) {
    characters.count(ascii: bytes)
    switch width {
    case 1: try write(bytes)
    case 2: try write(bytes.map { UInt16($0) }[...])
    default: try append(bytes.map { UInt32($0) })
    }
  }

  /// Writes numbers that fit two bytes, in one if all numbers so far do.
  private mutating func write(
    _ numbers: [UInt16], of table: CharacterTable
  ) throws(StorageError) {
    guard width == 1, table.count <= 1 << 8 else { return try write(numbers[...]) }
    narrow.removeAll(keepingCapacity: true)
    narrow.append(contentsOf: repeatElement(0, count: numbers.count))
    Self.narrow(numbers, into: &narrow)
    try write(narrow[...])
  }

  /// Writes numbers of any size.
  mutating func append(_ numbers: [UInt32]) throws(StorageError) { try write(numbers[...]) }

  /// Ends the writing.
  func finish() throws(StorageError) -> NumberFile {
    NumberFile(try file.finish(), widths: widths)
  }

  private mutating func write<Number: FixedWidthInteger>(
    _ numbers: ArraySlice<Number>
  ) throws(StorageError) {
    try numbers.withUnsafeBufferPointer { (numbers) throws(StorageError) in
      try file.writer.write(UnsafeRawBufferPointer(numbers))
    }
    let size = MemoryLayout<Number>.size
    precondition(size >= width, "numbers of \(size) bytes after some of \(width)")
    width = numbers.isEmpty ? width : size
    widths[size, default: 0] += numbers.count
    count += numbers.count
  }

  private static func narrow(_ numbers: [UInt16], into narrow: inout [UInt8]) {
    numbers.withUnsafeBufferPointer { numbers in
      narrow.withUnsafeMutableBufferPointer { narrow in
        for place in numbers.indices { narrow[place] = UInt8(truncatingIfNeeded: numbers[place]) }
      }
    }
  }
}
