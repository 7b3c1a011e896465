import GeulText

/// The characters that symbols spell, and to which of them each symbol belongs: bytes and jamo are put together again.
public struct CharacterText: Sendable, Equatable {
  /// Unicode scalars; U+FFFD for bytes that are none.
  public private(set) var scalars: [UInt32] = []
  /// For each symbol the place of its character, of several the last.
  public private(set) var places: [Int] = []

  /// Bytes of a character of UTF-8 that is not whole yet.
  private var bytes: [UInt8] = []

  /// The text of some symbols.
  public init(_ ids: [UInt32], _ vocabulary: Vocabulary) {
    for id in ids {
      switch vocabulary.symbol(id) {
      case .unknown: append(0xFFFD)
      case .byte(let byte): append(byte: byte)
      case .scalar(let scalar): append(scalar)
      case .cluster(let cluster): for scalar in cluster { append(scalar) }
      }
      places.append(max(0, scalars.count - 1))
    }
  }

  /// A text whose symbols are its characters.
  init(_ text: String) {
    scalars = text.unicodeScalars.map(\.value)
    places = Array(scalars.indices)
  }

  private mutating func append(_ scalar: UInt32) {
    bytes = []
    if let last = scalars.last, let whole = HangulSyllable.compose(last, scalar) {
      scalars[scalars.count - 1] = whole
    } else {
      scalars.append(scalar)
    }
  }

  /// The character stands as U+FFFD until its last byte has come.
  private mutating func append(byte: UInt8) {
    if byte & 0xC0 == 0x80, !bytes.isEmpty {
      bytes.append(byte)
    } else {
      bytes = [byte]
      scalars.append(0xFFFD)
    }
    let decoded = String(decoding: bytes, as: UTF8.self).unicodeScalars
    if decoded.count == 1, let scalar = decoded.first, scalar != "\u{FFFD}" {
      scalars[scalars.count - 1] = scalar.value
      bytes = []
    }
  }

  /// The characters of a range of symbols.
  public func text(of symbols: Range<Int>) -> String {
    guard !symbols.isEmpty else { return "" }
    let last = places[symbols.upperBound - 1]
    let first = symbols.lowerBound == 0 ? 0 : min(last, places[symbols.lowerBound - 1] + 1)
    return Self.string(scalars[first...last])
  }

  static func string(_ scalars: some Sequence<UInt32>) -> String {
    String(String.UnicodeScalarView(scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
  }
}
