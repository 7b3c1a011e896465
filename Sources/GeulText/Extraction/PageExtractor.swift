/// Takes the text out of HTML, or of XML that is much like it: what a reader sees, with character references decoded.
///
/// libxml2 parses the page while it arrives. Spaces and line ends are one space, as in a browser, but in `pre`; what
/// begins or ends a block, ends a line; scripts, styles and what a browser does not show are left out.
struct PageExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let page = PageParser()
  private var bytes: [UInt8] = []

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    bytes.removeAll(keepingCapacity: true)
    UTF8Encoding.append(scalars, into: &bytes)
    page.parse(bytes, isLast: false)
    take(into: &output)
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    page.parse([], isLast: true)
    take(into: &output)
    report.documents = 1
    if page.isEmpty { report.withoutText = 1 } else { output.append(TextExtraction.border) }
  }

  private func take(into output: inout [UInt32]) {
    output += page.take().withUnsafeBufferPointer { UTF8Decoder.decode($0).scalars }
  }
}
