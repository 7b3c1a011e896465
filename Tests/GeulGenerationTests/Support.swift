import FoundationEssentials
import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText

extension String {
  /// Its scalar values; what tests compare, because `==` takes é for e + ◌́.
  var values: [UInt32] { unicodeScalars.map(\.value) }
}

extension RandomStream {
  /// A stream of its own for each case of a table.
  init(case number: Int) { self.init(seed: UInt64(number), purpose: 0x6E4) }

  /// `count` numbers in -bound ..< bound.
  mutating func signed(_ count: Int, bound: Float) -> [Float] {
    (0..<count).map { _ in (Float(uniform()) * 2 - 1) * bound }
  }
}

extension Sampler {
  /// A sampler drawing from stream `number`.
  init(_ number: Int = 0, temperature: Double, topK: Int? = nil) {
    self.init(
      SamplingSettings(temperature: temperature, topK: topK), random: RandomStream(case: number))
  }

  /// The next `count` symbols chosen from one distribution, as far as any may come.
  mutating func draws(_ count: Int, from logs: [Float], excluding excluded: [UInt32] = [])
    -> [UInt32]
  {
    logs.withUnsafeBufferPointer { logs in
      (0..<count).compactMap { _ in choose(logs, excluding: excluded) }
    }
  }
}

extension Tokenizer {
  /// The tokenizer of a text's own scalars, in the order of their values.
  init(scalarsOf text: String, _ form: NormalizationForm = .nfc) {
    let scalars = Set(form.normalize(text).values).sorted()
    self.init(form: form, vocabulary: Vocabulary(scalars: scalars, unknown: .symbol))
  }

  /// The tokenizer of all bytes.
  static let bytes = Tokenizer(form: .nfc, vocabulary: .bytes)
}

extension LanguageModel {
  /// A model whose parameters, biases too, are drawn at random, and are large enough to tell symbols
  /// and states apart.
  static func random(
    _ tokenizer: Tokenizer, cell: CellKind = .lstm, layers: Int = 2, hidden: Int = 13, seed: Int = 1
  ) -> LanguageModel {
    let configuration = RecurrentConfiguration(
      cell: cell, layers: layers, hidden: hidden, input: .embedding(6),
      vocabulary: tokenizer.symbolCount)
    var random = RandomStream(case: seed)
    let parameters = random.signed(RecurrentSlots(configuration).layout.count, bound: 0.9)
    return LanguageModel(
      model: .recurrent(
        RecurrentModel(configuration, parameters: FloatBuffer(parameters))),
      tokenizer: tokenizer)
  }

  /// A model that is all but sure of what follows: the symbols of `text`, which all differ, again and
  /// again.
  ///
  /// The hidden state is the last symbol as a vector of zeros with a one (V = H), and the projection
  /// maps it to the symbol after it.
  static func cycle(_ text: String, _ tokenizer: Tokenizer) throws -> LanguageModel {
    let symbols = tokenizer.encode(text).ids
    precondition(Set(symbols).count == symbols.count, "a symbol comes twice in \(text)")
    let count = tokenizer.symbolCount
    let configuration = RecurrentConfiguration(
      cell: .rnn, activation: .relu, layers: 1, hidden: count, input: .oneHot, vocabulary: count)
    let layout = RecurrentSlots(configuration).layout
    var parameters = [Float](repeating: 0, count: layout.count)
    guard let input = layout.slot(named: "rnn.weight_ih_l0"),
      let projection = layout.slot(named: "projection.weight")
    else { throw MissingSlot() }
    for id in 0..<count { parameters[input.offset + id * count + id] = 1 }
    for (id, next) in zip(symbols, symbols.dropFirst() + symbols.prefix(1)) {
      parameters[projection.offset + Int(next) * count + Int(id)] = 30
    }
    return LanguageModel(
      model: .recurrent(
        RecurrentModel(configuration, parameters: FloatBuffer(parameters))),
      tokenizer: tokenizer)
  }

  private struct MissingSlot: Error {}

  /// A session with this model.
  func session() -> TextSession<ModelPredictor> {
    TextSession(self, pool: WorkerPool(count: 1))
  }
}

extension TextSession<ModelPredictor> {
  /// What it writes, in the pieces in which it comes.
  func pieces(_ length: Int, _ sampler: inout Sampler) -> (generation: Generation, pieces: [String])
  {
    var pieces: [String] = []
    let generation = write(
      WritingSettings(length: length), sampler: &sampler, emit: { pieces.append($0) })
    return (generation, pieces)
  }

  /// The symbols it writes at temperature 1 with stream 3.
  func continuation(_ length: Int = 40) -> [UInt32] {
    var sampler = Sampler(3, temperature: 1)
    return write(WritingSettings(length: length), sampler: &sampler).symbols
  }
}
