import GeulGeneration

/// What comes of the writing of texts, in order; texts that are written beside each other come mixed.
public enum DecodingEvent: Sendable {
  /// So many texts come: of a drawing, as many as were asked for; of a beam, as many as it found, which have ended.
  case begun(count: Int)
  /// A text goes on, in whole characters; its place is its number among the texts, from 0.
  case piece(String, place: Int)
  /// A text is whole.
  case ended(DecodedText)
}

/// A text that was written, and which of several it is.
public struct DecodedText: Sendable {
  /// The text and its symbols.
  public let generation: Generation
  /// Its number among the texts, from 0; of a beam's, its rank.
  public let place: Int
  /// What it was drawn by; of a beam, what all were.
  public let seed: UInt64
  /// Seconds from the beginning to its end; texts that were written beside each other share them.
  public let seconds: Double

  /// A text that was written.
  public init(generation: Generation, place: Int, seed: UInt64, seconds: Double) {
    self.generation = generation
    self.place = place
    self.seed = seed
    self.seconds = seconds
  }
}
