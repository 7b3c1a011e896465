import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// A file as a model writes it down: arithmetic coding by what the model expects of each symbol.
///
/// Any bytes come back as they were; how many it takes is what the model's perplexity says, which is thus shown. In 8 bits
/// a file opens on every processor; in fp32 only where the same vector instructions are.
public struct CompressedFile: Sendable {
  /// The whole file.
  public let bytes: [UInt8]
  /// Bytes of the original that were not coded by the model, but beside it.
  public let bytesBeside: Int
  /// Parts of the text that were coded side by side.
  public let lanes: Int

  /// The most parts.
  public static let mostLanes = 4096
  /// Bytes of the original for each part, where nobody says how many parts: a part's beginning costs some 30 bytes, since
  /// nothing is known before it.
  private static let leastPart = 1 << 15

  /// Compresses a file's bytes by a model, of which `fingerprint` is that of its checkpoint.
  ///
  /// `progress` is told the share that is done. Throws `RequestError` where the model cannot, or `WorkStopped`.
  public init(
    _ original: [UInt8], by language: LanguageModel, fingerprint: UInt64, lanes: Int? = nil,
    kind: ProductKind = .int8, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    let lanes = lanes ?? max(1, min(Evaluator.mostLanes, original.count / Self.leastPart))
    precondition((1...Self.mostLanes).contains(lanes), "\(lanes) lanes")
    var header = CompressedHeader()
    (header.lanes, header.model, header.originalBytes) = (lanes, fingerprint, original.count)
    header.style = RestorableText.style(of: original[...], tokenizer: language.tokenizer)
    header.vectors =
      language.model.configuration.isExact(in: kind) ? nil : Processor.vectors
    header.originalHash = Self.hash(original)
    var coding = try Self.coding(language, header, kind, pool)
    var encoder = RangeEncoder()
    let total = Double(max(1, original.count))
    for start in stride(from: 0, to: original.count, by: BlockCoding.blockBytes) {
      let block = original[start..<min(original.count, start + BlockCoding.blockBytes)]
      do {
        try coding.encode(block, to: &encoder, stop: stop) {
          progress((Double(start) + $0 * Double(block.count)) / total)
        }
      } catch is LaneCoding.NotANumber {
        throw RequestError(
          .badData,
          "the model expects what is no number; its weights are damaged, or overflow in \(kind.rawValue)"
        )
      }
    }
    let payload = encoder.finish()
    (header.payloadBytes, header.payloadHash) = (payload.count, Self.hash(payload))
    bytes = header.bytes + payload
    bytesBeside = coding.bytesBeside
    self.lanes = lanes
  }

  /// The original of a compressed file, which `path` is for errors alone; `model` is what the model is called.
  ///
  /// Throws `RequestError` where it is another model's or another processor's, `StorageError` where the file was changed
  /// or cut, or `WorkStopped`. Nothing is returned that is not the original.
  public static func original(
    of file: [UInt8], path: String, by language: LanguageModel, fingerprint: UInt64,
    called model: String, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws -> [UInt8] {
    let (header, end) = try CompressedHeader.read(file, path: path)
    try check(header, file[end...], path: path)
    guard header.model == fingerprint else {
      throw RequestError(
        .badData,
        "\(path): expected a file made by \(model), whose fingerprint is \(hex(fingerprint)); found "
          + "one made by the model \(hex(header.model)); name that model, as it was then")
    }
    if let vectors = header.vectors, vectors != Processor.vectors {
      throw RequestError(
        .badData,
        "\(path): was made in fp32 with vectors of \(vectors), and these are \(Processor.vectors): "
          + "it opens where those are (GEUL_KERNELS=\(vectors)); a file in int8 opens everywhere")
    }
    var coding = try coding(language, header, header.vectors == nil ? .int8 : .fp32, pool)
    var decoder = RangeDecoder(Array(file[end...]))
    var original: [UInt8] = []
    while original.count < header.originalBytes {
      let count = min(header.originalBytes - original.count, BlockCoding.blockBytes)
      let (done, total) = (Double(original.count), Double(header.originalBytes))
      let block = try coding.decode(count, from: &decoder, stop: stop) {
        progress((done + $0 * Double(count)) / total)
      }
      guard let block else { throw unverified(path, "symbols that give no text") }
      original += block
    }
    guard hash(original) == header.originalHash else {
      throw unverified(path, "another text")
    }
    return original
  }

  private static func coding(
    _ language: LanguageModel, _ header: CompressedHeader, _ kind: ProductKind, _ pool: WorkerPool
  ) throws -> BlockCoding {
    guard language.tokenizer.symbolCount <= LaneCoding.mostSymbols else {
      throw RequestError.usage(
        "a vocabulary of \(language.tokenizer.symbolCount) is too large to compress by; at most "
          + "\(LaneCoding.mostSymbols)")
    }
    let lanes = LaneCoding(
      language.model, lanes: header.lanes,
      lineFeed: language.tokenizer.vocabulary.id(of: 0x0A), kind: kind, pool: pool)
    return BlockCoding(language.tokenizer, lanes, style: header.style)
  }

  private static func check(
    _ header: CompressedHeader, _ payload: ArraySlice<UInt8>, path: String
  ) throws(StorageError) {
    guard payload.count == header.payloadBytes else {
      throw .corrupt(
        file: path, offset: payload.endIndex, expected: "\(header.payloadBytes) bytes of symbols",
        found: "\(payload.count)", advice: "the file was cut or added to; copy it again")
    }
    guard hash(Array(payload)) == header.payloadHash else {
      throw .corrupt(
        file: path, offset: payload.startIndex, expected: "the symbols' bytes as they were written",
        found: "changed ones", advice: "copy the file again")
    }
  }

  private static func unverified(_ path: String, _ found: String) -> StorageError {
    .corrupt(
      file: path, offset: nil, expected: "the text that was compressed", found: found,
      advice: "the header was changed, or the model; nothing was written")
  }

  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    let hash = ContentHash()
    hash.combine(bytes.span.bytes)
    return hash.value
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
