import CHTMLParser

/// libxml2's parser of HTML, which is handed a page in parts and hands its text on.
final class PageParser {
  /// Elements that a browser begins a new line for.
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
  ]
  /// Elements whose text nobody reads.
  private static let hidden: Set<String> = [
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head",
  ]

  private var parser: OpaquePointer?
  private var text: [UInt8] = []
  /// How many hidden elements, and elements of text as it stands, are open.
  private var (hiddenDepth, plainDepth) = (0, 0)
  private var (endsLine, wantsSpace) = (true, false)
  /// Whether there was no text at all so far.
  private(set) var isEmpty = true

  /// A parser at the beginning of a page.
  init() {
    let handler = geul_html_handler(
      open: { PageParser.of($0).open(String(cString: $1)) },
      close: { PageParser.of($0).close(String(cString: $1)) },
      text: { PageParser.of($0).take(UnsafeBufferPointer(start: $1, count: $2)) })
    parser = geul_html_create(handler, Unmanaged.passUnretained(self).toOpaque())
    precondition(parser != nil, "no memory for a parser of HTML")
  }

  deinit {
    if let parser { geul_html_destroy(parser) }
  }

  /// Parses the next part of a page in UTF-8.
  func parse(_ bytes: [UInt8], isLast: Bool) {
    guard let parser else { return }
    bytes.withUnsafeBufferPointer {
      geul_html_parse(parser, $0.baseAddress, $0.count, isLast ? 1 : 0)
    }
  }

  /// The text since the last call, in UTF-8.
  func take() -> [UInt8] {
    defer { text.removeAll(keepingCapacity: true) }
    return text
  }

  private static func of(_ user: UnsafeMutableRawPointer) -> PageParser {
    Unmanaged<PageParser>.fromOpaque(user).takeUnretainedValue()
  }

  private func open(_ name: String) {
    if Self.hidden.contains(name) { hiddenDepth += 1 }
    if name == "pre" || name == "textarea" { plainDepth += 1 }
    if Self.blocks.contains(name) { endLine() }
    if name == "td" || name == "th" { wantsSpace = true }
  }

  private func close(_ name: String) {
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
    for byte in bytes {
      let isSpace = byte == 0x20 || 0x09...0x0D ~= byte
      if isSpace, plainDepth == 0 {
        wantsSpace = true
        continue
      }
      if wantsSpace, !endsLine { text.append(0x20) }
      text.append(byte)
      (wantsSpace, endsLine, isEmpty) = (false, byte == 0x0A, false)
    }
  }
}
