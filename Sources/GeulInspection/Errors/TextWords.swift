import GeulStorage
import GeulText
import GeulWork

/// The words of a text: stretches of letters and digits.
public struct TextWords: Sendable {
  /// What each symbol says of its character.
  public let parts: [CharacterKinds.Part]
  /// For each symbol the number of its word, or -1.
  public let words: [Int32]
  /// Whether each symbol is of the first character of a word.
  public let isStart: [Bool]
  /// For each word a number that its symbols decide.
  public let keys: [UInt64]
  /// For each word the symbol with which it begins.
  public let starts: [Int]

  /// The words of some ids.
  public init(_ ids: [UInt32], _ kinds: CharacterKinds) {
    parts = kinds.parts(of: ids)
    var (words, isStart) = ([Int32](), [Bool]())
    var (keys, starts) = ([UInt64](), [Int]())
    var hash = WordHash()
    for (place, part) in parts.enumerated() {
      if let key = hash.push(ids[place], isWord: part.kind.isWord) { keys.append(key) }
      guard part.kind.isWord else {
        words.append(-1)
        isStart.append(false)
        continue
      }
      let isNew = starts.count == keys.count
      if isNew { starts.append(place) }
      words.append(Int32(starts.count - 1))
      isStart.append(isNew || (isStart.last ?? false) && !part.isFirst)
    }
    if let key = hash.finish() { keys.append(key) }
    (self.words, self.isStart, self.keys, self.starts) = (words, isStart, keys, starts)
  }
}

/// A number for each word as its symbols go by; that two words of a text have the same is too rare to matter (64 bits).
struct WordHash: Sendable {
  private var value: UInt64?

  /// The number of the word that this symbol ends by not belonging to it.
  mutating func push(_ id: UInt32, isWord: Bool) -> UInt64? {
    guard isWord else { return finish() }
    var mixed = (value ?? 0xCBF2_9CE4_8422_2325) ^ (UInt64(id) &+ 1)
    mixed = mixed &* 0x9E37_79B9_7F4A_7C15
    value = mixed ^ mixed >> 29
    return nil
  }

  /// The number of the word at the end.
  mutating func finish() -> UInt64? {
    defer { value = nil }
    return value
  }
}

/// How often some words stand in another text, which goes by in blocks: memory is of the words that are sought.
public struct WordCensus: Sendable {
  /// How often each was found.
  public private(set) var counts: [UInt64: Int]
  private let kinds: CharacterKinds

  /// A count of these words.
  public init(_ words: TextWords, _ kinds: CharacterKinds) {
    counts = Dictionary(words.keys.map { ($0, 0) }) { first, _ in first }
    self.kinds = kinds
  }

  /// Counts a range of a text; throws `StorageError` or `WorkStopped`.
  public mutating func count(
    _ tokens: TokenSequence, range: Range<Int>, stop: StopRequest = StopRequest()
  ) throws {
    var hash = WordHash()
    var ids: [UInt32] = []
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
      try stop.check()
      let end = min(range.upperBound, start + Self.block)
      ids += try tokens.ids(start..<end)
      // What may go on in the next block is read with it.
      let whole = end == range.upperBound ? ids.count : kinds.wholeCount(ids)
      let read = Array(ids[..<whole])
      for (place, part) in kinds.parts(of: read).enumerated() {
        if let key = hash.push(read[place], isWord: part.kind.isWord) { note(key) }
      }
      ids.removeFirst(whole)
    }
    if let key = hash.finish() { note(key) }
  }

  private mutating func note(_ key: UInt64) {
    if let count = counts[key] { counts[key] = count + 1 }
  }

  private static let block = 1 << 16
}
