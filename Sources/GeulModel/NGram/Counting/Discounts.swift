/// What modified Kneser-Ney takes from a count: D₁ from 1, D₂ from 2, D₃ from more (Chen and Goodman 1998, equation 26).
struct Discounts: Equatable {
  /// D₁, D₂, D₃.
  let values: [Double]
  /// Whether the text gave none, and fixed ones stand in for them.
  let isFallback: Bool

  /// Those that take the place of others where the counts are not those of natural text: the symbols of an alphabet,
  /// all of them frequent, say nothing of what was not seen. KenLM's are the same.
  static let fallback = [0.5, 1, 1.5]

  /// From how many n-grams were counted 1, 2, 3 and 4 times.
  init(countsOfCounts t: [Int]) {
    let y = Double(t[0]) / Double(t[0] + 2 * t[1])
    var values: [Double] = []
    for j in 1...3 {
      let ratio = Double(t[j]) / Double(t[j - 1])
      values.append(Double(j) - Double(j + 1) * y * ratio)
    }
    // Counts of none make no number, which is not within the bounds either; and a discount of 0 would leave nothing to
    // what was not seen.
    isFallback = values.indices.contains { !(values[$0] > 0 && values[$0] <= Double($0 + 1)) }
    self.values = isFallback ? Self.fallback : values
  }

  /// What is taken from a count.
  func of(_ count: UInt32) -> Double {
    switch count {
    case 0: 0
    case 1: values[0]
    case 2: values[1]
    default: values[2]
    }
  }
}
