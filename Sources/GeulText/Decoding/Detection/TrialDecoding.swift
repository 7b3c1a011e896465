/// A sample decoded in an encoding that it may not be in.
struct TrialDecoding {
  /// The characters; each invalid sequence is U+FFFD.
  private(set) var scalars: [UInt32] = []
  /// How many sequences are invalid.
  private(set) var invalidSequences = 0
  /// The bytes of the smallest unit of the encoding.
  let unitSize: Int
  /// Whether the sample ends within a character, which is left out.
  private(set) var isCut = false

  /// Whether it holds characters beyond ASCII.
  var hasLetters: Bool { scalars.contains { $0 >= 0x80 } }

  /// Whether both have the same characters but for those that are U+FFFD.
  func hasSameCharacters(as other: TrialDecoding) -> Bool {
    unitSize == other.unitSize
      && scalars.lazy.filter { $0 != UTF8Repair.replacement }
        .elementsEqual(other.scalars.lazy.filter { $0 != UTF8Repair.replacement })
  }

  /// Decodes `sample`; `nil` if this system cannot. Unless it is the end of its file it may end within
  /// a character.
  init?(_ sample: ArraySlice<UInt8>, _ encoding: TextEncoding, isWhole: Bool) {
    var log = DecodingLog(file: "", encoding: encoding, policy: .replace)
    unitSize = encoding.codeUnit?.size ?? 1
    do {
      try sample.withUnsafeBufferPointer { bytes throws(TextError) in
        if encoding == .utf8 {
          var decoder = UTF8Decoder()
          try decoder.decode(bytes, into: &scalars, &log)
          if isWhole { try decoder.finish(into: &scalars, &log) }
          isCut = decoder.isWithinCharacter
        } else if var decoder = encoding.makeDecoder() {
          try decoder.decode(bytes, isLast: isWhole, into: &scalars, &log)
        } else {
          throw .unavailableEncoding(name: encoding.name)
        }
      }
    } catch {
      return nil
    }
    invalidSequences = log.invalidSequences
  }
}
