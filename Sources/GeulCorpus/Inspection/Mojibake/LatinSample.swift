import GeulText

/// Lines that Latin-1 or Windows-1252 has letters for, taken back to bytes, to see whether these are text in an older
/// encoding of a language that has other letters.
///
/// In such encodings half of a character may be ASCII, so whole lines are looked at, and all of them together.
struct LatinSample: Sendable {
  /// Scalars of a file that are looked at, and bytes that are kept of them.
  private static let (mostScalars, mostBytes) = (1 << 18, 1 << 15)
  /// Fewer bytes beyond ASCII may be any language.
  private static let fewest = 16
  /// An encoding of a byte a character is believed if everything else is less likely than this.
  private static let leastDoubt = 0.02

  private var bytes: [UInt8] = []
  private var line: [UInt8] = []
  private var lineScalars: [UInt32] = []
  private var isLatin = true
  private var high = 0
  private var seen = 0
  private var firstLine: (place: TextPlace, scalars: [UInt32], bytes: [UInt8])?
  private var lineStart: TextPlace?

  /// Takes the next block of the file.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex) {
    guard seen < Self.mostScalars else { return }
    seen += block.count
    for position in block.indices {
      let scalar = block[position]
      if scalar == 0x0A { endLine() }
      guard let byte = scalar < 0x80 ? UInt8(scalar) : WindowsLatin.byte(of: scalar) else {
        isLatin = false
        continue
      }
      line.append(byte)
      guard byte >= 0x80 else { continue }
      high += 1
      guard firstLine == nil else { continue }
      if lineScalars.isEmpty { lineStart = index.place(of: position, in: block) }
      lineScalars.append(scalar)
    }
  }

  private mutating func endLine() {
    defer {
      line.removeAll(keepingCapacity: true)
      lineScalars.removeAll(keepingCapacity: true)
      (isLatin, high) = (true, 0)
    }
    guard isLatin, high >= 2, bytes.count + line.count <= Self.mostBytes else { return }
    if firstLine == nil, let lineStart { firstLine = (lineStart, lineScalars, line) }
    bytes += line
  }

  /// What the lines were written in, if that is another encoding than those with detectors of their own.
  mutating func finish() -> Mojibake? {
    endLine()
    let high = bytes.count { $0 >= 0x80 }
    guard high >= Self.fewest, let firstLine else { return nil }
    let guess = EncodingDetector.guess(bytes[...], isWhole: true)
    guard isBelievable(guess), guess.encoding != .cp949 else { return nil }
    var mojibake = Mojibake(kind: .legacyAsLatin1, encoding: guess.encoding)
    let reading = guess.encoding.decode(firstLine.bytes).filter { $0 >= 0x80 }
    let characters = guess.encoding.decode(bytes).count { $0 >= 0x80 }
    mojibake.add(characters, .init(firstLine.place, firstLine.scalars[...], reading: reading))
    return mojibake
  }

  private func isBelievable(_ guess: EncodingGuess) -> Bool {
    let western: Set<TextEncoding> = [.utf8, .windows1252, .cesu8]
    guard !western.contains(guess.encoding) else { return false }
    let others = guess.candidates.dropFirst().map(\.confidence).max() ?? 0
    return guess.isSure || guess.encoding.isOneByte && others < Self.leastDoubt
  }
}
