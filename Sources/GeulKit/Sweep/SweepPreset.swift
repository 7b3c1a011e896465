import GeulCompute
import GeulModel
import GeulText
import GeulTraining

/// Sweeps that answer a question of the textbooks, each in about two minutes.
public enum SweepPreset: String, Sendable, CaseIterable {
  /// LSTM, GRU and plain RNN at equal parameters.
  case cells
  /// A GRU against an LSTM of the same hidden size.
  case gru
  /// One, two and three layers at equal parameters.
  case layers
  /// Chunks of 8 to 256 steps.
  case truncation
  /// One-hot symbols against learnt vectors.
  case inputs
  /// Characters, letters of Hangul, bytes.
  case units
  /// The state carried between chunks, forgotten, or chunks from anywhere.
  case chunks

  /// Minutes of training that all runs share if nobody says otherwise: what is left of two is for reading and scoring.
  public static let minutes = 1.8

  /// Symbols of a step where lanes make up for their length.
  private static let symbolsOfStep = 1_024

  /// What it answers.
  public var question: String {
    switch self {
    case .cells: "Which cell predicts best at equal parameters: LSTM, GRU or plain RNN?"
    case .gru: "Does a GRU do as well as an LSTM of the same hidden size, with fewer parameters?"
    case .layers: "Is depth worth its parameters: one, two or three layers at equal numbers?"
    case .truncation:
      "How far back must gradients go: chunks of 8 to 256 steps, 1,024 symbols in all lanes?"
    case .inputs: "One-hot symbols or a learnt vector for each?"
    case .units: "Which symbols: characters, letters of Hangul, or bytes?"
    case .chunks: "Is it worth carrying the state from chunk to chunk?"
    }
  }

  /// The sweep over a text, in `minutes` of training altogether.
  public func plan(
    corpus: [String], seeds: [UInt64] = [1], minutes: Double = minutes
  ) -> SweepPlan {
    let name = corpus.first.map { "\(rawValue)-\(RunName.of($0))" } ?? rawValue
    var plan = SweepPlan(
      name: name, question: question, corpus: corpus, variants: variants, seeds: seeds,
      budget: self == .cells || self == .layers ? .ofFirst : nil)
    plan.share(minutes: minutes)
    return plan
  }

  private var variants: [SweepPlan.Variant] {
    switch self {
    case .cells:
      [ModelName.lstm, .gru, .rnn].map { model in
        variant("model", model.rawValue) {
          ($0.model.model, $0.model.hidden) = (model, model == .lstm ? 128 : nil)
        }
      }
    case .gru:
      [ModelName.lstm, .gru].map { model in
        variant("model", model.rawValue) { $0.model.model = model }
      }
    case .layers:
      [1, 2, 3].map { layers in
        variant("layers", "\(layers)") {
          ($0.model.layers, $0.model.hidden) = (layers, layers == 1 ? 160 : nil)
        }
      }
    case .truncation:
      [8, 16, 32, 64, 128, 256].map { steps in
        variant("sequence", "\(steps)") {
          ($0.training.sequence, $0.training.batch) = (steps, Self.symbolsOfStep / steps)
        }
      }
    case .inputs:
      [("embedding", InputEncoding.embedding(64)), ("onehot", .oneHot)].map { name, input in
        variant("input", name) { $0.model.embedding = input }
      }
    case .units:
      [TextUnit.scalar, .jamo, .byte].map { unit in
        variant("units", unit.rawValue) { $0.text.units = unit }
      }
    case .chunks:
      ChunkOrder.allCases.map { order in
        variant("chunks", order.rawValue) { $0.training.chunks = order }
      }
    }
  }

  /// One layer of 128 units over chunks of 64 symbols, but for what `change` says.
  private func variant(
    _ key: String, _ value: String, _ change: (inout TrainingRequest) -> Void
  ) -> SweepPlan.Variant {
    var request = TrainingRequest()
    (request.model.layers, request.model.hidden, request.model.embedding) = (1, 128, .embedding(64))
    (request.training.batch, request.training.sequence) = (16, 64)
    request.training.precision = .fastest
    change(&request)
    let isName = key == "model" || Int(value) == nil
    return SweepPlan.Variant(
      name: isName ? value : nil, differences: [SweepPlan.Difference(key, value)], request: request)
  }
}
