/// How a matrix product is carried out.
public enum ProductKind: String, Sendable, Codable, CaseIterable {
  /// Plain Swift loops: what the others are tested against.
  case reference
  /// fp32 panels in vector registers.
  case fp32
  /// Operands rounded to bf16, sums in fp32, on AMX tiles.
  case bf16

  /// The fastest kind that is sound on this processor.
  public static var fastest: ProductKind { Processor.hasBrainFloatTiles ? .bf16 : .fp32 }
}
