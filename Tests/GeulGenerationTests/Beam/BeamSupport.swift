import GeulCompute
import GeulGeneration
import GeulModel
import Glibc

/// ln softmax of scores.
func logSoftmax(_ scores: [Float]) -> [Float] {
  let total = log(scores.reduce(0.0) { $0 + exp(Double($1)) })
  return scores.map { Float(Double($0) - total) }
}

/// A text of which every symbol is itself, and one may end it.
struct PlainText: HypothesisText {
  /// The symbol that ends it.
  var stop: UInt32?
  /// What may not come.
  var barred: [UInt32] = []

  func excluded(remaining: Int) -> [UInt32] { barred }
  func push(_ id: UInt32) -> Bool { id == stop }
  var mergeKey: UInt32? { nil }
}

/// A sequence of symbols, and what its model gives it.
struct Continuation {
  var symbols: [UInt32] = []
  var logs: [Float] = []
  /// The sum of what `Choices` scored.
  var sum = 0.0
}

/// What may follow some symbols, and what it adds to the sum, given ln p of every symbol.
typealias Choices = (_ logs: [Float], _ before: [UInt32]) -> [(id: UInt32, score: Double)]

/// Every symbol, by its ln p.
func anySymbol(_ logs: [Float], _ before: [UInt32]) -> [(id: UInt32, score: Double)] {
  logs.enumerated().map { (UInt32($0), Double($1)) }
}

extension SequencePredictor {
  /// ln p of what follows once `symbol` is read.
  func logs(after symbol: UInt32) -> [Float] {
    read([symbol], predicting: .last)
    return withLogProbabilities { Array($0) }
  }

  /// All continuations of `length` symbols, or that end with `stop` before.
  func continuations(
    after last: UInt32, length: Int, stop: UInt32? = nil, choices: Choices = anySymbol
  ) -> [Continuation] {
    let beginning = state
    var found: [Continuation] = []
    func extend(_ past: Continuation, _ state: State) {
      let isWhole = past.symbols.count == length || (stop != nil && past.symbols.last == stop)
      if isWhole { return found.append(past) }
      self.state = state
      let logs = logs(after: past.symbols.last ?? last)
      let next = self.state
      for (id, score) in choices(logs, past.symbols) {
        extend(
          Continuation(
            symbols: past.symbols + [id], logs: past.logs + [logs[Int(id)]],
            sum: past.sum + score),
          next)
      }
    }
    extend(Continuation(), beginning)
    state = beginning
    return found
  }
}

extension BeamSearch {
  /// The best continuations by Σ ln p.
  func best<Text: HypothesisText>(
    after last: UInt32, _ text: Text, length: Int,
    sampling: SamplingSettings = SamplingSettings(temperature: 0)
  ) -> [BeamResult<Text>] {
    var random = RandomStream(case: 0)
    return search(
      after: last, recent: [last], text: text, length: length, sampling: sampling, random: &random)
  }
}

/// A small recurrent model with random parameters, that has read a symbol.
func smallPredictor(_ cell: CellKind, vocabulary: Int, seed: Int) -> RecurrentPredictor {
  let configuration = RecurrentConfiguration(
    cell: cell, layers: 1 + seed % 2, hidden: 7, input: .embedding(3), vocabulary: vocabulary)
  var random = RandomStream(case: seed)
  let parameters = random.signed(RecurrentSlots(configuration).layout.count, bound: 1.5)
  let model = RecurrentModel(configuration, parameters: FloatBuffer(parameters))
  let predictor = model.makePredictor(
    lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
  predictor.read([1], predicting: .none)
  return predictor
}
