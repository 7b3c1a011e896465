import Foundation
import GeulCompute
import Testing

struct ProcessorTests {
  /// `make test` runs the tests of arithmetic with `GEUL_KERNELS` set to older families too.
  @Test func environmentLowersTheKernels() {
    let wish = ProcessInfo.processInfo.environment["GEUL_KERNELS"]
    #expect(Processor.flaw == nil)
    switch wish {
    case "portable":
      #expect(Processor.vectors == "portable" && !Processor.hasByteProducts)
    case "avx2", "avx-vnni": #expect(["portable", "avx2"].contains(Processor.vectors))
    default: #expect(["portable", "avx2", "avx512"].contains(Processor.vectors))
    }
    if let wish, !["amx", "avx512-bf16"].contains(wish) { #expect(!Processor.hasBrainFloats) }
    if wish != nil && wish != "amx" { #expect(!Processor.hasBrainFloatTiles) }
  }

  @Test func familiesBeginWithNone() {
    #expect(Processor.families.first == "portable")
    #expect(Set(Processor.families).count == Processor.families.count)
  }

  @Test func brainFloatsNeedTheWidestVectors() {
    #expect(!Processor.hasBrainFloats || Processor.vectors == "avx512")
    #expect(Processor.hasBrainFloats || !Processor.hasBrainFloatTiles)
  }
}
