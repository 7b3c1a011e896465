import GeulText

/// Finds runs of Latin letters and signs that are really the bytes of UTF-8 or CP949.
///
/// A run is a stretch of scalars that Latin-1 or Windows-1252 gives for bytes from 80 up. It counts as UTF-8
/// where it holds well-formed sequences that no ordinary text has: several in a row, one that begins with
/// Â, Ã or â€, or one with a C1 control. It counts as CP949 where it is whole pairs of bytes of KS X 1001, at least
/// two of them different, and every one a Hangul syllable or at least half of four. Words in capitals, as
/// ÄÖÜ, and rows of dots, as ····, are neither. What both would take, as Ã¤ and 채, goes with its file.
struct MojibakeDetector: Sendable {
  /// Where a longer run is cut: a multiple of 2 and 3, so that no pair of CP949 and no sequence of UTF-8
  /// for a syllable is torn.
  private static let longestRun = 4092
  /// 占쏙옙, what CP949 makes of EF BF BD EF BF BD.
  private static let replacementPair: [UInt32] = [0x5360, 0xC3D9, 0xC619]

  /// What was found in the files that have ended.
  private(set) var found = MojibakeTally()
  private var foundInFile = MojibakeTally()
  /// What may be UTF-8 as well as CP949.
  private var undecided = Mojibake(kind: .utf8AsLatin1)
  private var sample = LatinSample()

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
    sample.append(block, index)
    if mayHoldReplacements || matched > 0 { findReplacements(block, index) }
    var position = 0
    while position < block.count {
      if bytes.isEmpty {
        guard let group = index.nextLatin(from: position) else { return }
        position = group.lowerBound
        while position < group.upperBound, block[position] &- 0xA1 >= 0x5E { position += 1 }
        if position == group.upperBound { continue }
        // Most such letters stand alone.
        if position + 1 < block.count, WindowsLatin.byte(of: block[position + 1]) == nil {
          position += 2
          continue
        }
      }
      let isTaken = bytes.count < Self.longestRun && take(block[position], position)
      if !isTaken, !bytes.isEmpty {
        let wasFull = bytes.count == Self.longestRun
        let (held, first) = (start, startPosition)
        endRun { held ?? index.place(of: first, in: block) }
        if wasFull { _ = take(block[position], position) }
      }
      position += 1
    }
    if !bytes.isEmpty, start == nil { start = index.place(of: startPosition, in: block) }
  }

  /// Ends the file.
  mutating func endOfFile() {
    if let held = start { endRun { held } }
    matched = 0
    if let legacy = sample.finish() {
      // All of the file is that, and what looked like something else was part of it.
      for kind in Mojibake.Kind.allCases where kind != .replacementAsCP949 {
        foundInFile[kind] = Mojibake(kind: kind)
      }
      undecided = Mojibake(kind: .utf8AsLatin1)
      foundInFile[.legacyAsLatin1] = legacy
    }
    sample = LatinSample()
    let isKorean =
      foundInFile[.cp949AsLatin1].characters
      > max(undecided.characters, foundInFile[.utf8AsLatin1].characters)
    foundInFile[isKorean ? .cp949AsLatin1 : .utf8AsLatin1].add(undecided)
    for kind in Mojibake.Kind.allCases { found[kind].add(foundInFile[kind]) }
    foundInFile = MojibakeTally()
    undecided = Mojibake(kind: .utf8AsLatin1)
  }

  /// Adds a scalar to the run, or lets it begin one; false if it is not for it.
  private mutating func take(_ scalar: UInt32, _ position: Int) -> Bool {
    let isBeginning = bytes.isEmpty
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
      guard let start = matchStart else { continue }
      let lost = [UTF8Repair.replacement, UTF8Repair.replacement]
      note(.replacementAsCP949, 2) { _ in .init(start, Self.replacementPair[...], reading: lost) }
    }
  }

  private mutating func endRun(_ place: () -> TextPlace) {
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
      // Without a byte that CP949 has no letter for, it is not decided yet.
      if bytes.allSatisfy({ $0 >= 0xA1 && $0 <= 0xFE }) {
        undecided.add(sequences.count, undecided.wantsExamples ? example(sequences, place()) : nil)
      } else {
        note(.utf8AsLatin1, sequences.count) { $0.example(sequences, place()) }
      }
    } else if isKorean {
      note(.cp949AsLatin1, bytes.count / 2) { .init(place(), $0.scalars[...], reading: []) }
    }
  }

  /// The run at hand, from its first sequence of UTF-8.
  private func example(_ sequences: UTF8Sequences, _ place: TextPlace) -> Mojibake.Example {
    let reading = UTF8Sequences(bytes, run: scalars, keepsScalars: true).scalars
    return .init(
      place.advanced(by: scalars[..<sequences.first]), scalars[sequences.first...],
      reading: reading)
  }

  private mutating func note(
    _ kind: Mojibake.Kind, _ characters: Int, _ example: (Self) -> Mojibake.Example
  ) {
    let example = foundInFile[kind].wantsExamples ? example(self) : nil
    foundInFile[kind].add(characters, example)
  }

  /// Whether bytes are pairs of KS X 1001 whose leads are mostly those of Hangul, B0 to C8.
  private static func isKorean(_ bytes: [UInt8]) -> Bool {
    // Letters alone, from C0 up, may be a word in capitals.
    guard bytes.count >= 4, arePairs(bytes), bytes.contains(where: { $0 < 0xC0 }) else {
      return false
    }
    var syllables = 0
    var differ = false
    for lead in stride(from: 0, to: bytes.count, by: 2) {
      if bytes[lead] >= 0xB0 && bytes[lead] <= 0xC8 { syllables += 2 }
      if bytes[lead] != bytes[0] || bytes[lead + 1] != bytes[1] { differ = true }
    }
    guard differ else { return false }
    return syllables == bytes.count || bytes.count >= 8 && syllables * 2 >= bytes.count
  }

  /// Whether bytes are whole pairs of the plane of KS X 1001.
  private static func arePairs(_ bytes: [UInt8]) -> Bool {
    bytes.count % 2 == 0 && bytes.allSatisfy { $0 >= 0xA1 && $0 <= 0xFE }
  }
}
