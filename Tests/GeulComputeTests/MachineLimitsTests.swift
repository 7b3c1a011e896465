import GeulCompute
import Testing

struct MachineLimitsTests {
  @Test func arithmeticHasALimitWhereItHasKernels() throws {
    let pool = WorkerPool(count: 1)
    let floats = try #require(MachineLimits.gigaflops(.fp32, pool: pool))
    #expect(floats > 0.1 && floats < 1e5)
    #expect((MachineLimits.gigaflops(.int8, pool: pool) != nil) == Processor.hasByteProducts)
    #expect((MachineLimits.gigaflops(.bf16, pool: pool) != nil) == Processor.hasBrainFloats)
  }

  @Test func readingHasALimit() {
    let rate = MachineLimits.gigabytesRead(ofEach: 1 << 16, pool: WorkerPool(count: 2))
    #expect(rate > 0.1 && rate < 1e5)
  }
}
