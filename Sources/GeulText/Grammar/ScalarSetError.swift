import GeulWork

/// Why a text does not describe a set of characters.
public struct ScalarSetError: Error, Equatable, Sendable {
  /// The number of the scalar, from 1 on, in the text after NFC.
  public let place: Int
  /// What should stand there.
  public let expected: String
  /// What stands there.
  public let found: String
}

extension ScalarSetError: CustomStringConvertible {
  /// The message for a person, on one line.
  public var description: String {
    VisibleText.line(
      "character \(place): expected \(expected), found \(found); a backslash itself is written \\\\, "
        + "a hyphen that joins no range \\-")
  }
}
