import GeulCompute
import Glibc

@testable import GeulModel

/// n-gram models of made-up texts.
enum NGramSample {
  /// A text of `count` symbols below `vocabulary`, of which some are frequent and follow each other more often.
  static func text(_ count: Int, vocabulary: Int, seed: UInt64 = 7) -> [UInt32] {
    var random = RandomStream(seed: seed, purpose: 0)
    var (text, last): ([UInt32], UInt64) = ([], 0)
    for _ in 0..<count {
      let draw = random.uniform()
      let drawn = UInt64(Double(vocabulary) * draw * draw * draw)
      last = random.next() % 3 == 0 ? (last * 5 + 1) % UInt64(vocabulary) : drawn
      text.append(UInt32(last))
    }
    return text
  }

  /// The model that has counted a text, handed over in pieces.
  static func model(
    _ configuration: NGramConfiguration, _ text: [UInt32], pieces: Int = 1, workers: Int = 2,
    blockCapacity: Int = 1000, mostRuns: Int = 128, in folder: String = "/tmp"
  ) throws -> NGramModel {
    let counter = NGramCounter(
      configuration, in: folder, pool: WorkerPool(count: workers), blockCapacity: blockCapacity,
      mostRuns: mostRuns)
    for index in 0..<pieces {
      let part = Array(text[text.count * index / pieces..<text.count * (index + 1) / pieces])
      try counter.count(part.span)
    }
    return try counter.finish().model
  }
}
