import Foundation
import GeulCompute
import Testing

struct ProcessorTests {
  /// `make test` runs the tests of arithmetic with `GEUL_KERNELS=avx2` and `GEUL_KERNELS=portable` too.
  @Test func environmentLowersTheVectors() {
    switch ProcessInfo.processInfo.environment["GEUL_KERNELS"] {
    case "portable": #expect(Processor.vectors == "portable")
    case "avx2": #expect(Processor.vectors != "avx512")
    default: #expect(["portable", "avx2", "avx512"].contains(Processor.vectors))
    }
  }

  @Test func brainFloatsNeedTheWidestVectors() {
    #expect(!Processor.hasBrainFloatTiles || Processor.vectors == "avx512")
    #expect(ProductKind.fastest == (Processor.hasBrainFloatTiles ? .bf16 : .fp32))
  }
}
