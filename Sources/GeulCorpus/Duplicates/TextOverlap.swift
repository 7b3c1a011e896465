import GeulStorage
import GeulText

/// How much of one text stands in another too, as a validation text may that a model was trained on.
///
/// A sample of the windows of 32 symbols of the one text, blanks and the case of ASCII letters left aside, is looked for in
/// the other; a window that occurs several times in the one counts once. So a paragraph of which a word in twenty was
/// changed counts for more than half, and the turns of phrase of a language do not count: in ordinary texts it is
/// under one window in a hundred, in laws and declarations up to one in twenty.
/// Memory is 2 MB at most. The share of so many `windows` is known to within √(¼ / windows) in two of three texts, 0.2 % of
/// the largest sample; texts of less than 65,536 symbols are looked at whole.
public struct TextOverlap: Sendable, Equatable {
  /// The part of the windows that occur in the other text.
  public let share: Double
  /// Windows looked at.
  public let windows: Int
  /// Of each that occurs in both, where it ends in the one and in the other.
  public let places: [Place]

  /// Where a window ends in two texts, by their symbols.
  public struct Place: Sendable, Equatable {
    /// In the text that is asked about.
    public let own: Int
    /// In the other; -1 where it is not there.
    public var other: Int
  }

  /// A part of a text in symbols.
  public typealias Part = (tokens: TokenSequence, range: Range<Int>)

  /// The share from which on a person should know: twice what the most repetitive ordinary text has.
  public static let notableShare = 0.1
  /// Windows that it takes to say anything.
  static let leastWindows = 32
  private static let mostWindows = 1 << 16
  /// Windows of the other text that are looked up at most.
  private static let mostLookups = 1 << 24

  /// Looks for `part` in `other`, both encoded by `tokenizer`; nil if it is too short to tell.
  ///
  /// Throws `StorageError`. Cost: reading both once, two to four nanoseconds a symbol.
  public init?(
    of part: Part, in other: Part, tokenizer: Tokenizer
  ) throws(StorageError) {
    // Letters of syllables and bytes are smaller than characters.
    let bits: UInt64 = part.tokens.symbolsPerScalar > 1.5 ? 1 : 2
    let gears = GearHash.gears(of: tokenizer)
    var limit = UInt64.max
    var (own, theirs) = (part.range.count, other.range.count)
    while own > Self.mostWindows || theirs > Self.mostLookups {
      (own, theirs, limit) = (own / 2, theirs / 2, limit / 2)
    }
    // By chance a few more are chosen than are to be expected.
    var table = FingerprintTable(capacity: 2 * own + 64, Place(own: -1, other: -1))
    try Self.windows(of: part, gears, bits, upTo: limit) { hash, position in
      if !table.isFull, table.place(of: hash) == nil {
        table.insert(hash, Place(own: position, other: -1))
      }
    }
    guard table.count >= Self.leastWindows else { return nil }
    try Self.windows(of: other, gears, bits, upTo: limit) { hash, position in
      if let place = table.place(of: hash), table[place].other < 0 {
        table[place].other = position
      }
    }
    windows = table.count
    places = table.all.filter { $0.other >= 0 }.sorted { $0.own < $1.own }
    share = Double(places.count) / Double(table.count)
  }

  /// Hands on the windows of a text whose hash is at most `limit`, each with the place of its last symbol.
  private static func windows(
    of part: Part, _ gears: [UInt64], _ bits: UInt64, upTo limit: UInt64,
    _ body: (_ hash: UInt64, _ position: Int) -> Void
  ) throws(StorageError) {
    var hash = GearHash(bits: bits)
    try part.tokens.forEachBlock(of: part.range) { ids, start in
      let (gears, symbols) = (gears.span, ids.span)
      for place in symbols.indices {
        let gear = gears[Int(symbols[place])]
        hash.push(gear)
        if hash.value <= limit && gear != 0 && hash.isFull { body(hash.value, start + place) }
      }
    }
  }
}
