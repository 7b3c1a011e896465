import GeulStorage

/// A file that is no text.
public struct ForeignFile: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// What it is.
  public let format: FileFormat
}

extension ForeignFile: CustomStringConvertible {
  /// The message for a person.
  public var description: String {
    "\(file): expected a text, found \(format.name); \(format.advice)"
  }
}
