/// Decodes a file that arrives in blocks, whatever its encoding and the place of the blocks' edges.
///
/// A byte order mark at the very beginning is removed. What is no text is dealt with as the policy says.
public struct TextDecoder: ~Copyable {
  /// The name that errors give to the input.
  public let file: String
  /// How many bytes have been taken.
  public private(set) var bytesRead = 0

  private(set) var log: DecodingLog
  private var utf8 = UTF8Decoder()
  /// What decodes any other encoding than UTF-8.
  private var other: (any BlockDecoder)?
  /// Collects bytes while the encoding is undecided.
  private var probe: EncodingProbe?
  private var guess: EncodingGuess?
  /// How clear an encoding must be to be taken.
  let guesses: GuessPolicy
  private var hasBegun = false
  private var removedByteOrderMark = false

  /// Makes a decoder at the beginning of a file of that name.
  ///
  /// With ``EncodingChoice/auto`` the encoding is decided at the first byte that is not ASCII, and up to
  /// 128 KiB are held back until then.
  ///
  /// An encoding that is not clear is an error, but that text which is almost all ASCII or UTF-8, and more
  /// likely so than anything else, is repaired as UTF-8 if `invalid` is to replace or skip what is ill-formed.
  public init(file: String, encoding: EncodingChoice = .auto, invalid: InvalidPolicy = .error) {
    self.init(file: file, encoding: encoding, invalid: invalid, guesses: .sure)
  }

  /// Makes a decoder that reads on in the likeliest encoding, if that is as clear as `guesses` wants it.
  init(file: String, encoding: EncodingChoice, invalid: InvalidPolicy, guesses: GuessPolicy) {
    self.file = file
    self.guesses = guesses
    log = DecodingLog(file: file, encoding: .utf8, policy: invalid)
    // Who names the encoding and replaces or skips has made up his mind.
    log.explains = invalid == .error || encoding == .auto
    switch encoding {
    case .auto: probe = EncodingProbe()
    case .named(let encoding): choose(encoding)
    }
  }

  /// What has been found so far.
  public var report: DecodingReport {
    DecodingReport(
      encoding: probe == nil ? log.encoding : nil,
      confidence: probe == nil ? guess?.confidence ?? 1 : 0, guess: guess,
      removedByteOrderMark: removedByteOrderMark, lineEncodings: log.lineEncodings,
      invalidSequences: log.invalidSequences,
      firstInvalid: log.firstInvalid)
  }

  /// Decodes the next block and appends its scalars to `output`.
  ///
  /// Throws ``TextError``: text that is malformed, an encoding that cannot be told or that this system
  /// does not have. Cost: linear in the number of bytes.
  public mutating func append(
    _ block: ArraySlice<UInt8>, into output: inout [UInt32]
  ) throws(TextError) {
    bytesRead += block.count
    if probe == nil { return try decode(block, isLast: false, into: &output) }
    guard let bytes = probe?.gather(block) else { return }
    if !bytes.isASCII || mayBeEscaped(bytes) { try decide(bytes, isWhole: false) }
    try decode(bytes.held, isLast: false, into: &output)
  }

  /// Decodes the next block and appends its scalars to `output`.
  public mutating func append(
    _ block: [UInt8], into output: inout [UInt32]
  ) throws(TextError) {
    try append(block[...], into: &output)
  }

  /// Takes a block of ASCII without NUL whose bytes are the scalars that ``append(_:into:)-(ArraySlice<UInt8>,_)``
  /// would append; returns false, and takes nothing, where they would not be, or not all of them yet.
  mutating func pass(plain block: ArraySlice<UInt8>) -> Bool {
    guard log.encoding == .utf8, !utf8.isWithinCharacter, probe?.pass(block) ?? true else {
      return false
    }
    bytesRead += block.count
    log.bytesRead += block.count
    log.scalars += block.count
    log.lineFeeds += block.withUnsafeBufferPointer { LineFeeds.count($0) }
    hasBegun = true
    return true
  }

  /// Ends the input and appends what was held back; throws as ``append(_:into:)-(ArraySlice<UInt8>,_)``.
  public mutating func finish(into output: inout [UInt32]) throws(TextError) {
    guard let rest = probe?.finish() else { return try decode([], isLast: true, into: &output) }
    try decide(rest, isWhole: true)
    try decode(rest.held, isLast: true, into: &output)
  }

  private mutating func choose(_ encoding: TextEncoding) {
    probe = nil
    log.encoding = encoding
    if encoding == .utf8 { return }
    other = encoding.makeDecoder()
  }

  /// Settles the encoding by what the first bytes that are not ASCII look like.
  private mutating func decide(_ bytes: EncodingProbe.Gathered, isWhole: Bool) throws(TextError) {
    let guess = try judge(bytes, isWhole: isWhole)
    choose(guess.encoding)
    self.guess = guess
  }

  private mutating func decode(
    _ bytes: ArraySlice<UInt8>, isLast: Bool, into output: inout [UInt32]
  ) throws(TextError) {
    let start = output.count
    try bytes.withUnsafeBufferPointer { bytes throws(TextError) in
      if log.encoding == .utf8 {
        try utf8.decode(bytes, into: &output, &log)
        if isLast { try utf8.finish(into: &output, &log) }
      } else if try other?.decode(bytes, isLast: isLast, into: &output, &log) == nil {
        throw .unavailableEncoding(name: log.encoding.name)
      }
    }
    removeByteOrderMark(from: &output, at: start)
  }

  /// Removes U+FEFF if it is the first scalar and the bytes before it were not skipped.
  private mutating func removeByteOrderMark(from output: inout [UInt32], at start: Int) {
    guard !hasBegun, output.count > start else { return }
    hasBegun = true
    let isFirst = log.firstInvalid?.offset != 0
    guard output[start] == 0xFEFF, isFirst, log.encoding.hasByteOrderMark else { return }
    output.remove(at: start)
    removedByteOrderMark = true
  }
}
