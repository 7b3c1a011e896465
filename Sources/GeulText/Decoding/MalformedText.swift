/// A sequence of bytes that is no text in the encoding of its file.
public struct MalformedText: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// The encoding that the file was read in.
  public let encoding: TextEncoding
  /// The place of the sequence's first byte, from 0.
  public let offset: Int
  /// The line of that byte, from 1.
  public let line: Int
  /// The sequence, up to and with the byte that makes it ill-formed.
  public let bytes: [UInt8]
  /// Whether the file ends within the sequence.
  public let endsEarly: Bool
  /// What should have stood in place of the last of the bytes, or after them.
  public let expected: String
  /// The encoding that the bytes from here on look like, if that is clear.
  public var lookalike: TextEncoding?
  /// Whether characters beyond ASCII stand before it that are well-formed in the file's encoding.
  public var followsOther = false
}

extension MalformedText: CustomStringConvertible {
  /// The message for a person.
  public var description: String { "\(finding); \(advice)" }

  /// The first half of the message: the place, what was expected and what was found.
  var finding: String {
    let found = bytes.map { String(hexByte: $0) }.joined(separator: " ")
    let ending =
      endsEarly ? (bytes.isEmpty ? "the end of the file" : " and the end of the file") : ""
    return "\(file): byte offset \(offset), line \(line): not \(encoding.displayName): "
      + "expected \(expected), found \(found)\(ending)"
  }

  private var advice: String {
    let goOn = "read on with --invalid replace (or skip)"
    guard let lookalike else {
      return encoding == .utf8
        ? "mend these bytes, convert the file to UTF-8, or \(goOn)"
        : "name the right encoding with --encoding NAME, mend these bytes, or \(goOn)"
    }
    if lookalike == .cesu8 {
      return
        "this looks like CESU-8, UTF-8 of surrogates, as Java and older databases write it; try "
        + "--encoding cesu-8, or \(goOn)"
    }
    guard followsOther else {
      return
        "this looks like \(lookalike.displayName); try --encoding \(lookalike.name), or \(goOn)"
    }
    return "\(encoding.displayName) to line \(line - 1), and line \(line) looks like "
      + "\(lookalike.displayName); \(MixedEncodings.advice)"
  }
}
