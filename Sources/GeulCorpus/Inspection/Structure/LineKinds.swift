import GeulText

/// What kinds of lines a text has, by which formats are told apart.
struct LineKinds: Sendable {
  private var lines = 0
  private var records = 0
  private var timeCodes = 0
  private var headers: Set<String> = []
  /// Headings, fences and links of Markdown, and what is a list or quotation there, and in prose a dialogue.
  private var (markdown, bullets) = (0, 0)
  private var first: [UInt32] = []

  /// Takes a line without its end.
  mutating func add(_ line: [UInt32]) {
    let start = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0xFEFF } ?? 0
    guard start > 0 else { return }
    if lines == 0 { first = line }
    lines += 1
    let last = line.last { $0 != 0x20 && $0 != 0x0D } ?? 0
    if start == 0x7B, last == 0x7D { records += 1 }
    guard line.count >= 2, line.count < 512 else { return }
    count(String(scalars: line))
  }

  private mutating func count(_ text: String) {
    if text.contains(" --> "), text.contains(":") { timeCodes += 1 }
    if let header = Self.mailHeaders.first(where: text.hasPrefix) { headers.insert(header) }
    if Self.markdownStarts.contains(where: text.hasPrefix) || text.contains("](") { markdown += 1 }
    if Self.bullets.contains(where: text.hasPrefix) { bullets += 1 }
  }

  private static let mailHeaders = [
    "From: ", "To: ", "Subject: ", "Date: ", "Message-ID: ", "Received: ",
  ]
  private static let markdownStarts = ["# ", "## ", "### ", "#### ", "```"]
  private static let bullets = ["- ", "* ", "> ", "| "]

  /// The format that the lines show, or the ending of the path where they do not contradict it; `isTable` says whether
  /// they are rows.
  func format(
    path: String, head: [UInt32], tags: Int, isTable: Bool
  ) -> StructuredFormat? {
    guard lines > 0 else { return nil }
    if records * 10 >= lines * 9 {
      return lines == 1 && !path.lowercased().hasSuffix("l") ? .json : .jsonLines
    }
    if let shown = StructuredFormat(head: head), shown != .jsonLines { return shown }
    if timeCodes * 5 >= lines, timeCodes >= 1 { return .subtitles }
    if headers.count >= 3,
      first.starts(with: "From".unicodeScalars.map(\.value)) || path.hasSuffix(".eml")
    {
      return .mail
    }
    if tags * 2 >= lines, tags >= 3 { return .html }
    if isTable { return .table }
    switch StructuredFormat(path: path) {
    case .markdown? where markdown > 0: return .markdown
    default: return (markdown + bullets) * 4 >= lines && markdown >= 3 ? .markdown : nil
    }
  }

  /// The keys of the first line, if that is a record.
  var keys: [String] { JSONFields.ofText(in: first) }
}
