/// Takes the text out of a file that holds more than text, while its scalars arrive in blocks.
///
/// What comes out has ``TextExtraction/border`` after each document: a record of JSON, a row of a table, a page of HTML.
protocol TextExtractor {
  /// What has been found so far.
  var report: ExtractionReport { get }

  /// Takes the next scalars of the file, and appends the text that is complete by now. Throws ``TextError``.
  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError)

  /// Ends the file. Throws ``TextError``, also where no document had the text that was asked for.
  mutating func finish(into output: inout [UInt32]) throws(TextError)
}

/// What taking the text out of a file has found.
public struct ExtractionReport: Equatable, Sendable {
  /// Its records, rows or pages.
  public var documents = 0
  /// Those of them without the field or column that was asked for, or with nothing in it.
  public var withoutText = 0
  /// Those that could not be read, and were left out.
  public var leftOut = 0
  /// Escapes of one half of a surrogate pair, which were replaced or left out.
  public var loneSurrogates = 0
}

/// Which text of structured files is meant.
enum TextExtraction {
  /// Stands after a document: no text holds a surrogate, and normalization leaves it alone.
  static let border: UInt32 = 0xD800
  /// What chooses the text between the tags of HTML.
  static let html = "html"
  /// A record with more bytes is taken for a file that is no such thing.
  static let longestRecord = 256 << 20

  /// An extractor for a file that begins with `head`; `selection` is a field, a column, or ``html``.
  ///
  /// The file's ending decides what it is, or its first character where the ending says nothing.
  static func extractor(
    _ selection: String, file: String, name: String, head: [UInt32], invalid: InvalidPolicy
  ) throws(TextError) -> any TextExtractor {
    let format = StructuredFormat(path: file) ?? StructuredFormat(head: head)
    if selection == html, format != .json, format != .jsonLines, format != .table {
      return MarkupExtractor(isXML(format, head) ? .xml : .html, file: name)
    }
    switch format {
    case .jsonLines?, .json?:
      return RecordExtractor(
        field: selection, file: name, head: head, format: format, invalid: invalid)
    case .table?, nil:
      return TableExtractor(column: selection, file: name, head: head)
    case let other?:
      throw .nothingToExtract(
        file: name, selection: selection,
        found:
          "\(other.words), which has no fields; --text-of html takes the text out of HTML and XML")
    }
  }

  /// Whether a file is XML and not a page of HTML in its guise.
  private static func isXML(_ format: StructuredFormat?, _ head: [UInt32]) -> Bool {
    let front = String(scalars: head.prefix(4096)).lowercased()
    return format == .xml && !front.contains("<html")
  }
}
