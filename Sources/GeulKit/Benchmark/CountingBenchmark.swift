import GeulCompute
import GeulModel
import GeulStorage

/// What a model that counts is timed on: a random text in which symbols depend on the two before, as in no text that is
/// drawn uniformly.
struct CountingBenchmark {
  private let configuration: NGramConfiguration
  private let pool: WorkerPool
  private let text: [UInt32]

  /// Symbols of the text.
  static let symbols = 1_000_000

  init(_ configuration: NGramConfiguration, pool: WorkerPool) {
    self.configuration = configuration
    self.pool = pool
    text = Self.text(Self.symbols, vocabulary: configuration.vocabulary, series: 2)
  }

  /// A text of `count` symbols; of those that may follow two others the first few come most of the time.
  static func text(_ count: Int, vocabulary: Int, series: UInt64) -> [UInt32] {
    var random = RandomStream(seed: 1, purpose: RandomPurpose.benchmark + series)
    var (text, before, last): ([UInt32], UInt64, UInt64) = ([], 0, 0)
    text.reserveCapacity(count)
    for _ in 0..<count {
      let draw = random.uniform()
      let rank = UInt64(Double(vocabulary) * draw * draw * draw * draw * draw)
      let first = (before &* 0x9E37_79B9_7F4A_7C15 &+ last &* 0xBF58_476D_1CE4_E5B9) >> 40
      (before, last) = (last, (first &+ rank) % UInt64(vocabulary))
      text.append(UInt32(last))
    }
    return text
  }

  /// The model of the text. Throws `StorageError` where temporary files cannot be written.
  func model() throws -> Model {
    let counter = NGramCounter(configuration, in: TemporaryFile.folder, pool: pool)
    try counter.count(text.span)
    return .ngram(try counter.finish().model)
  }
}
