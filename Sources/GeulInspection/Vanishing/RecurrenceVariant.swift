import GeulModel

/// A recurrence to compare: a cell, and how its recurrent weights or its forget gate begin.
public struct RecurrenceVariant: Sendable, Equatable {
  /// The recurrence.
  public let cell: CellKind
  /// The nonlinearity of a plain RNN.
  public let activation: Activation
  /// The spectral radius that W_hh of a plain RNN begins with, as that of a large matrix of such numbers; nil as the model
  /// begins by itself.
  public let radius: Double?
  /// The bias that the forget gate of an LSTM begins with.
  public let forgetBias: Double?

  /// A plain RNN.
  public static func rnn(_ activation: Activation, radius: Double) -> RecurrenceVariant {
    RecurrenceVariant(cell: .rnn, activation: activation, radius: radius, forgetBias: nil)
  }

  /// An LSTM.
  public static func lstm(forgetBias: Double) -> RecurrenceVariant {
    RecurrenceVariant(cell: .lstm, activation: .tanh, radius: nil, forgetBias: forgetBias)
  }

  /// A GRU.
  public static let gru = RecurrenceVariant(
    cell: .gru, activation: .tanh, radius: nil, forgetBias: nil)

  /// What the textbooks compare: tanh, sigmoid and ReLU at several scales, the LSTM by its forget gate, the GRU.
  public static let textbook: [RecurrenceVariant] = [
    .rnn(.tanh, radius: 0.5), .rnn(.tanh, radius: 1), .rnn(.tanh, radius: 2),
    .rnn(.sigmoid, radius: 1), .rnn(.sigmoid, radius: 4),
    .rnn(.relu, radius: 0.5), .rnn(.relu, radius: 1), .rnn(.relu, radius: 2),
    .lstm(forgetBias: 0), .lstm(forgetBias: 1), .lstm(forgetBias: 3), .gru,
  ]

  /// What a table calls it.
  public var name: String {
    switch cell {
    case .rnn: "RNN \(activation.rawValue), radius \(Self.short(radius ?? 0))"
    case .lstm: "LSTM, forget bias \(Self.short(forgetBias ?? 1))"
    case .gru: "GRU"
    }
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  /// A model of one layer that begins so.
  public func makeModel(vocabulary: Int, hidden: Int, seed: UInt64) -> RecurrentModel {
    let model = RecurrentModel(
      RecurrentConfiguration(
        cell: cell, activation: activation, layers: 1, hidden: hidden, input: .embedding(32),
        vocabulary: vocabulary), seed: seed)
    if let radius, let slot = model.layout.slot(named: "rnn.weight_hh_l0") {
      // Numbers of variance s² make a matrix of radius s √H (Girko 1984), and those within ±b have b² / 3: the model's own
      // begin within ±1 / √H, at a radius of 1 / √3.
      let factor = Float(radius * 3.0.squareRoot())
      for index in slot.range { model.parameters.pointer[index] *= factor }
    }
    if let forgetBias, let slot = model.layout.slot(named: "rnn.bias_ih_l0") {
      for unit in hidden..<2 * hidden {
        model.parameters.pointer[slot.offset + unit] = Float(forgetBias)
      }
    }
    return model
  }
}
