/// Finds runs of Latin letters and signs that are really the bytes of UTF-8 or CP949.
///
/// A run is a stretch of scalars that Latin-1 or Windows-1252 gives for bytes from 80 up. It counts as UTF-8
/// where it holds well-formed sequences that no ordinary text has: several in a row, one that begins with
/// Â, Ã or â€, or one with a C1 control. It counts as CP949 where it is whole pairs of bytes of KS X 1001, at least
/// two, and every one a Hangul syllable or at least half of four. Words in capitals, as ÄÖÜ, are neither.
struct MojibakeDetector: Sendable {
  private static let longestRun = 4096
  private static let mostExamples = 3
  /// 占쏙옙, what CP949 makes of EF BF BD EF BF BD.
  private static let replacementPair: [UInt32] = [0x5360, 0xC3D9, 0xC619]

  /// What was found, by kind.
  private(set) var found: [Mojibake.Kind: Mojibake] = [:]

  /// The run at hand: the bytes its scalars stand for, and the scalars.
  private var bytes: [UInt8] = []
  private var scalars: [UInt32] = []
  /// Where the run began: in the block at hand, or as it was found when that block ended.
  private var startPosition = 0
  private var start: TextPlace?
  /// How much of `replacementPair` has just been seen.
  private var matched = 0
  private var matchStart: TextPlace?

  /// Takes the next block of the file.
  ///
  /// `mayHoldReplacements` is whether U+5360 is in the block, which saves looking.
  mutating func append(
    _ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex, mayHoldReplacements: Bool
  ) {
    if mayHoldReplacements || matched > 0 { findReplacements(block, index) }
    var position = 0
    while position < block.count {
      if bytes.isEmpty {
        guard let group = index.nextLatin(from: position) else { return }
        position = group.lowerBound
        while position < group.upperBound, block[position] &- 0xA1 >= 0x5E { position += 1 }
        if position == group.upperBound { continue }
      }
      if !take(block[position], position), !bytes.isEmpty {
        let (held, first) = (start, startPosition)
        endRun { held ?? index.place(of: first, in: block) }
      }
      position += 1
    }
    if !bytes.isEmpty, start == nil { start = index.place(of: startPosition, in: block) }
  }

  /// Ends the file.
  mutating func endOfFile() {
    let held = start
    endRun { held }
    matched = 0
  }

  /// Adds a scalar to the run, or lets it begin one; false if it is not for it.
  private mutating func take(_ scalar: UInt32, _ position: Int) -> Bool {
    let isBeginning = bytes.isEmpty
    if bytes.count == Self.longestRun { return false }
    guard let byte = WindowsLatin.byte(of: scalar) else { return false }
    if isBeginning { startPosition = position }
    bytes.append(byte)
    scalars.append(scalar)
    return true
  }

  private mutating func findReplacements(
    _ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex
  ) {
    for (position, scalar) in block.enumerated() {
      if scalar != Self.replacementPair[matched] { matched = 0 }
      guard scalar == Self.replacementPair[matched] else { continue }
      if matched == 0 { matchStart = index.place(of: position, in: block) }
      matched += 1
      guard matched == Self.replacementPair.count else { continue }
      matched = 0
      note(
        .replacementAsCP949, 2, matchStart, Self.replacementPair,
        reading: [UTF8Repair.replacement, UTF8Repair.replacement])
    }
  }

  private mutating func endRun(_ place: () -> TextPlace?) {
    defer {
      bytes.removeAll(keepingCapacity: true)
      scalars.removeAll(keepingCapacity: true)
      start = nil
    }
    // Only leads of UTF-8 and of Hangul in CP949 are of interest, and only with something after them.
    guard bytes.count > 1, bytes.contains(where: { $0 >= 0xB0 }) else { return }
    let sequences = UTF8Sequences(bytes, run: scalars)
    let isKorean = Self.isKorean(bytes)
    if sequences.areSuspect && (sequences.coverAll || !isKorean) {
      note(
        .utf8AsLatin1, sequences.scalars.count, place()?.advanced(by: scalars[..<sequences.first]),
        Array(scalars[sequences.first...]), reading: sequences.scalars)
    } else if isKorean {
      note(.cp949AsLatin1, bytes.count / 2, place(), scalars, reading: [])
    }
  }

  private mutating func note(
    _ kind: Mojibake.Kind, _ characters: Int, _ place: TextPlace?, _ text: [UInt32],
    reading: [UInt32]
  ) {
    var mojibake = found[kind] ?? Mojibake(kind: kind)
    mojibake.characters += characters
    if let place, mojibake.examples.count < Self.mostExamples {
      mojibake.examples.append(
        .init(place: place, text: Array(text.prefix(12)), reading: Array(reading.prefix(12))))
    }
    found[kind] = mojibake
  }

  /// Whether bytes are pairs of KS X 1001 whose leads are mostly those of Hangul, B0 to C8.
  private static func isKorean(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4, bytes.count % 2 == 0, bytes.allSatisfy({ $0 >= 0xA1 && $0 <= 0xFE })
    else { return false }
    let leads = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] }
    let syllables = leads.count { $0 >= 0xB0 && $0 <= 0xC8 }
    return syllables == leads.count || leads.count >= 4 && syllables * 2 >= leads.count
  }
}
