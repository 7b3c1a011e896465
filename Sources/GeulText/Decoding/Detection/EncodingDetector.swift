import Glibc

/// Tells the encoding of text by its bytes.
///
/// A byte order mark decides, then well-formed UTF-8, of which ASCII with a stray NUL is a part. Otherwise it is a naive Bayes classifier: the bytes
/// are decoded in each encoding there is to choose from, and the characters that come out are weighed by
/// how common they are in texts of its language (``CharacterModel``). Encodings by which the sample has the
/// same characters as by UTF-8, because it is ASCII but for bytes that are ill-formed in both, count as UTF-8.
public enum EncodingDetector {
  /// The most that is said for an encoding of one byte a character: there are dozens, any bytes are text in
  /// most of them, and they differ in letters that seldom occur. Four stand here for all.
  private static let oneByteConfidence = 0.5

  /// What a character counts for: less than one, for they are not independent of each other, and the
  /// less the fewer there are, for a word may be any word.
  private static func weight(_ sample: ArraySlice<UInt8>) -> Double {
    let pairs = Double(sample.count { $0 == 0 || $0 >= 0x80 }) / 2
    return 0.6 * pairs / (pairs + 2)
  }

  /// The chance that bytes which are no UTF-8, and have no mark, are text in none of the encodings.
  private static let noisePrior = 0.02

  /// Guesses the encoding of `sample`, which begins where a file does and, if `isWhole`, ends with it.
  ///
  /// ASCII is UTF-8. Cost: a pass over the sample if that is UTF-8, else a dozen.
  public static func guess(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> EncodingGuess {
    guess(sample, isWhole: isWhole, isStart: true)
  }

  /// The encoding that ill-formed UTF-8 beginning with `bytes` is in, if that is clear.
  static func lookalike(of bytes: [UInt8]) -> TextEncoding? {
    if SurrogateDecoder.begins(bytes[...]) { return .cesu8 }
    let guess = guess(bytes[...], isWhole: false, isStart: false)
    if guess.isSure, guess.encoding != .utf8 { return guess.encoding }
    // Lines of UTF-8 after those that are none must not hide them.
    return bytes.withUnsafeBufferPointer { MixedEncodings.sureOlder(of: $0) }
  }

  static func guess(
    _ sample: ArraySlice<UInt8>, isWhole: Bool, isStart: Bool
  ) -> EncodingGuess {
    if isStart, let marked = byteOrderMark(sample) { return marked }
    let isASCII = sample.allSatisfy { $0 < 0x80 }
    if isASCII, let escaped = EscapedEncodings.guess(sample, isWhole: isWhole) { return escaped }
    let utf8 = TrialDecoding(sample, .utf8, isWhole: isWhole)
    if let utf8, utf8.invalidSequences == 0, !utf8.isCut || utf8.hasLetters,
      !sample.contains(0)
        || utf8.hasLetters && (!isStart || !looksWide(sample, isWhole: isWhole))
    {
      return wellFormed(utf8.scalars)
    }
    if isStart, sample.contains(0), let wide = wideOfOneScript(sample, isWhole: isWhole) {
      return wide
    }
    if let utf8, utf8.invalidSequences > 0,
      let surrogates = pairedSurrogates(sample, isWhole: isWhole)
    {
      return surrogates
    }
    if isASCII, !isStart || !looksWide(sample, isWhole: isWhole) {
      return EncodingGuess(
        [.init(encoding: .utf8, confidence: 1)], isWellFormed: true,
        reason: "it is ASCII with the character NUL")
    }
    return classify(sample, utf8, isWhole: isWhole, isStart: isStart)
  }

  /// The guess for what is UTF-8 but for pairs of surrogates, which is to be named by who reads it: the same bytes may
  /// be damage.
  private static func pairedSurrogates(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> EncodingGuess?
  {
    guard sample.contains(where: { $0 == 0xED || $0 == 0xC0 }),
      let trial = TrialDecoding(sample, .cesu8, isWhole: isWhole), trial.invalidSequences == 0
    else { return nil }
    return EncodingGuess(
      [.init(encoding: .cesu8, confidence: 0.9)],
      reason:
        "it is UTF-8 but for surrogates in pairs or NUL in two bytes, as Java and older databases write them"
    )
  }

  /// The guess for UTF-16 in a script whose letters stand close together, as those of India do: with next to no control,
  /// nearly all of the text is in one row of 256, in ASCII and in the common punctuation.
  private static func wideOfOneScript(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> EncodingGuess?
  {
    for encoding in [TextEncoding.utf16LittleEndian, .utf16BigEndian] {
      guard let trial = TrialDecoding(sample, encoding, isWhole: isWhole),
        trial.invalidSequences == 0
      else { continue }
      var rows = [Int](repeating: 0, count: 256)
      for scalar in trial.scalars where scalar < 0x10000 { rows[Int(scalar >> 8)] += 1 }
      let controls = trial.scalars.count { $0 < 0x20 && !(0x09...0x0D ~= $0) }
      let letters = rows[1...].max() ?? 0
      let common = rows[0] + letters + rows[0x20] + rows[0x30]
      let count = trial.scalars.count
      guard count >= 32, letters * 3 >= count, common * 100 >= count * 97, controls * 200 <= count
      else {
        continue
      }
      return EncodingGuess(
        [.init(encoding: encoding, confidence: 0.97)],
        reason: "its characters are of one script when it is read as \(encoding.displayName)")
    }
    return nil
  }

  /// Whether bytes below 80 may be UTF-16 or UTF-32: in one of these they hold hardly a NUL or an ill-formed
  /// unit, and the NULs of UTF-16 are the upper halves of ASCII.
  private static func looksWide(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    EncodingHypothesis.all.contains { hypothesis in
      guard let unit = hypothesis.encoding.codeUnit,
        let trial = TrialDecoding(sample, hypothesis.encoding, isWhole: isWhole)
      else { return false }
      let count = trial.scalars.count
      let unlikely = trial.invalidSequences + trial.scalars.count { $0 == 0 }
      let ascii = trial.scalars.count { $0 > 0 && $0 < 0x80 }
      return count > 0 && unlikely * 10 <= count && (unit.size == 4 || ascii * 2 >= count)
    }
  }

  /// The guess for a sample that begins with a byte order mark.
  private static func byteOrderMark(_ sample: ArraySlice<UInt8>) -> EncodingGuess? {
    // FF FE 00 00 comes before FF FE: no text begins with U+0000.
    let marks: [(TextEncoding, [UInt8])] = [
      (.utf8, [0xEF, 0xBB, 0xBF]), (.utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
      (.utf32BigEndian, [0, 0, 0xFE, 0xFF]), (.utf16LittleEndian, [0xFF, 0xFE]),
      (.utf16BigEndian, [0xFE, 0xFF]), (.gb18030, [0x84, 0x31, 0x95, 0x33]),
    ]
    guard let (encoding, mark) = marks.first(where: { sample.starts(with: $1) }) else { return nil }
    return EncodingGuess(
      [.init(encoding: encoding, confidence: 1)], byteOrderMarkLength: mark.count,
      reason: "it begins with the byte order mark of \(encoding.displayName)")
  }

  /// The guess for well-formed UTF-8.
  private static func wellFormed(_ scalars: [UInt32]) -> EncodingGuess {
    let short = scalars.count { 0x80..<0x800 ~= $0 }
    let long = scalars.count { $0 >= 0x800 }
    guard short + long > 0 else {
      return EncodingGuess(
        [.init(encoding: .utf8, confidence: 1)], isWellFormed: true, reason: "it is ASCII")
    }
    // How often pairs and triples of high bytes in legacy text happen to be well-formed, roughly.
    let doubt = 0.05 * pow(0.2, Double(short)) * pow(0.02, Double(long))
    return EncodingGuess(
      [.init(encoding: .utf8, confidence: 1 - doubt)], isWellFormed: true,
      reason: "it is well-formed UTF-8 with \(short + long) characters beyond ASCII")
  }

  /// The guess by the characters that each encoding yields.
  private static func classify(
    _ sample: ArraySlice<UInt8>, _ utf8: TrialDecoding?, isWhole: Bool, isStart: Bool
  ) -> EncodingGuess {
    let weight = weight(sample)
    var scores: [(encoding: TextEncoding?, score: Double)] = [
      (nil, weight * CharacterModel.noise(sample) + log(noisePrior))
    ]
    var priorOfUTF8 = 0.0
    for hypothesis in EncodingHypothesis.all where isStart || hypothesis.encoding.codeUnit == nil {
      guard let trial = TrialDecoding(sample, hypothesis.encoding, isWhole: isWhole) else {
        continue
      }
      if let utf8, trial.hasSameCharacters(as: utf8) {
        priorOfUTF8 += hypothesis.prior
        continue
      }
      let likelihood = hypothesis.model.logLikelihood(trial)
      scores.append((hypothesis.encoding, weight * likelihood + log(hypothesis.prior)))
    }
    if let utf8 {
      let likelihood = CharacterModel.universal.logLikelihood(utf8)
      scores.append((.utf8, weight * likelihood + log(priorOfUTF8)))
    }
    let best = scores.map(\.score).max() ?? 0
    let total = scores.reduce(0) { $0 + exp($1.score - best) }
    let candidates = scores.compactMap { encoding, score in
      encoding.map { encoding in
        let share = exp(score - best) / total
        return EncodingGuess.Candidate(
          encoding: encoding,
          confidence: encoding.isOneByte ? min(share, Self.oneByteConfidence) : share)
      }
    }.sorted { $0.confidence > $1.confidence }
    return EncodingGuess(
      candidates,
      reason:
        "its characters are commonest when it is read as \(candidates[0].encoding.displayName)")
  }
}
