import GeulCompute
import GeulEvaluation
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// A file as a model writes it down: arithmetic coding by what the model expects of each symbol.
///
/// Any bytes come back as they were; how many it takes is what the model's perplexity says, which is thus shown. In 8 bits
/// a file opens on every processor; in fp32, and where what codes learns, on every one that multiplies and adds in one
/// rounding, as those of the last ten years do.
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

  /// The same where what codes begins with nothing: then the text's order tells more than a part's beginning costs.
  private static let leastPartFromNothing = 1 << 18
  private static let mostLearningLanes = 8

  /// Compresses a file's bytes by a model, or by none, where `learning`: then what codes learns from what it has coded,
  /// and is mixed with the n-grams so far. Meanwhile nobody else may read a model that learns; after it, it is as it was.
  ///
  /// `progress` is told the share that is done. Throws `RequestError` where the model cannot, or `WorkStopped`.
  public init(
    _ original: [UInt8], by model: CodingModel?, learning: Bool = false, lanes: Int? = nil,
    kind: ProductKind = .int8, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    precondition(model != nil || learning, "no model, and none that learns")
    let lanes = lanes ?? Self.lanes(original.count, model: model != nil, learning: learning)
    precondition((1...Self.mostLanes).contains(lanes), "\(lanes) lanes")
    var header = CompressedHeader()
    (header.lanes, header.learns) = (lanes, learning)
    (header.model, header.originalBytes) = (model?.fingerprint, original.count)
    if let tokenizer = model?.language.tokenizer {
      header.style = RestorableText.style(of: original[...], tokenizer: tokenizer)
    }
    let isExact = model?.language.model.configuration.isExact(in: kind) ?? false
    if learning || !isExact { header.arithmetic = CompressedHeader.arithmeticHere }
    header.originalHash = Self.hash(original)
    var encoder = RangeEncoder()
    var beside = 0
    try Self.keeping(model, learning) {
      var coding = try FileCoding(header, model?.language, pool: pool)
      let total = Double(max(1, original.count))
      for start in stride(from: 0, to: original.count, by: FileCoding.blockBytes) {
        let block = original[start..<min(original.count, start + FileCoding.blockBytes)]
        do {
          try coding.encode(block, to: &encoder, stop: stop) {
            progress((Double(start) + $0 * Double(block.count)) / total)
          }
        } catch is NotANumber {
          throw RequestError(
            .badData,
            "the model expects what is no number; its weights are damaged, or overflow in \(kind.rawValue)"
          )
        }
      }
      beside = coding.bytesBeside
    }
    let payload = encoder.finish()
    header.payloadBytes = payload.count
    header.payloadHash = Self.hash(header, payload[...])
    bytes = header.bytes + payload
    bytesBeside = beside
    self.lanes = lanes
  }

  private static func lanes(_ bytes: Int, model: Bool, learning: Bool) -> Int {
    let most = learning ? mostLearningLanes : Evaluator.mostLanes
    return max(1, min(most, bytes / (model ? leastPart : leastPartFromNothing)))
  }

  /// Whether a compressed file, which `path` is for errors alone, needs a model to be opened; throws `StorageError`.
  public static func needsModel(_ file: [UInt8], path: String) throws -> Bool {
    try CompressedHeader.read(file, path: path).header.model != nil
  }

  /// The original of a compressed file, which `path` is for errors alone; without a model it needs none.
  ///
  /// Throws `RequestError` where it is another model's or another processor's, `StorageError` where the file was changed
  /// or cut, or `WorkStopped`. Nothing is returned that is not the original.
  public static func original(
    of file: [UInt8], path: String, by model: CodingModel?, pool: WorkerPool,
    stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws -> [UInt8] {
    let (header, end) = try CompressedHeader.read(file, path: path)
    try check(header, file[end...], path: path)
    try check(header, model, path: path)
    var original: [UInt8] = []
    try keeping(model, header.learns) {
      var coding = try FileCoding(header, header.model == nil ? nil : model?.language, pool: pool)
      var decoder = RangeDecoder(Array(file[end...]))
      while original.count < header.originalBytes {
        let count = min(header.originalBytes - original.count, FileCoding.blockBytes)
        let (done, total) = (Double(original.count), Double(header.originalBytes))
        let block = try coding.decode(count, from: &decoder, stop: stop) {
          progress((done + $0 * Double(count)) / total)
        }
        guard let block else { throw unverified(path, "symbols that give no text") }
        original += block
      }
    }
    guard hash(original) == header.originalHash else {
      throw unverified(path, "another text")
    }
    return original
  }

  /// Runs `body`, and gives a model that learns in it its parameters back.
  private static func keeping(
    _ model: CodingModel?, _ learning: Bool, _ body: () throws -> Void
  ) rethrows {
    guard learning, let parameters = model?.language.model.parameters else { return try body() }
    let kept = FloatBuffer(count: parameters.count)
    kept.pointer.update(from: parameters.pointer, count: kept.count)
    defer { parameters.pointer.update(from: kept.pointer, count: kept.count) }
    try body()
  }

  private static func check(
    _ header: CompressedHeader, _ model: CodingModel?, path: String
  ) throws(RequestError) {
    if let wanted = header.model {
      guard let model else {
        throw RequestError(
          .badData,
          "\(path): was made by a model, whose fingerprint is \(hex(wanted)); name it by --model")
      }
      guard wanted == model.fingerprint else {
        throw RequestError(
          .badData,
          "\(path): expected a file made by \(model.name), whose fingerprint is \(hex(model.fingerprint)); "
            + "found one made by the model \(hex(wanted)); name that model, as it was then")
      }
    }
    let here = [nil, Processor.vectors, Processor.fuses ? CompressedHeader.fused : nil]
    guard !here.contains(header.arithmetic), let arithmetic = header.arithmetic else { return }
    let isFused = arithmetic == CompressedHeader.fused
    throw RequestError(
      .badData,
      "\(path): was made in fp32 "
        + (isFused
          ? "where products and sums are rounded once, which kernels of \(Processor.vectors) do not"
          : "with vectors of \(arithmetic), and these are \(Processor.vectors)")
        + "; it opens on such a processor; a file in int8 opens everywhere")
  }

  private static func check(
    _ header: CompressedHeader, _ payload: ArraySlice<UInt8>, path: String
  ) throws(StorageError) {
    guard payload.count == header.payloadBytes else {
      throw .corrupt(
        file: path, offset: payload.endIndex, expected: "\(header.payloadBytes) bytes of symbols",
        found: "\(payload.count)", advice: "the file was cut or added to; copy it again")
    }
    guard hash(header, payload) == header.payloadHash else {
      throw .corrupt(
        file: path, offset: nil, expected: "the bytes as they were written",
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

  /// Of a compressed file, without the hash itself.
  static func hash(_ header: CompressedHeader, _ payload: ArraySlice<UInt8>) -> UInt64 {
    var header = header
    header.payloadHash = 0
    return hash(header.bytes + payload)
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
