/// What a pass through a model keeps of itself.
public enum PassMemory: Sendable {
  /// The latest state: for reading and writing text.
  case latest
  /// All that going back through the chunk needs: for training. What is no longer needed may be overwritten by
  /// gradients.
  case chunk
  /// Everything of the chunk, and the gradients of all of it, each in a place of its own: for looking inside.
  case inspection
}
