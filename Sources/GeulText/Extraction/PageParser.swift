import CLibXML

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

  private var context: htmlParserCtxtPtr?
  private var text: [UInt8] = []
  /// How many hidden elements, and elements of text as it stands, are open.
  private var (hiddenDepth, plainDepth) = (0, 0)
  private var (endsLine, wantsSpace) = (true, false)
  /// Whether there was no text at all so far.
  private(set) var isEmpty = true

  /// A parser at the beginning of a page.
  init() {
    var handler = htmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElement = { user, name, _ in PageParser.of(user)?.open(PageParser.name(name)) }
    handler.endElement = { user, name in PageParser.of(user)?.close(PageParser.name(name)) }
    handler.characters = { user, bytes, count in
      PageParser.of(user)?.take(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
    handler.ignorableWhitespace = handler.characters
    let user = Unmanaged.passUnretained(self).toOpaque()
    context = htmlCreatePushParserCtxt(&handler, user, nil, 0, nil, XML_CHAR_ENCODING_UTF8)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue
      | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    htmlCtxtUseOptions(context, Int32(options))
  }

  deinit {
    if let context {
      xmlFreeDoc(context.pointee.myDoc)
      htmlFreeParserCtxt(context)
    }
  }

  /// Parses the next part of a page in UTF-8.
  func parse(_ bytes: [UInt8], isLast: Bool) {
    // The library counts in Int32.
    let part = 1 << 20
    var start = 0
    repeat {
      let end = min(start + part, bytes.count)
      let isEnd = isLast && end == bytes.count
      bytes[start..<end].withUnsafeBytes { bytes in
        _ = htmlParseChunk(
          context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
          isEnd ? 1 : 0)
      }
      start = end
    } while start < bytes.count
  }

  /// The text since the last call, in UTF-8.
  func take() -> [UInt8] {
    defer { text.removeAll(keepingCapacity: true) }
    return text
  }

  private static func of(_ user: UnsafeMutableRawPointer?) -> PageParser? {
    user.map { Unmanaged<PageParser>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func name(_ name: UnsafePointer<xmlChar>?) -> String {
    name.map { String(cString: $0).lowercased() } ?? ""
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
