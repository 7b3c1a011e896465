/// The symbols that have ids, keyed by scalar or byte and never by `String` or `Character`.
///
/// Scalars: id 0 is the unknown symbol, the others follow by falling frequency, ties by value.
/// Bytes: id = byte, for all 256, and nothing is unknown.
public struct Vocabulary: Sendable {
  /// What an id stands for.
  public enum Symbol: Hashable, Sendable {
    /// Whatever is not in the vocabulary.
    case unknown
    /// A Unicode scalar value.
    case scalar(UInt32)
    /// A byte.
    case byte(UInt8)
  }

  /// The id of the unknown symbol of scalars.
  public static let unknownID: UInt32 = 0
  /// How the unknown symbol of scalars is written in `tokenizer.json`.
  public static let unknownName = "<unk>"
  /// The vocabulary of all bytes.
  public static let bytes = Vocabulary(unit: .byte, scalars: [], ids: ScalarTable())

  /// What a symbol is.
  public let unit: TextUnit
  /// The scalars in the order of their ids, from id 1; empty for bytes.
  public let scalars: [UInt32]

  private let ids: ScalarTable

  /// The vocabulary of scalars that gives `scalars` the ids from 1 on; they must differ.
  public init(scalars: [UInt32]) {
    var ids = ScalarTable()
    for (place, scalar) in scalars.enumerated() {
      precondition(scalar <= 0x10FFFF, "scalar \(scalar) is above the last, 1114111")
      precondition(ids[scalar] == 0, "scalar \(scalar) has id \(ids[scalar]) and \(place + 1)")
      ids[scalar] = UInt32(place + 1)
    }
    self.init(unit: .scalar, scalars: scalars, ids: ids)
  }

  /// The vocabulary of scalars by how often each was seen.
  public init(frequencies: [UInt32: Int]) {
    let sorted = frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    self.init(scalars: sorted.map(\.key))
  }

  private init(unit: TextUnit, scalars: [UInt32], ids: ScalarTable) {
    self.unit = unit
    self.scalars = scalars
    self.ids = ids
  }

  /// How many ids there are (V), the unknown symbol among them.
  public var count: Int {
    switch unit {
    case .scalar: scalars.count + 1
    case .byte: 256
    }
  }

  /// The id of a scalar, or ``unknownID``; for bytes the scalar's value is the byte.
  public func id(of scalar: UInt32) -> UInt32 {
    switch unit {
    case .scalar: ids[scalar]
    case .byte: scalar
    }
  }

  /// What an id below ``count`` stands for.
  public func symbol(_ id: UInt32) -> Symbol {
    precondition(id < UInt32(count), "id \(id) is not below the number of symbols, \(count)")
    switch unit {
    case .scalar: return id == Self.unknownID ? .unknown : .scalar(scalars[Int(id) - 1])
    case .byte: return .byte(UInt8(id))
    }
  }
}

extension Vocabulary: Equatable {
  /// Whether both give the same symbols the same ids.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.unit == right.unit && left.scalars == right.scalars
  }
}
