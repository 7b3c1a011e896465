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
  /// How many lines have so many tabs, commas or semicolons.
  private var counts: [UInt32: [Int: Int]] = [0x09: [:], 0x2C: [:], 0x3B: [:]]

  /// Takes a line without its end.
  mutating func add(_ line: [UInt32]) {
    let start = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0xFEFF } ?? 0
    guard start > 0 else { return }
    if lines == 0 { first = line }
    lines += 1
    let last = line.last { $0 != 0x20 && $0 != 0x0D } ?? 0
    if start == 0x7B, last == 0x7D { records += 1 }
    for delimiter in counts.keys {
      counts[delimiter]?[line.count { $0 == delimiter }, default: 0] += 1
    }
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

  /// The format that the lines show, or the ending of the path where they do not contradict it.
  func format(path: String, head: [UInt32], tags: Int) -> StructuredFormat? {
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

  /// Whether nearly every line has as many tabs as the first, or as many commas or semicolons, two or more.
  private var isTable: Bool {
    guard lines >= 5 else { return false }
    return counts.contains { delimiter, counts in
      let most = counts.max { $0.value < $1.value }
      let ofFirst = first.count { $0 == delimiter }
      guard let most, most.key == ofFirst, most.key >= (delimiter == 0x09 ? 1 : 2) else {
        return false
      }
      return most.value * 20 >= lines * 19
    }
  }

  /// The fields of the first line that may hold text.
  func fields(of format: StructuredFormat?) -> [String] {
    switch format {
    case .jsonLines?, .json?: JSONFields.ofText(in: first)
    case .table?: TableFields.names(in: first)
    default: []
    }
  }
}
