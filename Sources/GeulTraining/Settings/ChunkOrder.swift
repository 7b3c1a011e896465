/// Which pieces of the text a run's chunks are, and what stands before each.
public enum ChunkOrder: String, Sendable, Codable, CaseIterable {
  /// Each lane is read from front to back, and the state that a chunk leaves is what the next begins with.
  case carried
  /// The same chunks in the same order, each read as if nothing stood before it.
  case reset
  /// Pieces from places that are drawn anew for every lane of every chunk, each read as if nothing stood before it.
  case random
}
