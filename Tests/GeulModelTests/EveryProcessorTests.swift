import GeulCompute
import GeulModel
import Testing

/// What is read in 8 bits has the same bits on every processor: their hashes stand here, and `make test` computes them
/// with the kernels of older families too.
struct EveryProcessorTests {
  /// A model and what `hash` finds of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var sample: Sample
    var hash: UInt64

    var testDescription: String { sample.testDescription }
  }

  static let cases: [Case] = [
    Case(
      sample: Sample(
        cell: .lstm, layers: 2, steps: 70, embedding: 13, hidden: 77, vocabulary: 41),
      hash: 0xE681_A8DB_8CA8_1415),
    Case(
      sample: Sample(
        cell: .lstm, layers: 1, steps: 9, embedding: 70, hidden: 129, vocabulary: 301),
      hash: 0x235E_6574_EC33_A5F0),
    Case(
      sample: Sample(
        cell: .gru, layers: 2, steps: 40, embedding: nil, hidden: 65, vocabulary: 33),
      hash: 0x549D_5066_B190_BADA),
    Case(
      sample: Sample(
        cell: .rnn(.tanh), layers: 3, steps: 40, embedding: 5, hidden: 31, vocabulary: 17),
      hash: 0x406A_645B_1D2D_4615),
    Case(
      sample: Sample(
        cell: .rnn(.relu), layers: 1, steps: 40, embedding: 5, hidden: 97, vocabulary: 100),
      hash: 0x68D4_3A40_CF15_75D4),
  ]

  /// FNV-1a of the bits of numbers.
  private func hash(_ bits: [UInt32]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for word in bits {
      for shift in stride(from: 0, to: 32, by: 8) {
        hash = (hash ^ UInt64(word >> UInt32(shift) & 0xFF)) &* 0x100_0000_01B3
      }
    }
    return hash
  }

  /// The bits of ln p after every symbol of so many streams.
  private func read(_ model: Model, lanes: Int, _ sample: Sample, workers: Int) -> [UInt32] {
    let predictor = model.makePredictor(
      lanes: lanes, steps: sample.steps, kind: .int8, pool: WorkerPool(count: workers))
    var random = RandomStream(case: 930)
    var (bits, left): ([UInt32], Int) = ([], sample.steps)
    while left > 0 {
      let steps = min(left, predictor.mostPredictedSteps)
      predictor.read(
        (0..<steps * lanes).map { _ in UInt32(random.integer(in: 0...sample.vocabulary - 1)) },
        predicting: .all)
      predictor.withLogProbabilities { bits += $0.map(\.bitPattern) }
      left -= steps
    }
    return bits
  }

  @Test(arguments: cases) func readingInBytes(of some: Case) {
    let model = Model.recurrent(some.sample.model)
    for workers in [1, 2] {
      // One lane, as many as make a tile and one more, and more than a block has.
      let bits = [1, 17, 66].flatMap { read(model, lanes: $0, some.sample, workers: workers) }
      #expect(bits.allSatisfy { Float(bitPattern: $0).isFinite })
      #expect(hash(bits) == some.hash, "0x\(String(hash(bits), radix: 16, uppercase: true))")
    }
  }

  @Test(arguments: [
    (InputEncoding.embedding(11), 0x136E_BB18_AAF9_59F8 as UInt64),
    (.oneHot, 0xCB80_B53F_B857_3C33),
  ])
  func readingInBytesOfAWindow(input: InputEncoding, expected: UInt64) {
    let configuration = WindowConfiguration(
      window: 5, activation: .tanh, layers: 2, hidden: 75, input: input, vocabulary: 43)
    let model = Model(.window(configuration), seed: 5)
    let sample = Sample(cell: .lstm, steps: 12, vocabulary: 43)
    let bits = [1, 33].flatMap { read(model, lanes: $0, sample, workers: 2) }
    #expect(hash(bits) == expected, "0x\(String(hash(bits), radix: 16, uppercase: true))")
  }
}
