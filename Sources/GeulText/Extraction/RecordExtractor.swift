/// Takes a field out of records of JSON: one in each line, one after the other, or all in one array.
///
/// A record is a document; where the way to the field leads through an array of objects, each of them is, and the strings
/// of an array are lines of one. Records are read by simdjson, which checks each in whole.
struct RecordExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let field: String
  private let file: String
  private let invalid: InvalidPolicy
  private let parser: JSONRecordParser
  private var cutter: RecordCutter
  /// The keys of the first record, for a message.
  private var keys = ""

  init(
    field: String, file: String, head: [UInt32], format: StructuredFormat?, invalid: InvalidPolicy
  ) {
    self.field = field
    self.file = file
    self.invalid = invalid
    parser = JSONRecordParser(member: field)
    cutter = RecordCutter(isByLine: RecordCutter.isByLine(head, format))
  }

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    var position = 0
    while let piece = cutter.next(scalars, &position) { try take(piece, into: &output) }
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    if let rest = cutter.rest() {
      guard cutter.isByLine else {
        throw refusal("the end of the record", "the end of the file", Self.mending)
      }
      try take(rest, into: &output)
    }
    guard !cutter.isInArray else {
      throw refusal(
        "the ] that ends the array", "the end of the file",
        "fetch the file again, for it is cut off, or mend it")
    }
    guard report.documents == 0 || report.withoutText < report.documents else {
      throw .nothingToExtract(
        file: file, selection: field,
        found: isUnread
          ? "nothing that is a record, an object in braces"
          : keys.isEmpty ? "records without any" : "the fields \(keys)")
    }
  }

  /// Whether there was no record that could be read.
  private var isUnread: Bool { report.leftOut == report.documents }
  /// Whether an array holds something else than records, as far as it was read.
  private var holdsValues: Bool { cutter.isInArray && isUnread }

  private mutating func take(
    _ piece: RecordCutter.Piece, into output: inout [UInt32]
  ) throws(TextError) {
    switch piece {
    case .record: try take(cutter.record, into: &output)
    case .tooLong:
      throw refusal(
        "a record of at most \(TextExtraction.longestRecord >> 20) MiB", "a longer one",
        "cut the file into records, one in each line")
    case .stray(let scalar):
      let found =
        scalar == 0x22
        ? "a string" : Unicode.Scalar(scalar).map { "\"\($0)\"" } ?? "another character"
      guard invalid != .error else {
        throw refusal(
          "a record, which begins with {", found, holdsValues ? Self.wrapping : Self.skipping)
      }
      leaveOut()
    }
  }

  private mutating func take(
    _ record: [UInt8], into output: inout [UInt32]
  ) throws(TextError) {
    if keys.isEmpty { keys = parser.keys(of: record) }
    switch parser.member(of: record) {
    case .text(let bytes): give(bytes, to: &output)
    case .missing:
      report.documents += 1
      report.withoutText += 1
    case .object(let keys):
      guard report.documents > 0 else {
        throw refusal(
          "text in \"\(field)\"", "an object of \(keys.joined(separator: ", "))",
          "name what is in it, such as --text-of \(field).\(keys[0])")
      }
      report.documents += 1
      report.withoutText += 1
    case .invalid(let found): try mend(record, found, into: &output)
    }
  }

  private mutating func give(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt32]) {
    let texts = bytes.split(
      separator: JSONRecordParser.border, omittingEmptySubsequences: false)
    for text in texts {
      report.documents += 1
      guard !text.isEmpty else {
        report.withoutText += 1
        continue
      }
      output += UTF8Decoder.decode(UnsafeBufferPointer(rebasing: text)).scalars
      output.append(TextExtraction.border)
    }
  }

  /// Does what can be done for a record that is no JSON.
  private mutating func mend(
    _ record: [UInt8], _ found: String, into output: inout [UInt32]
  ) throws(TextError) {
    if let escape = SurrogateEscapes.first(in: record) {
      guard invalid != .error else {
        throw refusal(
          "escapes of surrogates in pairs", "\(escape) alone, which is no character",
          "put U+FFFD in its place with --invalid replace")
      }
      let (mended, count) = SurrogateEscapes.mended(record, invalid)
      report.loneSurrogates += count
      return try take(mended, into: &output)
    }
    let records = cutter.isByLine ? Self.records(in: record) : []
    guard records.count < 2 else {
      for record in records { try take(record, into: &output) }
      return
    }
    guard invalid != .error else { throw refusal("a record of JSON", found, Self.skipping) }
    leaveOut()
  }

  private mutating func leaveOut() {
    report.documents += 1
    report.leftOut += 1
    report.withoutText += 1
  }

  /// The records of a line that holds several, and nothing else; none of any other line.
  private static func records(in line: [UInt8]) -> [[UInt8]] {
    let scalars = line.withUnsafeBufferPointer { UTF8Decoder.decode($0).scalars }
    var cutter = RecordCutter(isByLine: false)
    var (records, position): ([[UInt8]], Int) = ([], 0)
    while let piece = cutter.next(scalars, &position) {
      guard case .record = piece else { return [] }
      records.append(cutter.record)
    }
    return cutter.rest() == nil ? records : []
  }

  private static let mending = "mend it, or fetch the file again if it is cut off"
  private static let wrapping =
    "make a record of each element of the array, such as {\"text\": \"…\"}"
  private static let skipping = "mend or remove it, or leave such records out with --invalid skip"

  private func refusal(_ expected: String, _ found: String, _ advice: String) -> TextError {
    .brokenRecord(
      file: file, line: cutter.line, expected: expected, found: found, advice: advice)
  }
}
