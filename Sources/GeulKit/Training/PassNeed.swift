import GeulModel

/// What a training step holds beside parameters: what the way back needs of the way forward, to some percent.
enum PassNeed {
  /// Numbers of a table or of predictions that are held at a time, and rows of a window model's pass.
  private static let (mostNumbers, mostRows) = (8 << 20, 4_096)

  /// Numbers of four bytes for chunks of so many steps and lanes; 0 of a model that counts.
  static func numbers(of model: ModelConfiguration, steps: Int, lanes: Int) -> Int {
    switch model {
    case .recurrent(let recurrent): numbers(of: recurrent, rows: steps * lanes)
    case .window(let window): numbers(of: window, rows: steps * lanes)
    case .ngram: 0
    }
  }

  /// Gates and states of each layer, their gradients, the inputs packed for the weights' gradients, and logits.
  private static func numbers(of model: RecurrentConfiguration, rows: Int) -> Int {
    let (H, G) = (model.hidden, model.cell.gateCount)
    // h, and c of an LSTM; of a GRU its candidate.
    let states = model.cell == .rnn ? 1 : 2
    let layer = rows * H * (G + states + (model.dropout > 0 ? 1 : 0))
    let gradients = rows * H * (model.layers > 1 ? 3 : 2) + (model.cell == .gru ? rows * G * H : 0)
    let sums = model.outputs == .sum ? 2 * rows * H : 0
    let looksUp = model.input == .oneHot || model.vocabulary < rows
    let inputs = looksUp ? 2 * model.vocabulary * G * H : 3 * rows * model.inputSize(ofLayer: 0)
    return model.layers * layer + gradients + sums + inputs + logits(model.vocabulary, rows: rows)
  }

  /// The same of so many rows at a time.
  private static func numbers(of model: WindowConfiguration, rows: Int) -> Int {
    let (rows, H) = (min(rows, mostRows), model.hidden)
    let inputs = min(2 * rows * model.inputSize(ofLayer: 0), 2 * mostNumbers)
    return model.layers * 2 * rows * H + inputs + logits(model.vocabulary, rows: rows)
  }

  private static func logits(_ vocabulary: Int, rows: Int) -> Int {
    min(rows * vocabulary, max(mostNumbers, vocabulary))
  }
}
