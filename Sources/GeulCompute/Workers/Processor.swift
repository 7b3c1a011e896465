import CKernels

/// What the processor offers to the products and kernels.
public enum Processor {
  /// Width of the vector instructions in use: `portable`, `avx2` or `avx512`.
  public static var vectors: String {
    switch geul_vector_level() {
    case 2: "avx512"
    case 1: "avx2"
    default: "portable"
    }
  }

  /// Whether bf16 products run on AMX tiles here.
  public static var hasBrainFloatTiles: Bool { geul_has_amx_bf16() }

  /// Whether the processor sums products of bytes in one instruction (AVX-512 VNNI).
  public static var hasIntegerDots: Bool { geul_has_integer_dots() }
}
