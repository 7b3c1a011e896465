import GeulCompute
import GeulEvaluation
import GeulModel
import GeulTraining
import GeulWork

/// What codes a file's blocks, in one of three ways.
enum FileCoding {
  /// By a model as it is.
  case fixed(BlockCoding<LaneCoding>)
  /// By a model that learns from what it has coded.
  case learning(BlockCoding<AdaptiveCoding>)
  /// Byte by byte, by a network that begins with nothing.
  case fromNothing(AdaptiveCoding)

  /// The coding that a header tells of, by its model, if it has one.
  init(_ header: CompressedHeader, _ language: LanguageModel?, pool: WorkerPool) throws {
    guard let language else {
      self = .fromNothing(
        AdaptiveCoding(
          Self.bytesNetwork(), isNew: true, .bytes, lanes: header.lanes,
          symbols: header.originalBytes,
          first: 0x0A, rate: .falling(0.003), pool: pool))
      return
    }
    let tokenizer = language.tokenizer
    guard tokenizer.symbolCount <= LaneCoding.mostSymbols else {
      throw RequestError.usage(
        "a vocabulary of \(tokenizer.symbolCount) is too large to compress by; at most "
          + "\(LaneCoding.mostSymbols)")
    }
    let lineFeed = tokenizer.vocabulary.id(of: 0x0A)
    guard header.learns else {
      let lanes = LaneCoding(
        language.model, lanes: header.lanes, lineFeed: lineFeed, kind: header.kind, pool: pool)
      self = .fixed(BlockCoding(tokenizer, lanes, style: header.style))
      return
    }
    let lanes = AdaptiveCoding(
      language.model, isNew: false, Alphabet(tokenizer), lanes: header.lanes,
      symbols: header.originalBytes,
      first: lineFeed ?? 0, rate: .constant(Self.rate), pool: pool)
    self = .learning(BlockCoding(tokenizer, lanes, style: header.style))
  }

  /// How fast a model goes on learning.
  private static let rate = 1e-4

  /// The network that learns a file's bytes from nothing. Its embedding begins uniform, √3 to either side, as a uniform
  /// draw needs no logarithm or cosine of the C library's.
  private static func bytesNetwork() -> Model {
    let model = RecurrentModel(
      RecurrentConfiguration(
        cell: .lstm, layers: 1, hidden: 256, input: .embedding(32), vocabulary: 256), seed: 1)
    var random = RandomStream(seed: 1, purpose: RandomPurpose.bytesEmbedding)
    for slot in model.layout.slots where slot.initializer == .normal(deviation: 1) {
      for place in slot.range {
        model.parameters.pointer[place] = (2 * Float(random.uniform()) - 1) * 1.7320508
      }
    }
    return .recurrent(model)
  }

  /// Bytes of a block, which bounds memory.
  static var blockBytes: Int { BlockCoding<LaneCoding>.blockBytes }

  /// Bytes that were coded beside the model so far.
  var bytesBeside: Int {
    switch self {
    case .fixed(let blocks): blocks.bytesBeside
    case .learning(let blocks): blocks.bytesBeside
    case .fromNothing: 0
    }
  }

  /// Codes a block; throws `NotANumber` or `WorkStopped`. `progress` is told the share of it that is done.
  mutating func encode(
    _ bytes: ArraySlice<UInt8>, to encoder: inout RangeEncoder, stop: StopRequest,
    progress: (Double) -> Void
  ) throws {
    switch self {
    case .fixed(var blocks):
      try blocks.encode(bytes, to: &encoder, stop: stop, progress: progress)
      self = .fixed(blocks)
    case .learning(var blocks):
      try blocks.encode(bytes, to: &encoder, stop: stop, progress: progress)
      self = .learning(blocks)
    case .fromNothing(let lanes):
      let total = Double(bytes.count)
      try lanes.encode(bytes.map(UInt32.init), to: &encoder, stop: stop) {
        progress(Double($0) / total)
      }
    }
  }

  /// The next block, of `count` bytes; nil where it is not what was coded. Throws likewise.
  mutating func decode(
    _ count: Int, from decoder: inout RangeDecoder, stop: StopRequest, progress: (Double) -> Void
  ) throws -> [UInt8]? {
    switch self {
    case .fixed(var blocks):
      defer { self = .fixed(blocks) }
      return try blocks.decode(count, from: &decoder, stop: stop, progress: progress)
    case .learning(var blocks):
      defer { self = .learning(blocks) }
      return try blocks.decode(count, from: &decoder, stop: stop, progress: progress)
    case .fromNothing(let lanes):
      let ids = try lanes.decode(count, from: &decoder, stop: stop) {
        progress(Double($0) / Double(count))
      }
      return ids.map { UInt8(truncatingIfNeeded: $0) }
    }
  }
}

extension RandomPurpose {
  /// The embedding of bytes that a compressor learns from nothing.
  fileprivate static let bytesEmbedding: UInt64 = 19
}
