/// What a synthesized text is drawn from; the same settings give the same bytes everywhere.
public struct SynthesisSettings: Sendable, Equatable {
  /// The kinds of source.
  public enum Source: String, Sendable, CaseIterable {
    /// A Markov chain: the next symbol depends on the last `order` symbols.
    case markov
    /// A source of hidden states, Markov of no finite order: its past must be remembered.
    case hidden
  }

  /// The kind of source.
  public var source = Source.markov
  /// Symbols that a Markov chain remembers, k: 1 to 3; a hidden source has none.
  public var order = 2
  /// States of a hidden source, S; a Markov chain has those of its order.
  public var states = 16
  /// Symbols, line feed and space among them, N.
  public var symbols = 28
  /// The characters.
  public var alphabet = SynthesisAlphabet.ascii
  /// The Dirichlet parameter of each symbol: small ones make few symbols likely.
  public var concentration = 0.3
  /// The seed of source and text.
  public var seed: UInt64 = 1

  /// States times symbols, beyond which tables would not stay in the processor's reach.
  public static let mostCells = 1 << 22

  /// A chain of order 2 over 28 symbols.
  public init() {}

  /// What is wrong with the settings, in words that begin with the setting's name; nil if nothing is.
  /// A setting that the source does not have is not looked at.
  public var flaw: String? {
    let sizes = alphabet.sizes
    guard sizes.contains(symbols) else {
      return "symbols must be from \(sizes.lowerBound) to \(sizes.upperBound) "
        + "for the alphabet \(alphabet.rawValue), not \(symbols)"
    }
    guard concentration >= 0.001, concentration <= 1000 else {
      return "concentration must be from 0.001 to 1000, not \(concentration)"
    }
    return switch source {
    case .markov: orderFlaw
    case .hidden: statesFlaw
    }
  }

  private var orderFlaw: String? {
    guard (1...3).contains(order) else { return "order must be from 1 to 3, not \(order)" }
    let cells = (0...order).reduce(1) { count, _ in count * symbols }
    guard cells > Self.mostCells else { return nil }
    return "order \(order) of \(symbols) symbols takes \(cells) probabilities, more than "
      + "\(Self.mostCells); take a lower order or fewer symbols"
  }

  private var statesFlaw: String? {
    let most = Self.mostCells / symbols
    guard !(1...most).contains(states) else { return nil }
    return "states must be from 1 to \(most) for \(symbols) symbols, not \(states)"
  }

  /// Draws the source; the settings must have no flaw.
  public func makeSource() -> UnifilarSource {
    precondition(flaw == nil, flaw ?? "")
    return switch source {
    case .markov:
      .markov(order: order, symbols: symbols, concentration: concentration, seed: seed)
    case .hidden:
      .hidden(states: states, symbols: symbols, concentration: concentration, seed: seed)
    }
  }
}
