import GeulText

/// What of a file's text is marks rather than text.
public struct TextStructure: Equatable, Sendable {
  /// The format that the file is in; nil for plain text.
  public var format: StructuredFormat?
  /// Fields or columns whose text may be meant, the likeliest first.
  public var fields: [String] = []
  /// Tags as of HTML.
  public var tags = 0
  /// Character references as `&nbsp;` and `&#45576;`.
  public var references = 0
  /// Escapes as `\uB208`, which stand for characters in JSON.
  public var escapes = 0
  /// Byte order marks that begin a line but not the file.
  public var lineMarks = 0
  /// The first of these marks of a format.
  public var firstMark: TextPlace?
  /// The first of the byte order marks.
  public var firstLineMark: TextPlace?
}
