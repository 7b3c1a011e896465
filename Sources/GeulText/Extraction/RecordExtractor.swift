/// Takes a field out of records of JSON: one in each line, one after the other, or all in one array.
///
/// Records are cut where their braces close, and read by simdjson, which checks each in whole.
struct RecordExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let field: String
  private let file: String
  private let invalid: InvalidPolicy
  private let parser: JSONRecordParser
  /// The record at hand, in UTF-8.
  private var record: [UInt8] = []
  /// Braces and brackets that are open in it; 0 between records.
  private var depth = 0
  private var isInString = false
  private var followsBackslash = false
  /// Whether an array holds the records.
  private var isInArray = false
  private var line = 1
  private var firstLine = 1
  /// The keys of the first record, for a message.
  private var keys = ""

  init(field: String, file: String, invalid: InvalidPolicy) {
    self.field = field
    self.file = file
    self.invalid = invalid
    parser = JSONRecordParser()
  }

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    var start = 0
    for (position, scalar) in scalars.enumerated() {
      if scalar == 0x0A { line += 1 }
      if depth == 0 {
        guard try opens(scalar) else { continue }
        (start, depth, firstLine) = (position, 1, line)
      } else if closes(scalar) {
        UTF8Encoding.append(scalars[start...position], into: &record)
        try endRecord(into: &output)
      }
    }
    guard depth > 0 else { return }
    UTF8Encoding.append(scalars[start...], into: &record)
    guard record.count <= TextExtraction.longestRecord else {
      throw refusal("a record of at most \(TextExtraction.longestRecord >> 20) MiB", "a longer one")
    }
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    guard depth == 0 else { throw refusal("the end of the record", "the end of the file") }
    guard report.documents == 0 || report.withoutText < report.documents else {
      throw .nothingToExtract(
        file: file, selection: field,
        found: keys.isEmpty ? "records that are no objects" : "the fields \(keys)")
    }
  }

  /// Whether a record begins with a scalar that stands between records. Throws for what may not stand there.
  private mutating func opens(_ scalar: UInt32) throws(TextError) -> Bool {
    switch scalar {
    case 0x20, 0x09, 0x0A, 0x0D, 0xFEFF, 0x1E: return false
    case 0x2C where isInArray: return false
    case 0x5D where isInArray:
      isInArray = false
      return false
    case 0x5B where !isInArray:
      isInArray = true
      return false
    case 0x7B: return true
    default:
      firstLine = line
      let found = Unicode.Scalar(scalar).map { "\"\($0)\"" } ?? "another character"
      throw refusal("a record, which begins with {", found)
    }
  }

  /// Whether the record at hand ends with a scalar.
  private mutating func closes(_ scalar: UInt32) -> Bool {
    if isInString {
      if followsBackslash {
        followsBackslash = false
      } else if scalar == 0x5C {
        followsBackslash = true
      } else if scalar == 0x22 {
        isInString = false
      }
      return false
    }
    switch scalar {
    case 0x22: isInString = true
    case 0x7B, 0x5B: depth += 1
    case 0x7D, 0x5D: depth -= 1
    default: break
    }
    return depth == 0
  }

  private mutating func endRecord(into output: inout [UInt32]) throws(TextError) {
    defer { record.removeAll(keepingCapacity: true) }
    report.documents += 1
    if report.documents == 1 { keys = parser.keys(of: record) }
    switch parser.member(field, of: record) {
    case .text(let bytes):
      let before = output.count
      output += UTF8Decoder.decode(bytes).scalars
      if output.count == before {
        report.withoutText += 1
      } else {
        output.append(TextExtraction.border)
      }
    case .missing: report.withoutText += 1
    case .noText:
      report.withoutText += 1
      guard report.documents > 1 else {
        throw refusal(
          "text in \"\(field)\"", "an object or an array; name what is in it, such as \(field).text"
        )
      }
    case .invalid(let reason):
      guard invalid != .error else { throw refusal("a record of JSON", reason) }
      report.leftOut += 1
      report.withoutText += 1
    }
  }

  private func refusal(_ expected: String, _ found: String) -> TextError {
    .brokenRecord(
      file: file, line: firstLine, expected: expected, found: found,
      advice: "mend or remove it, or leave such records out with --invalid skip")
  }
}
