import CKernels
import Glibc

/// What the processor offers to the products and kernels.
///
/// The environment variable `GEUL_KERNELS` may lower it to what an older processor has, for tests and comparisons.
public enum Processor {
  /// As Linux names it, or the kind of processor.
  public static var name: String {
    let lines = SystemText.contents("/proc/cpuinfo")?.split(separator: "\n") ?? []
    let line = lines.first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last?.drop { $0 == " " }
    #if arch(x86_64)
      return name.map(String.init) ?? "x86-64"
    #else
      return name.map(String.init) ?? "aarch64"
    #endif
  }

  /// Width of the vector instructions in use: `portable`, `avx2` or `avx512`.
  public static var vectors: String {
    switch geul_vector_level() {
    case 2: "avx512"
    case 1: "avx2"
    default: "portable"
    }
  }

  /// Whether fp32 kernels multiply and add in one rounding.
  public static var fuses: Bool {
    #if arch(x86_64)
      geul_vector_level() > 0
    #else
      true
    #endif
  }

  /// The families of kernels that `GEUL_KERNELS` may name on this kind of processor; each holds those before it.
  public static var families: [String] {
    (0...).lazy.map { geul_kernel_family($0).map { String(cString: $0) } }
      .prefix { $0 != nil }.compactMap(\.self)
  }

  /// What is wrong with `GEUL_KERNELS`, or nil.
  public static var flaw: String? {
    guard let wish = getenv("GEUL_KERNELS").map({ String(cString: $0) }), !families.contains(wish)
    else { return nil }
    return "GEUL_KERNELS must be one of \(families.joined(separator: ", ")), not \(wish)"
  }

  /// Whether bf16 products run on AMX tiles here.
  public static var hasBrainFloatTiles: Bool { has(GEUL_AMX_BF16) }

  /// Whether there are bf16 products here: on AMX tiles, or by AVX-512 BF16.
  public static var hasBrainFloats: Bool { has(GEUL_AMX_BF16 | GEUL_AVX512_BF16) }

  /// Whether bf16 products are the faster ones: on tiles they are; by AVX-512 BF16 where its arithmetic alone is at least
  /// half as fast again as that of fp32, which is measured once, in a millisecond.
  static let brainFloatsAreFaster: Bool = {
    if hasBrainFloatTiles || !hasBrainFloats { return hasBrainFloatTiles }
    let pool = WorkerPool(count: 1)
    guard let brain = MachineLimits.gigaflops(.bf16, pool: pool, seconds: 1e-4),
      let single = MachineLimits.gigaflops(.fp32, pool: pool, seconds: 1e-4)
    else { return false }
    return brain >= 1.5 * single
  }()

  /// Whether products of bytes have kernels of their own here: AVX2 or better, or NEON's dot product.
  public static var hasByteProducts: Bool { has(GEUL_AVX2 | GEUL_NEON_DOT) }

  /// Whether there is one of these kinds of kernels.
  private static func has(_ kinds: Int) -> Bool { Int(geul_kernels()) & kinds != 0 }
}
