/// A format of text that holds marks beside what is to be learnt.
public enum StructuredFormat: String, CaseIterable, Sendable {
  /// A value of JSON in each line.
  case jsonLines = "json_lines"
  /// One value of JSON (RFC 8259).
  case json
  /// Rows of fields, with commas (RFC 4180), tabs or semicolons between.
  case table
  /// Web pages.
  case html
  /// XML, and what is written in it.
  case xml
  /// SubRip or WebVTT.
  case subtitles
  /// Markdown.
  case markdown
  /// Mails one after the other (RFC 4155), or one of them.
  case mail

  /// What it is called in a sentence.
  public var words: String {
    switch self {
    case .jsonLines: "JSON by lines"
    case .json: "JSON"
    case .table: "a table (CSV or TSV)"
    case .html: "HTML"
    case .xml: "XML"
    case .subtitles: "subtitles"
    case .markdown: "Markdown"
    case .mail: "an archive of e-mail"
    }
  }

  private static let endings: [String: StructuredFormat] = [
    "jsonl": .jsonLines, "ndjson": .jsonLines, "ldjson": .jsonLines, "json": .json, "csv": .table,
    "tsv": .table, "tab": .table, "html": .html, "htm": .html, "xhtml": .html, "xml": .xml,
    "srt": .subtitles, "vtt": .subtitles, "md": .markdown, "markdown": .markdown, "mbox": .mail,
    "eml": .mail,
  ]

  /// The endings of files that `--text-of` reads in a folder: with `html` pages, else records and rows.
  static func endings(for selection: String) -> [String] {
    endings.filter { _, format in
      switch format {
      case .html, .xml: selection == TextExtraction.html
      case .jsonLines, .json, .table: selection != TextExtraction.html
      case .subtitles, .markdown, .mail: false
      }
    }.keys.sorted()
  }

  /// The format that a file's ending says, whatever packed it.
  package init?(path: String) {
    guard let ending = FileEnding.unpacked(path), let format = Self.endings[ending] else {
      return nil
    }
    self = format
  }

  /// The format that the front of a text shows beyond doubt; others show in more of it.
  package init?(head: [UInt32]) {
    let text = String(scalars: head.prefix(4096))
    let front = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{1E}" }
    let start = front.prefix(64).lowercased()
    if front.hasPrefix("{"), "\"}".contains(front.dropFirst().first { !$0.isWhitespace } ?? " ") {
      let first = front.prefix { !$0.isNewline }
      self = first.count > 1 && first.last == "}" ? .jsonLines : .json
    } else if front.hasPrefix("["),
      "{[\"]".contains(front.dropFirst().first { !$0.isWhitespace } ?? " ")
    {
      self = .json
    } else if start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
      || start.hasPrefix("<head")
    {
      self = .html
    } else if start.hasPrefix("<?xml") {
      self = .xml
    } else if start.hasPrefix("webvtt") {
      self = .subtitles
    } else {
      return nil
    }
  }
}
