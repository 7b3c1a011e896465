import CMarkupParser

/// libxml2's parser of HTML or XML, which is handed a document in parts and hands its text on.
final class MarkupParser {
  /// What a document is written in.
  enum Kind { case html, xml }

  /// Elements of HTML that a browser begins a new line for.
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
  ]
  /// Elements of HTML whose text nobody reads.
  private static let hidden: Set<String> = [
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head",
  ]

  private let kind: Kind
  private var parser: OpaquePointer?
  private var text: [UInt8] = []
  /// How many hidden elements, and elements of text as it stands, are open.
  private var (hiddenDepth, plainDepth) = (0, 0)
  private var (endsLine, wantsSpace) = (true, false)
  /// Whether an element has ended and nothing has come since.
  private var isAfterEnd = false
  /// Whether there was no text at all so far.
  private(set) var isEmpty = true

  /// A parser at the beginning of a document.
  init(_ kind: Kind) {
    self.kind = kind
    let handler = geul_markup_handler(
      open: { MarkupParser.of($0).open(String(cString: $1)) },
      close: { MarkupParser.of($0).close(String(cString: $1)) },
      text: { MarkupParser.of($0).take(UnsafeBufferPointer(start: $1, count: $2)) })
    parser = geul_markup_create(
      kind == .html ? GEUL_MARKUP_HTML : GEUL_MARKUP_XML, handler,
      Unmanaged.passUnretained(self).toOpaque())
    precondition(parser != nil, "no memory for a parser of markup")
  }

  deinit {
    if let parser { geul_markup_destroy(parser) }
  }

  /// Parses the next part of the document in UTF-8.
  func parse(_ bytes: [UInt8], isLast: Bool) {
    guard let parser else { return }
    bytes.withUnsafeBufferPointer {
      geul_markup_parse(parser, $0.baseAddress, $0.count, isLast ? 1 : 0)
    }
  }

  /// Why XML cannot be read on, and in which line; nil where it can.
  var fault: (reason: String, line: Int)? {
    var line: Int32 = 0
    guard let parser, let reason = geul_markup_fault(parser, &line) else { return nil }
    let words = String(cString: reason).split(separator: "\n").first ?? ""
    return (String(words), Int(line))
  }

  /// The text since the last call, in UTF-8.
  func take() -> [UInt8] {
    defer { text.removeAll(keepingCapacity: true) }
    return text
  }

  private static func of(_ user: UnsafeMutableRawPointer) -> MarkupParser {
    Unmanaged<MarkupParser>.fromOpaque(user).takeUnretainedValue()
  }

  private func open(_ name: String) {
    guard kind == .html else {
      // Elements without anything between them are values beside each other.
      if isAfterEnd { endLine() }
      isAfterEnd = false
      return
    }
    if Self.hidden.contains(name) { hiddenDepth += 1 }
    if name == "pre" || name == "textarea" { plainDepth += 1 }
    if Self.blocks.contains(name) { endLine() }
    if name == "td" || name == "th" { wantsSpace = true }
  }

  private func close(_ name: String) {
    guard kind == .html else {
      isAfterEnd = true
      return
    }
    if Self.hidden.contains(name) { hiddenDepth = max(0, hiddenDepth - 1) }
    if name == "pre" || name == "textarea" { plainDepth = max(0, plainDepth - 1) }
    if Self.blocks.contains(name), name != "br" { endLine() }
  }

  private func endLine() {
    wantsSpace = false
    guard !endsLine else { return }
    text.append(0x0A)
    endsLine = true
  }

  private func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard hiddenDepth == 0 else { return }
    isAfterEnd = false
    for byte in bytes {
      let isSpace = byte == 0x20 || 0x09...0x0D ~= byte
      if isSpace, plainDepth == 0 {
        if kind == .xml, byte == 0x0A { endLine() } else { wantsSpace = true }
        continue
      }
      if wantsSpace, !endsLine { text.append(0x20) }
      text.append(byte)
      (wantsSpace, endsLine, isEmpty) = (false, byte == 0x0A, false)
    }
  }
}
