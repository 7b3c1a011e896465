/// The symbols that have ids, keyed by scalars and never by `String` or `Character`.
///
/// The first ids are reserved: 256 for the bytes in their order, or with ``UnknownPolicy/symbol`` id 0
/// for the unknown symbol. The others follow, when learned by falling frequency. A vocabulary of bytes
/// has the reserved ids alone.
public struct Vocabulary: Sendable {
  /// What an id stands for.
  public enum Symbol: Hashable, Sendable {
    /// Whatever is not in the vocabulary.
    case unknown
    /// A byte of UTF-8.
    case byte(UInt8)
    /// A Unicode scalar value.
    case scalar(UInt32)
    /// A grapheme cluster of two or more scalars.
    case cluster([UInt32])
  }

  /// How the unknown symbol is written in `tokenizer.json`.
  public static let unknownName = "<unk>"
  /// The id of the unknown symbol, where there is one.
  public static let unknownID: UInt32 = 0
  /// The vocabulary of bytes.
  public static let bytes = Vocabulary(unit: .byte, symbols: [])

  /// What a symbol is.
  public let unit: TextUnit
  /// What becomes of a scalar that is not among the symbols.
  public let unknown: UnknownPolicy
  /// The symbols after the reserved ones, in the order of their ids: scalars and clusters.
  public let symbols: [Symbol]

  private let scalarIDs: ScalarTable
  private let clusters: SequenceTable
  /// The id of each of the clusters.
  private let clusterIDs: [UInt32]

  /// The vocabulary that gives `symbols`, which must differ, the ids after the reserved ones.
  public init(unit: TextUnit, symbols: [Symbol], unknown: UnknownPolicy = .bytes) {
    precondition(
      unit != .byte || symbols.isEmpty, "a vocabulary of bytes has no \(symbols.count) more")
    precondition(unit != .byte || unknown == .bytes, "bytes have no unknown symbol")
    self.unit = unit
    self.unknown = unknown
    self.symbols = symbols
    var scalarIDs = ScalarTable()
    var clusters = SequenceTable()
    var clusterIDs: [UInt32] = []
    for (place, symbol) in symbols.enumerated() {
      let id = UInt32(Self.reserved(unknown) + place)
      switch symbol {
      case .scalar(let scalar):
        precondition(scalar <= 0x10FFFF, "scalar \(scalar) is above the last, 1114111")
        precondition(scalarIDs[scalar] == 0, "scalar \(scalar) has two ids, one of them \(id)")
        // One more than the id, since 0 says that there is none.
        scalarIDs[scalar] = id + 1
      case .cluster(let scalars):
        precondition(unit == .grapheme && scalars.count > 1, "\(scalars) is no cluster of \(unit)")
        let index = clusters.add(scalars[...])
        precondition(index == clusterIDs.count, "\(scalars) has two ids, one of them \(id)")
        clusterIDs.append(id)
      case .unknown, .byte:
        preconditionFailure("\(symbol) is reserved, and not to be listed")
      }
    }
    self.scalarIDs = scalarIDs
    self.clusters = clusters
    self.clusterIDs = clusterIDs
  }

  /// The vocabulary of scalars, which must differ, in the order of their ids.
  public init(
    scalars: some Sequence<UInt32>, unit: TextUnit = .scalar, unknown: UnknownPolicy = .bytes
  ) {
    self.init(unit: unit, symbols: scalars.map { .scalar($0) }, unknown: unknown)
  }

  /// How many ids there are (V), the reserved ones among them.
  public var count: Int { reservedCount + symbols.count }

  /// How many ids are reserved: 256, or 1.
  public var reservedCount: Int { Self.reserved(unknown) }

  /// The id of a scalar that is a symbol.
  public func id(of scalar: UInt32) -> UInt32? {
    let id = scalarIDs[scalar]
    return id == 0 ? nil : id - 1
  }

  /// The id of a cluster of two or more scalars that is a symbol.
  func id(ofCluster scalars: ArraySlice<UInt32>) -> UInt32? {
    clusters.index(of: scalars).map { clusterIDs[$0] }
  }

  /// What an id below ``count`` stands for.
  public func symbol(_ id: UInt32) -> Symbol {
    precondition(id < UInt32(count), "id \(id) is not below the number of symbols, \(count)")
    guard Int(id) < reservedCount else { return symbols[Int(id) - reservedCount] }
    return unknown == .bytes ? .byte(UInt8(id)) : .unknown
  }

  private static func reserved(_ unknown: UnknownPolicy) -> Int { unknown == .bytes ? 256 : 1 }
}

extension Vocabulary: Equatable {
  /// Whether both give the same symbols the same ids.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.unit == right.unit && left.unknown == right.unknown && left.symbols == right.symbols
  }
}
