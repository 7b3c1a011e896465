import CKernels

/// How a matrix product is carried out.
public enum ProductKind: String, Sendable, Codable, CaseIterable {
  /// Plain Swift loops: what the others are tested against.
  case reference
  /// fp32 panels in vector registers.
  case fp32
  /// The same panels, with gate functions of which nothing is left to the processor: where it multiplies and adds in one
  /// rounding (``Processor/fuses``), all bits, also of gradients, are those of every other that does.
  case fused = "fp32-fused"
  /// Operands rounded to bf16, sums in fp32, on AMX tiles or by AVX-512 BF16.
  case bf16
  /// Weights and activations rounded to 8 bits, each column of weights and each row of activations with a scale
  /// of its own, sums in exact integers; and gate functions and softmax so that all bits of what is read are the same
  /// on every processor. For reading text, not for training.
  case int8

  /// The fastest kind that is sound on this processor.
  public static var fastest: ProductKind { Processor.brainFloatsAreFaster ? .bf16 : .fp32 }

  /// The fastest kind for reading many streams side by side.
  public static var fastestForReading: ProductKind {
    Processor.brainFloatsAreFaster ? .bf16 : fastestForOneLane
  }

  /// The fastest kind for one stream, whose weights are read from memory for each symbol anew.
  public static var fastestForOneLane: ProductKind { Processor.hasByteProducts ? .int8 : .fp32 }

  /// Whether nothing of the gate functions is left to the processor.
  package var isExact: Bool { self == .int8 || self == .fused }

  /// Whether gradients can be computed with it.
  public var canTrain: Bool { self != .int8 }

  /// This kind, or fp32 where a matrix of so many rows is deeper than exact sums of bytes are.
  package func fitting(depth: Int) -> ProductKind {
    self == .int8 && depth > Int(GEUL_MOST_K_I8) ? .fp32 : self
  }
}
