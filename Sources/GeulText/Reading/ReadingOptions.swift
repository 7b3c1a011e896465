/// How the bytes of a corpus become scalars.
public struct ReadingOptions: Equatable, Sendable {
  /// The files' encoding.
  public var encoding: EncodingChoice
  /// What becomes of bytes that are ill-formed in it.
  public var invalid: InvalidPolicy
  /// What of structured files is text: a field of JSON, a column of a table, or `html`; nil for all of it.
  public var textOf: String?
  /// Which files of a folder are read, by patterns of the shell; without one, those that end in `.txt`, or with
  /// ``textOf`` in what such files end in.
  public var include: [String]
  /// Where a document begins.
  public var documents: DocumentBoundary
  /// Which byte order marks are no text.
  public var byteOrderMarks: ByteOrderMarkPolicy

  /// Options, by default those of `geul train`.
  public init(
    encoding: EncodingChoice = .auto, invalid: InvalidPolicy = .error, textOf: String? = nil,
    include: [String] = [], documents: DocumentBoundary = .file,
    byteOrderMarks: ByteOrderMarkPolicy = .first
  ) {
    self.encoding = encoding
    self.invalid = invalid
    self.textOf = textOf
    self.include = include
    self.documents = documents
    self.byteOrderMarks = byteOrderMarks
  }
}

/// Where a document begins. All are one text for training; their borders are kept in the token file.
public enum DocumentBoundary: String, Codable, CaseIterable, Sendable {
  /// A file is one, or with `--text-of` a record, a row or a page.
  case file
  /// Within these a paragraph is one: what follows an empty line.
  case blankLine = "blank-line"
}

/// Which byte order marks (U+FEFF) are removed.
public enum ByteOrderMarkPolicy: String, Codable, CaseIterable, Sendable {
  /// That at the very beginning of a file.
  case first
  /// All that begin a line: where files were joined, each brought its own.
  case lines
}
