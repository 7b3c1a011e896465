import GeulStorage
import GeulText

/// Readers of text, and of what text is encoded to and by.
enum TextTargets {
  static func readTokens(_ bytes: [UInt8]) throws {
    let encoder = CorpusEncoder()
    let source = CorpusSource(files: [try Scratch.file(Array("ab\n".utf8), named: "corpus")])
    for bytes in [bytes, agreeingHeader(bytes)] {
      let path = try Scratch.file(bytes)
      _ = try TokenFile.isOne(path)
      _ = try encoder.isCurrent(path, of: source, with: Seeds.tokenizers[0])
      // The hash of what follows the header is not looked at here, as in a run that goes on.
      do { try use(TokenFile(path)) } catch let error as StorageError { _ = "\(error)" }
      do { _ = try EncodedCorpus(tokenFile: path) } catch let error as StorageError {
        _ = "\(error)"
      }
    }
  }

  /// The bytes with a hash of the header that agrees with it.
  private static func agreeingHeader(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 128 else { return bytes }
    let hash = ContentHash()
    let head = Array(bytes[..<120])
    hash.combine(head.span.bytes)
    return bytes.replacing(at: 120, by: hash.value)
  }

  private static func use(_ file: TokenFile) throws {
    let tokens = TokenSequence(file)
    let tokenizer = try file.tokenizer()
    _ = (try tokens.documentStarts(), tokens.symbolsPerScalar, tokens.fingerprint)
    let range = 0..<tokens.count
    let split = try CorpusSplit(tokens, tokenizer: tokenizer, validation: 0.3, test: 0.2)
    for part in CorpusSplit.Part.allCases {
      _ = try tokens.measure(split.range(of: part), tokenizer: tokenizer)
    }
    _ = try tokens.text(of: range, tokenizer: tokenizer)
    _ = try tokens.counts(in: range, symbolCount: tokenizer.symbolCount)
    _ = try tokens.unknown(in: range)
  }

  static func readTokenizer(_ bytes: [UInt8]) throws {
    let tokenizer = try Tokenizer(json: bytes, file: "input")
    let again = try Tokenizer(json: tokenizer.json(), file: "input")
    precondition(again == tokenizer, "a tokenizer became another by being written")
    let ids = tokenizer.encode("글 각 <unk> 한글 e\u{301}\r\n😀").ids + [0]
    precondition(ids.allSatisfy { $0 < tokenizer.symbolCount }, "\(ids)")
    _ = tokenizer.decode(ids)
    var decoder = tokenizer.makeDecoder()
    for id in 0..<UInt32(min(tokenizer.symbolCount, 1_000)) { _ = decoder.push(id) }
    _ = decoder.finish()
  }

  /// The first byte chooses encoding, policy and form, the second the size of the blocks.
  static func decode(_ bytes: [UInt8]) throws {
    guard bytes.count > 2 else { return }
    let choice = Int(bytes[0]) + Int(bytes[1]) << 8
    let encoding = encodings[choice % encodings.count]
    let policy = InvalidPolicy.allCases[choice / encodings.count % InvalidPolicy.allCases.count]
    let form = NormalizationForm.allCases[choice / 53 % NormalizationForm.allCases.count]
    let block = 1 + choice % 71
    let text = bytes[2...]
    let whole = try scalars(of: text, encoding, policy, form, block: text.count)
    let parts = try scalars(of: text, encoding, policy, form, block: block)
    precondition(whole == parts, "\(encoding.name) depends on the blocks")
  }

  private static func scalars(
    of bytes: ArraySlice<UInt8>, _ encoding: EncodingChoice, _ policy: InvalidPolicy,
    _ form: NormalizationForm, block: Int
  ) throws -> [UInt32] {
    var decoder = TextDecoder(file: "input", encoding: encoding, invalid: policy)
    var normalizer = StreamingNormalizer(form)
    var converter = NewlineConverter()
    var breaker = GraphemeBreaker()
    var (scalars, normalized): ([UInt32], [UInt32]) = ([], [])
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: block) {
      scalars.removeAll()
      try decoder.append(bytes[start..<min(start + block, bytes.endIndex)], into: &scalars)
      converter.convert(&scalars)
      normalizer.append(scalars, into: &normalized)
    }
    scalars.removeAll()
    try decoder.finish(into: &scalars)
    converter.convert(&scalars)
    normalizer.append(scalars, into: &normalized)
    normalizer.finish(into: &normalized)
    for scalar in normalized {
      precondition(Unicode.Scalar(scalar) != nil, "\(scalar) is no scalar")
      _ = breaker.isBoundary(before: scalar)
    }
    _ = decoder.report
    return normalized
  }

  /// All that have names here, and some that only the C library has.
  private static let encodings: [EncodingChoice] = {
    let names = [
      "auto", "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "cp949",
      "johab", "shift_jis", "euc-jp", "gb18030", "big5", "windows-1252", "windows-1251", "koi8-r",
      "windows-1253", "tis-620", "latin1", "euc-tw", "big5-hkscs", "macintosh",
    ]
    return names.compactMap { name in
      do { return try EncodingChoice(name) } catch { return nil }
    }
  }()
}
