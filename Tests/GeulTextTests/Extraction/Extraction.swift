@testable import GeulText

/// The documents that are taken out of a file's text which arrives in parts of some length, and what was found on the way.
func extract(
  _ selection: String, of text: String, _ name: String = "a", invalid: InvalidPolicy = .error,
  parts: Int = 1 << 16
) throws(TextError) -> (documents: [String], report: ExtractionReport) {
  let scalars = text.unicodeScalars.map(\.value)
  var extractor = try TextExtraction.extractor(
    selection, file: name, name: name, head: scalars, invalid: invalid)
  var output: [UInt32] = []
  for start in stride(from: 0, to: scalars.count, by: parts) {
    try extractor.append(
      Array(scalars[start..<min(start + parts, scalars.count)]), into: &output)
  }
  try extractor.finish(into: &output)
  let documents = output.split(separator: TextExtraction.border).map { String(scalars: $0) }
  return (documents, extractor.report)
}
