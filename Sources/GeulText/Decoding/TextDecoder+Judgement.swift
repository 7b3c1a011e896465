import GeulStorage

extension TextDecoder {
  /// The encoding of the first bytes that are not ASCII.
  ///
  /// Throws ``TextError`` where it is not clear, or the bytes are no text.
  func judge(
    _ bytes: EncodingProbe.Gathered, isWhole: Bool
  ) throws(TextError) -> EncodingGuess {
    let sample = bytes.sample
    let isWholeSample = isWhole && sample.endIndex == bytes.held.endIndex
    let guess = EncodingDetector.guess(sample, isWhole: isWholeSample, isStart: bytes.isStart)
    if guess.encoding == .cesu8, guesses != .best,
      let fault = malformedUTF8(bytes.held, isWhole: isWhole)
    {
      if log.policy == .error { throw .malformedText(fault) }
      return EncodingGuess([.init(encoding: .utf8, confidence: 1)], reason: guess.reason)
    }
    let isBinary = isHardlyText(sample, guess)
    let isDoubtful =
      isBinary || !guess.isSure || guess.encoding == .utf8 && sample.contains(0)
    if isDoubtful, bytes.isStart,
      let format = SystemMagic.format(of: sample)
        ?? (isBinary ? FileFormat("data that is no text", .noText) : nil)
    {
      throw .foreignFile(ForeignFile(file: file, format: format))
    }
    // UTF-8 may be sure by most of the lines while the others are something else.
    guard !guess.isSure || guess.encoding == .utf8 && !guess.isWellFormed else { return guess }
    let mixed = mixture(of: bytes, isWhole: isWholeSample)
    if let mixed, guesses == .best {
      return EncodingGuess([.init(encoding: .mixed, confidence: 0.9)], reason: mixed.finding)
    }
    if isDamagedUTF8(bytes, guess) { return guess }
    if let mixed { throw .mixedEncodings(mixed) }
    guard guess.confidence >= guesses.leastConfidence else {
      throw .undecidedEncoding(
        UndecidedEncoding(
          file: file, guess: guess, notUTF8: malformedUTF8(bytes.held, isWhole: isWhole)))
    }
    return guess
  }

  /// Whether so many characters are controls that nobody would have written them, though an encoding has them all.
  private func isHardlyText(_ sample: ArraySlice<UInt8>, _ guess: EncodingGuess) -> Bool {
    guard sample.contains(0), guess.isSure, guess.byteOrderMarkLength == 0 else { return false }
    let scalars = guess.encoding.decode(Array(sample))
    let controls = scalars.count { $0 < 0x20 && !(0x09...0x0D ~= $0) && $0 != 0x1B }
    // Between fields or at the ends of lines, NULs are text's own; four bytes that happen to be a scalar are not. A few
    // characters show nothing.
    return scalars.count >= 64
      && controls * (guess.encoding.codeUnit == nil ? 4 : 50) > scalars.count
  }

  /// Whether ASCII at the front of a file may be another encoding, of seven bits, without any escape character.
  func mayBeEscaped(_ bytes: EncodingProbe.Gathered) -> Bool {
    bytes.isStart && bytes.sample.contains(UInt8(ascii: "+"))
      && EscapedEncodings.guess(bytes.sample, isWhole: false) != nil
  }

  private func mixture(of bytes: EncodingProbe.Gathered, isWhole: Bool) -> MixedEncodings? {
    let before = bytes.held[..<bytes.sample.startIndex]
    let line = log.lineFeeds + before.withUnsafeBufferPointer { LineFeeds.count($0) } + 1
    return MixedEncodings(bytes.sample, isWhole: isWhole, file: file, line: line)
  }

  /// Whether the bytes are to be repaired as UTF-8, as hardly any are ill-formed and nothing explains them better.
  private func isDamagedUTF8(_ bytes: EncodingProbe.Gathered, _ guess: EncodingGuess) -> Bool {
    guard log.policy != .error, guess.encoding == .utf8,
      let trial = TrialDecoding(bytes.sample, .utf8, isWhole: false)
    else { return false }
    // Where the sample ends depends on the bytes alone, where what is held ends also on the blocks.
    let size = log.bytesRead + bytes.sample.endIndex - bytes.held.startIndex
    return trial.invalidSequences * EncodingGuess.bytesPerFault <= size
  }

  /// What keeps the text from being UTF-8, if anything does.
  private func malformedUTF8(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> MalformedText? {
    var log = DecodingLog(file: file, encoding: .utf8, policy: .error)
    log.explains = true
    log.bytesRead = self.log.bytesRead
    log.scalars = self.log.scalars
    log.lineFeeds = self.log.lineFeeds
    var decoder = UTF8Decoder()
    var scalars: [UInt32] = []
    do {
      try bytes.withUnsafeBufferPointer { bytes throws(TextError) in
        try decoder.decode(bytes, into: &scalars, &log)
      }
      if isWhole { try decoder.finish(into: &scalars, &log) }
      return nil
    } catch {
      return log.firstInvalid
    }
  }
}
