/// A file whose encoding cannot be told.
public struct UndecidedEncoding: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// What it looks most like, which is not enough.
  public let guess: EncodingGuess
  /// What keeps it from being UTF-8.
  public let notUTF8: MalformedText?
}

extension UndecidedEncoding: CustomStringConvertible {
  /// The message for a person.
  public var description: String {
    let place =
      notUTF8.map(\.finding) ?? "\(file): expected a text, found bytes that are none in UTF-8"
    let likely = guess.candidates.filter { $0.confidence >= Self.leastConfidence }.prefix(3).map {
      "\($0.encoding.name) (\(Self.percent($0.confidence)))"
    }
    guard !likely.isEmpty else {
      return place
        + ", and in no encoding that can be told from bytes; if it is a text, name its encoding with --encoding NAME"
    }
    return place + ", and the encoding is unclear: it may be \(likely.joined(separator: ", ")); "
      + "name it with --encoding NAME"
  }

  /// What is less likely is no help.
  static let leastConfidence = 0.05

  private static func percent(_ confidence: Double) -> String {
    "\(Int((confidence * 100).rounded())) %"
  }
}
