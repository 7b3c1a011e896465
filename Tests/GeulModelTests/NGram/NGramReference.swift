import Glibc

@testable import GeulModel

/// An n-gram model by dictionaries and recursion, as its equations stand, to test the other against.
struct NGramReference {
  private let configuration: NGramConfiguration
  /// How often each n-gram stands in the text, by length.
  private var raw: [[UInt32]: Int] = [:]
  /// The different symbols that stand before each, and the text's beginning, -1.
  private var before: [[UInt32]: Set<Int>] = [:]
  private var discounts: [[Double]] = []

  init(_ configuration: NGramConfiguration, text: [UInt32]) {
    self.configuration = configuration
    for start in text.indices {
      for length in 1...configuration.order + 1 where start + length <= text.count {
        let gram = Array(text[start..<start + length])
        raw[gram, default: 0] += 1
        before[gram, default: []].insert(start == 0 ? -1 : Int(text[start - 1]))
      }
    }
    discounts = (1...configuration.order + 1).map { length in
      var t = [0, 0, 0, 0, 0]
      for gram in raw.keys where gram.count == length && count(gram) <= 4 { t[count(gram)] += 1 }
      let y = Double(t[1]) / Double(t[1] + 2 * t[2])
      let values = (1...3).map {
        Double($0) - Double($0 + 1) * y * Double(t[$0 + 1]) / Double(t[$0])
      }
      let sound = zip(1...3, values).allSatisfy { $1 >= 0 && $1 <= Double($0) }
      return sound ? values : [0.5, 1, 1.5]
    }
  }

  private func count(_ gram: [UInt32]) -> Int {
    guard configuration.smoothing == .kneserNey, gram.count <= configuration.order else {
      return raw[gram] ?? 0
    }
    return before[gram]?.count ?? 0
  }

  /// p of a symbol after a context, of which the last N symbols count.
  func probability(of symbol: UInt32, after context: [UInt32]) -> Double {
    let context = Array(context.suffix(configuration.order))
    let width = Double(configuration.vocabulary)
    let counts = (0..<UInt32(configuration.vocabulary)).map { count(context + [$0]) }
    let (total, c) = (Double(counts.reduce(0, +)), Double(counts[Int(symbol)]))
    switch configuration.smoothing {
    case .addK:
      return (c + configuration.pseudocount) / (total + configuration.pseudocount * width)
    case .wittenBell:
      let kinds = Double(counts.filter { $0 > 0 }.count)
      let lower = below(symbol, context)
      return total == 0 ? lower : (c + kinds * lower) / (total + kinds)
    case .kneserNey:
      let lower = below(symbol, context)
      let discounts = discounts[context.count]
      func taken(_ count: Int) -> Double { count == 0 ? 0 : discounts[min(count, 3) - 1] }
      guard total > 0 else { return lower }
      let backoff = counts.reduce(0) { $0 + taken($1) } / total
      return (c - taken(counts[Int(symbol)])) / total + backoff * lower
    }
  }

  private func below(_ symbol: UInt32, _ context: [UInt32]) -> Double {
    context.isEmpty
      ? 1 / Double(configuration.vocabulary)
      : probability(of: symbol, after: Array(context.dropFirst()))
  }
}
