/// Tells encodings of seven bits, whose text is ASCII, by the sequences that lead out of it.
enum EscapedEncodings {
  /// The encoding whose escape sequences stand in a sample of ASCII; nil if there are none, or they lead to nothing.
  static func guess(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> EncodingGuess? {
    for encoding in [shifting(sample), utf7(sample)].compactMap({ $0 }) {
      guard let trial = TrialDecoding(sample, encoding, isWhole: isWhole) else { continue }
      let letters = trial.scalars.count { $0 >= 0x80 && $0 != UTF8Repair.replacement }
      guard letters > 0, trial.invalidSequences * 50 <= letters else { continue }
      return EncodingGuess(
        [.init(encoding: encoding, confidence: trial.invalidSequences == 0 ? 0.99 : 0.96)],
        reason: "it has the escape sequences of \(encoding.displayName)")
    }
    return nil
  }

  /// Whether the escape character at a place may lead to an alphabet of several bytes (ISO/IEC 2022).
  @inline(__always)
  static func mayDesignate(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    place + 1 < bytes.count && bytes[place] == 0x1B
      && (bytes[place + 1] == UInt8(ascii: "$") || bytes[place + 1] == UInt8(ascii: "("))
  }

  /// The member of the ISO-2022 family that designates the alphabets of the sample (RFC 1468, 1554, 1557, 1922).
  private static func shifting(_ sample: ArraySlice<UInt8>) -> TextEncoding? {
    var found: Set<String> = []
    var rest = sample
    while let escape = rest.firstIndex(of: 0x1B) {
      rest = rest[(escape + 1)...]
      let next = rest.prefix(3).map { Unicode.Scalar($0) }
      guard next.count >= 2 else { break }
      let length = next[0] == "$" && "()*+-".unicodeScalars.contains(next[1]) ? 3 : 2
      var designation = ""
      designation.unicodeScalars.append(contentsOf: next.prefix(length))
      found.insert(designation)
    }
    func has(_ designations: String...) -> Bool { designations.contains(where: found.contains) }
    let name: String? =
      if has("$)C") { "ISO-2022-KR" } else if has("$)A", "$)G", "$*H", "$)E") {
        has("$)E") ? "ISO-2022-CN-EXT" : "ISO-2022-CN"
      } else if has("$(O", "$(P", "$(Q") { "ISO-2022-JP-3" } else if has("$(D", "$(C", "$A") {
        "ISO-2022-JP-2"
      } else if has("(I") { "ISO-2022-JP-3" } else if has("$B", "$@") { "ISO-2022-JP" } else { nil }
    return name.flatMap { EncodingNames.converter(for: $0) }
  }

  /// UTF-7 (RFC 2152), where every plus begins a run of base 64, or stands for itself before a hyphen, and two runs or
  /// more hold letters beyond ASCII.
  private static func utf7(_ sample: ArraySlice<UInt8>) -> TextEncoding? {
    var runs = 0
    var rest = sample
    while let plus = rest.firstIndex(of: UInt8(ascii: "+")) {
      let run = rest[(plus + 1)...].prefix { isBase64($0) }
      rest = rest[run.endIndex...]
      if rest.isEmpty { break }
      if run.isEmpty, rest.first == UInt8(ascii: "-") { continue }
      guard holdsLetters(run) else { return nil }
      runs += 1
    }
    return runs >= 2 ? EncodingNames.converter(for: "UTF-7") : nil
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "A"..."Z", "a"..."z", "0"..."9", "+", "/": true
    default: false
    }
  }

  /// Whether base 64 holds UTF-16 alone that is beyond ASCII for the most part.
  private static func holdsLetters(_ run: ArraySlice<UInt8>) -> Bool {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, count) = (0, 0)
    var units: [Int] = []
    for byte in run {
      bits = (bits << 6 | (alphabet.firstIndex(of: byte) ?? 0)) & 0xFF_FFFF
      count += 6
      if count >= 16 {
        count -= 16
        units.append(bits >> count & 0xFFFF)
      }
    }
    // What is left over is fewer than six bits, all of them zero.
    guard !units.isEmpty, count < 6, bits & (1 << count - 1) == 0 else { return false }
    return units.count { $0 >= 0x80 } * 2 > units.count
  }
}
