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
    let place = notUTF8.map(\.finding) ?? "\(file): this may be no text"
    // What rounds to nothing is no help, unless there is nothing else.
    let likely = guess.candidates.filter { $0.confidence >= 0.005 }
    let candidates = (likely.isEmpty ? guess.candidates : likely).prefix(3).map {
      "\($0.encoding.name) (\(Self.percent($0.confidence)))"
    }
    return place
      + ", and the encoding is unclear: it may be \(candidates.joined(separator: ", ")); "
      + "name it with --encoding NAME"
  }

  private static func percent(_ confidence: Double) -> String {
    "\(Int((confidence * 100).rounded())) %"
  }
}
