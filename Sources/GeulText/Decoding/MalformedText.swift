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
    if let lookalike {
      return "this looks like \(lookalike.displayName); try --encoding \(lookalike.name)"
    }
    if encoding == .utf8 { return "convert the file to UTF-8, or mend these bytes" }
    return "name the right encoding with --encoding NAME, or mend these bytes"
  }
}
