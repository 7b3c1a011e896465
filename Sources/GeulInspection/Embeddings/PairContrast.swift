import GeulCompute

/// Whether vectors that have something in common point nearer to each other than vectors that have nothing, and how often
/// chance would set them as far apart.
///
/// The control gives the vectors to the symbols anew at random, so that what they have in common with each other stays
/// among the vectors, but no longer belongs to the symbols (a permutation test: Fisher 1935).
public struct PairContrast: Sendable, Equatable {
  /// Pairs that have it in common.
  public let pairs: Int
  /// Pairs that have nothing in common.
  public let otherPairs: Int
  /// Their mean cosine.
  public let cosine: Double
  /// The mean cosine of the others.
  public let otherCosine: Double
  /// By how many standard deviations of the control the difference is above the control's mean.
  public let z: Double
  /// The share of draws, the true one among them, whose difference is at least as great.
  public let p: Double

  /// The mean cosine of the pairs less that of the others.
  public var difference: Double { cosine - otherCosine }

  /// Draws of the control.
  public static let draws = 500

  /// The contrasts of the groups of pairs against the pairs that `group` gives 0; nil where one has no pairs.
  ///
  /// `group` says of rows i < j what they have in common, from 1, or nil for a pair that counts for neither. `strata` are
  /// the rows within which vectors are exchanged. Memory: four bytes for each pair of rows.
  static func contrasts(
    _ table: VectorTable, groups: Int, strata: [[Int]], draws: Int = draws,
    group: (Int, Int) -> Int?
  ) -> [PairContrast?] {
    let cosines = CosineTable(table.normalized)
    var listed: [(i: Int, j: Int, group: Int)] = []
    var counts = [Int](repeating: 0, count: groups + 2)
    for i in 0..<table.count {
      for j in i + 1..<max(i + 1, table.count) {
        let place = group(i, j) ?? groups + 1
        counts[place] += 1
        if place != 0 { listed.append((i, j, place)) }
      }
    }
    /// The differences where row i has the vector of row `order`[i].
    func means(_ order: [Int]) -> [Double] {
      var sums = [Double](repeating: 0, count: groups + 2)
      for pair in listed { sums[pair.group] += cosines[order[pair.i], order[pair.j]] }
      // All pairs together stay the same pairs, whoever has which vector.
      sums[0] = cosines.total - sums.dropFirst().reduce(0, +)
      return sums.indices.map { sums[$0] / Double(max(1, counts[$0])) }
    }
    let order = Array(0..<table.count)
    let found = means(order)
    var random = RandomStream(seed: 1, purpose: RandomPurpose.embeddings)
    let control = (0..<draws).map { _ in means(shuffled(order, strata, &random)) }
    return (1...max(1, groups)).map { place in
      guard counts[place] > 0, counts[0] > 0 else { return nil }
      return PairContrast(
        pairs: counts[place], otherPairs: counts[0], cosine: found[place], otherCosine: found[0],
        control: control.map { $0[place] - $0[0] })
    }
  }

  private init(
    pairs: Int, otherPairs: Int, cosine: Double, otherCosine: Double, control: [Double]
  ) {
    (self.pairs, self.otherPairs) = (pairs, otherPairs)
    (self.cosine, self.otherCosine) = (cosine, otherCosine)
    let difference = cosine - otherCosine
    let mean = control.reduce(0, +) / Double(max(1, control.count))
    let squares = control.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(max(1, control.count - 1))).squareRoot()
    z = deviation > 0 ? (difference - mean) / deviation : 0
    p = Double(1 + control.count { $0 >= difference }) / Double(1 + control.count)
  }

  /// The order with the rows of each stratum exchanged at random.
  static func shuffled(
    _ order: [Int], _ strata: [[Int]], _ random: inout RandomStream
  ) -> [Int] {
    var order = order
    for rows in strata {
      for place in stride(from: rows.count - 1, to: 0, by: -1) {
        order.swapAt(rows[place], rows[Int(random.next() % UInt64(place + 1))])
      }
    }
    return order
  }
}

/// The cosines of all pairs of rows.
private struct CosineTable {
  private let count: Int
  /// (n, n)
  private let values: [Float]
  /// The sum over all pairs, each once.
  let total: Double

  init(_ table: VectorTable) {
    count = table.count
    var values = [Float](repeating: 0, count: count * count)
    var total = 0.0
    for i in 0..<count {
      for j in i + 1..<max(i + 1, count) {
        let cosine = Float(table.product(i, j))
        values[i * count + j] = cosine
        values[j * count + i] = cosine
        total += Double(cosine)
      }
    }
    (self.values, self.total) = (values, total)
  }

  subscript(i: Int, j: Int) -> Double { Double(values[i * count + j]) }
}
