/// A file in which lines of UTF-8 and of an older encoding stand beside each other.
public struct MixedEncodings: Equatable, Sendable {
  /// Lines that are all in one encoding.
  public struct Stretch: Equatable, Sendable {
    /// Their encoding.
    public let encoding: TextEncoding
    /// The first of them that is not ASCII, counted from 1.
    public let line: Int
  }

  /// The file's name.
  public let file: String
  /// The stretches in order, two or more.
  public let stretches: [Stretch]

  /// Finds the stretches of a sample, whose first line has the number `line`; nil if all is of one encoding, or it is
  /// not clear of which.
  init?(_ sample: ArraySlice<UInt8>, isWhole: Bool, file: String, line: Int) {
    let kinds = Self.kinds(of: sample, isWhole: isWhole)
    guard kinds.contains(where: { $0.isUTF8 }), kinds.contains(where: { !$0.isUTF8 }) else {
      return nil
    }
    let others = kinds.filter { !$0.isUTF8 }.flatMap { $0.bytes }
    let guess = EncodingDetector.guess(others[...], isWhole: true, isStart: false)
    guard guess.isSure, guess.encoding != .utf8 else { return nil }
    var stretches: [Stretch] = []
    for kind in kinds {
      let encoding = kind.isUTF8 ? .utf8 : guess.encoding
      if stretches.last?.encoding != encoding {
        stretches.append(Stretch(encoding: encoding, line: line + kind.index))
      }
    }
    self.stretches = stretches
    self.file = file
  }

  /// The encoding that those lines which are no UTF-8 look like together, however unsure; nil if nothing fits.
  ///
  /// Any byte is a character in an encoding of one byte a character, so that is believed only if much speaks for it: a
  /// few words, or letters among those of ASCII.
  static func older(of lines: [Slice<UnsafeBufferPointer<UInt8>>]) -> TextEncoding? {
    let bytes = others(among: lines)
    let high = bytes.count { $0 >= 0x80 }
    let letters = bytes.count { 0x61...0x7A ~= $0 | 0x20 }
    let isMuch = high >= 8 || letters >= 2 * high
    let guess = EncodingDetector.guess(bytes[...], isWhole: true, isStart: false)
    return guess.candidates.first {
      $0.encoding != .utf8 && $0.encoding.codeUnit == nil && $0.encoding != .cesu8
        && (!$0.encoding.isOneByte || isMuch && $0.confidence > 0.4)
    }?.encoding
  }

  /// The same of a stretch of bytes, where that is clear.
  static func sureOlder(of bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    let lines = LineCutter.lines(bytes, isLast: false).map { bytes[$0] }
    let guess = EncodingDetector.guess(others(among: lines)[...], isWhole: true, isStart: false)
    return guess.isSure && guess.encoding != .utf8 ? guess.encoding : nil
  }

  /// Lines that are no UTF-8, as many as tell an encoding.
  private static func others(among lines: [Slice<UnsafeBufferPointer<UInt8>>]) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines where bytes.count < EncodingProbe.window {
      let line = line.prefix(EncodingProbe.window)
      if !isUTF8(Array(line)[...], isWhole: true) { bytes += line }
    }
    return bytes
  }

  private typealias Kind = (index: Int, isUTF8: Bool, bytes: ArraySlice<UInt8>)

  /// The lines of a sample that are not ASCII; the last may be cut off and is then left out.
  private static func kinds(of sample: ArraySlice<UInt8>, isWhole: Bool) -> [Kind] {
    var lines = sample.split(separator: 0x0A, omittingEmptySubsequences: false)
    if !isWhole, lines.count > 1 { lines.removeLast() }
    return lines.enumerated().compactMap { index, bytes in
      guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
      return (index, isUTF8(bytes, isWhole: true), bytes)
    }
  }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    TrialDecoding(bytes, .utf8, isWhole: isWhole)?.invalidSequences == 0
  }
}

extension MixedEncodings: CustomStringConvertible {
  /// The message for a person.
  public var description: String {
    "\(file): expected one encoding, found \(finding); \(Self.advice)"
  }

  /// Which lines are in which encoding.
  public var finding: String {
    let (first, second) = (stretches[0], stretches[1])
    let names = (first.encoding.displayName, second.encoding.displayName)
    let border = "\(names.0) to line \(second.line - 1), \(names.1) from line \(second.line)"
    return stretches.count == 2
      ? border : "\(border) on, and so by turns, \(stretches.count - 1) times"
  }

  static let advice =
    "read each line by its own with --encoding mixed, or bring all of it into UTF-8"
}
