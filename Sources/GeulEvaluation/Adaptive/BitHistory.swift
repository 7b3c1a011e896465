import GeulCompute

/// What has followed in a context so far, bit by bit, in one byte: how many zeros and ones, and which of them came last.
///
/// Counts are exact up to bounds that are the lower the more of the other kind there are. A bit that contradicts a long run
/// of the other cuts that short, since what is recent tells more (Mahoney 2005, "Adaptive weighing of context models for
/// lossless data compression").
enum BitHistory {
  /// The most of the greater count, by the lesser.
  private static let bounds = [44, 22, 12, 8, 6, 5]

  /// The history after a bit stands at 2 · history + bit; history 0 is that of nothing.
  static let next: [UInt8] = {
    var numbers: [Counts: UInt8] = [:]
    for (number, counts) in all.enumerated() { numbers[counts] = UInt8(number) }
    return all.flatMap { counts in [false, true].map { numbers[counts.after($0), default: 0] } }
  }()

  /// ln ((ones + 0.1) / (zeros + 0.1)) of each history.
  static let odds: [Float] = all.map {
    Float(ExactFunctions.logarithm((Double($0.ones) + 0.1) / (Double($0.zeros) + 0.1)))
  }

  /// How many histories there are, at most 256.
  static let count = all.count

  /// All histories, those of fewer bits before those of more.
  private static let all: [Counts] = (0...2 * bounds[0]).flatMap { total in
    (0...total).flatMap { zeros in
      [false, true].map { Counts(zeros: zeros, ones: total - zeros, lastIsOne: $0) }
    }
  }.filter(\.isHeld)

  private struct Counts: Hashable {
    var zeros: Int
    var ones: Int
    var lastIsOne: Bool

    var isHeld: Bool {
      let less = min(zeros, ones)
      let ofLast = lastIsOne ? ones : zeros
      return less < bounds.count && max(zeros, ones) <= bounds[less]
        && (ofLast > 0 || ones == 0 && zeros == 0 && !lastIsOne)
    }

    func after(_ bit: Bool) -> Counts {
      var (same, other) = bit ? (ones, zeros) : (zeros, ones)
      if other > 2 { other = other > 25 ? 5 : other > 12 ? 4 : other > 5 ? 3 : 2 }
      same = min(same + 1, bounds[other])
      return Counts(zeros: bit ? other : same, ones: bit ? same : other, lastIsOne: bit)
    }
  }
}
