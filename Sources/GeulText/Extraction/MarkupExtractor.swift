/// Takes the text out of HTML, what a reader sees, or out of XML, all that is no mark; character references are decoded.
///
/// libxml2 parses the document while it arrives. In HTML spaces and line ends are one space, as in a browser, but in
/// `pre`; what begins or ends a block, ends a line; scripts, styles and what a browser does not show are left out. XML
/// does not say what a block is: its text keeps its lines, and an element that begins where another ended begins one.
struct MarkupExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let file: String
  private let parser: MarkupParser
  /// What HTML has of references, as browsers read them; XML is strict.
  private var references: ReferenceReader?
  /// Whether anything but white space has come, and how many lines of that there were: a declaration of XML has nothing
  /// before it.
  private var (hasBegun, skippedLines) = (false, 0)
  private var scalars: [UInt32] = []
  private var bytes: [UInt8] = []

  init(_ kind: MarkupParser.Kind, file: String) {
    self.file = file
    parser = MarkupParser(kind)
    references = kind == .html ? ReferenceReader() : nil
  }

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    guard references != nil else {
      let start = hasBegun ? 0 : scalars.firstIndex { !Self.isSpace($0) } ?? scalars.count
      if !hasBegun { skippedLines += scalars[..<start].count { $0 == 0x0A } }
      hasBegun = hasBegun || start < scalars.count
      return try parse(scalars[start...], into: &output)
    }
    self.scalars.removeAll(keepingCapacity: true)
    references?.append(scalars, into: &self.scalars)
    try parse(self.scalars[...], into: &output)
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    scalars.removeAll(keepingCapacity: true)
    references?.finish(into: &scalars)
    try parse(scalars[...], isLast: true, into: &output)
    if references?.hasTags == false, !parser.isEmpty {
      throw .brokenRecord(
        file: file, line: 1, expected: "the tags of HTML or XML", found: "none in the whole file",
        advice: "read it without --text-of html")
    }
    report.documents = 1
    if parser.isEmpty { report.withoutText = 1 } else { output.append(TextExtraction.border) }
  }

  private mutating func parse(
    _ scalars: ArraySlice<UInt32>, isLast: Bool = false, into output: inout [UInt32]
  ) throws(TextError) {
    bytes.removeAll(keepingCapacity: true)
    UTF8Encoding.append(scalars, into: &bytes)
    parser.parse(bytes, isLast: isLast)
    if let (reason, line) = parser.fault {
      throw .brokenRecord(
        file: file, line: skippedLines + line, expected: "well-formed XML", found: reason,
        advice:
          "mend it, or name the file .html to have it read as leniently as a browser reads pages")
    }
    output += parser.take().withUnsafeBufferPointer { UTF8Decoder.decode($0).scalars }
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar == 0x20 || 0x09...0x0D ~= scalar
  }
}
