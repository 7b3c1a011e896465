import Foundation
import GeulEvaluation

/// Where one model errs and another does not, on the same symbols.
public struct ErrorComparison: Sendable, Equatable {
  /// Errors of one alone.
  public struct Counts: Sendable, Equatable {
    /// Errors of the first that the second has right.
    public var onlyFirst = 0
    /// Errors of the second that the first has right.
    public var onlySecond = 0

    /// How often two equally good models would differ so much on so many symbols, were these independent of each other
    /// (McNemar 1947): exact up to 1,000, by the normal curve above.
    public var p: Double {
      let (most, all) = (max(onlyFirst, onlySecond), onlyFirst + onlySecond)
      if 2 * most == all { return 1 }
      if all > 1000 {
        let z = (Double(2 * most - all) - 1) / Double(all).squareRoot()
        return erfc(z / 2.0.squareRoot())
      }
      // C(n, k) / 2ⁿ, for k from `most` on.
      var logarithm = -Double(all) * log(2.0)
      for i in 1..<max(1, all - most + 1) { logarithm += log(Double(most + i) / Double(i)) }
      var tail = 0.0
      for k in most...all {
        tail += exp(logarithm)
        logarithm += log(Double(all - k) / Double(k + 1))
      }
      return min(1, 2 * tail)
    }
  }

  /// All errors of the first.
  public let firstErrors: Int
  /// All errors of the second.
  public let secondErrors: Int
  /// Errors of one alone, all together.
  public let all: Counts
  /// By the rung of whichever's error it is.
  public let rungs: [(rung: ErrorRung, counts: Counts)]
  /// By kind; nil of the symbols that are rare in the training text.
  public let kinds: [(kind: SymbolKind?, counts: Counts)]
  /// The first's share of errors less the second's, with an error from drawing stretches of the text anew; nil of a short
  /// text.
  public let difference: PairedDifference?

  /// Whether both counted the same.
  public static func == (left: ErrorComparison, right: ErrorComparison) -> Bool {
    left.all == right.all && left.difference == right.difference
      && left.rungs.map(\.counts) == right.rungs.map(\.counts)
      && left.kinds.map(\.counts) == right.kinds.map(\.counts)
  }

  /// Compares two models' losses at the same symbols.
  public init(_ reasons: ErrorReasons, first: [Float], second: [Float]) {
    precondition(first.count == second.count, "\(first.count) and \(second.count) symbols")
    var all = Counts()
    var rungs: [ErrorRung: Counts] = [:]
    var (kinds, rare) = ([SymbolKind: Counts](), Counts())
    var (ones, others) = (Stretches(symbols: first.count), Stretches(symbols: first.count))
    var (firstErrors, secondErrors) = (0, 0)
    for place in first.indices {
      let (isFirst, isSecond) = (
        ErrorLadder.isError(first[place]), ErrorLadder.isError(second[place])
      )
      if isFirst {
        firstErrors += 1
        ones.add(1, at: place)
      }
      if isSecond {
        secondErrors += 1
        others.add(1, at: place)
      }
      guard isFirst != isSecond else { continue }
      let change = isFirst ? \Counts.onlyFirst : \Counts.onlySecond
      let rung = reasons.rung(at: place, nats: isFirst ? first[place] : second[place])
      all[keyPath: change] += 1
      rungs[rung, default: Counts()][keyPath: change] += 1
      kinds[reasons.kinds[place], default: Counts()][keyPath: change] += 1
      if reasons.isRare[place] { rare[keyPath: change] += 1 }
    }
    (self.firstErrors, self.secondErrors, self.all) = (firstErrors, secondErrors, all)
    self.rungs = ErrorRung.allCases.map { (rung: $0, counts: rungs[$0] ?? Counts()) }
    self.kinds =
      SymbolKind.allCases.compactMap { kind in kinds[kind].map { (kind: kind, counts: $0) } }
      + [(kind: nil, counts: rare)]
    let lengths = ones.nats.indices.map { min(ones.length, first.count - $0 * ones.length) }
    difference = PairedDifference(ones.nats, others.nats, per: lengths)
  }
}
