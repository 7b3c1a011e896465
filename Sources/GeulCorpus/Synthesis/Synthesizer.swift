import GeulWork

/// Writes text from a source whose entropy rate is known: the floor of every model's loss on it.
public struct Synthesizer: Sendable {
  /// What it was made of.
  public let settings: SynthesisSettings
  /// The source.
  public let source: UnifilarSource
  /// How often the source is in each state.
  public let stationary: StationaryDistribution
  /// The source's entropy rate, in nats per symbol.
  public let entropyRate: Double

  /// Draws the source and computes its entropy rate; the settings must have no flaw.
  public init(_ settings: SynthesisSettings) {
    self.settings = settings
    source = settings.makeSource()
    stationary = StationaryDistribution(of: source)
    entropyRate = source.entropyRate(stationary)
  }

  /// Hands over a text of `length` symbols in UTF-8, in blocks of some hundred kilobytes.
  ///
  /// A shorter text of the same settings is a beginning of a longer one.
  ///
  /// Throws what `take` throws, and `WorkStopped` between two blocks.
  ///
  /// - Parameter progress: told how many symbols are done, with every block.
  public func write(
    length: Int, stop: StopRequest? = nil, progress: ((Int) -> Void)? = nil,
    to take: (_ block: RawSpan) throws -> Void
  ) throws {
    var sampler = SymbolSampler(source, stationary: stationary, seed: settings.seed)
    let encoder = SymbolEncoder(settings.alphabet.scalars(settings.symbols))
    var bytes = [UInt8](repeating: 0, count: Self.blockLength * 4)
    var done = 0
    while done < length {
      try stop?.check()
      var symbols = [UInt16](repeating: 0, count: min(Self.blockLength, length - done))
      sampler.fill(&symbols)
      done += symbols.count
      let count = encoder.encode(symbols, into: &bytes)
      try take(bytes.span.bytes.extracting(first: count))
      progress?(done)
    }
  }

  private static let blockLength = 1 << 16
}

/// Symbols to UTF-8 by a table.
private struct SymbolEncoder {
  /// The bytes of each symbol, the first lowest.
  private let words: [UInt32]
  private let lengths: [Int]

  init(_ scalars: [Unicode.Scalar]) {
    let encodings = scalars.map { Array(String($0).utf8) }
    words = encodings.map { $0.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
    lengths = encodings.map(\.count)
  }

  /// Writes four bytes for each symbol and counts only its own; returns the number of bytes.
  func encode(_ symbols: [UInt16], into bytes: inout [UInt8]) -> Int {
    precondition(bytes.count >= symbols.count * 4, "too small a buffer")
    var place = 0
    bytes.withUnsafeMutableBytes { bytes in
      for symbol in symbols {
        bytes.storeBytes(
          of: words[Int(symbol)].littleEndian, toByteOffset: place, as: UInt32.self)
        place += lengths[Int(symbol)]
      }
    }
    return place
  }
}
