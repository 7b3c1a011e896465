import GeulModel
import GeulStorage

/// What a model is made of.
public struct ModelSummary: Sendable, Equatable {
  /// One tensor.
  public struct Tensor: Sendable, Equatable {
    /// As a checkpoint has it.
    public let name: String
    /// Sizes of its dimensions.
    public let shape: [Int]
    /// √Σx²
    public let norm: Double
    /// The largest |x|.
    public let largest: Double

    /// Its numbers.
    public var count: Int { shape.reduce(1, *) }
  }

  /// Kind and sizes in a line.
  public let architecture: String
  /// Every tensor of a kind that learns by gradient; of n-grams none.
  public let tensors: [Tensor]
  /// Numbers that were learnt.
  public let parameters: Int
  /// Multiplications of weights for each symbol that is read and predicted.
  public let multiplyAdds: Int
  /// Bytes of the weights as they are trained.
  public let bytes: Int
  /// Bytes of the weights as they are read in 8 bits; nil of n-grams.
  public let bytesInInt8: Int?

  /// What a model is made of.
  public init(_ model: Model) {
    let configuration = model.configuration
    parameters = model.parameterCount
    multiplyAdds = configuration.multipliedWeights
    let layout: ParameterLayout? =
      switch model {
      case .recurrent(let model): model.layout
      case .window(let model): model.layout
      case .ngram: nil
      }
    if let layout, let values = model.parameters {
      tensors = layout.slots.map { slot in
        let part = slot.range.map { Double(values[$0]) }
        return Tensor(
          name: slot.name, shape: slot.shape,
          norm: part.reduce(0) { $0 + $1 * $1 }.squareRoot(),
          largest: part.reduce(0) { max($0, abs($1)) })
      }
      bytes = 4 * parameters
      bytesInInt8 =
        configuration.multipliedWeights + 4 * (parameters - configuration.multipliedWeights)
    } else {
      tensors = []
      bytes = 0
      bytesInInt8 = nil
    }
    architecture = Self.architecture(configuration)
  }

  private static func architecture(_ configuration: ModelConfiguration) -> String {
    func input(_ input: InputEncoding) -> String {
      switch input {
      case .embedding(let size): "embedding \(size)"
      case .oneHot: "one-hot input"
      }
    }
    switch configuration {
    case .recurrent(let some):
      let cell = some.cell == .rnn ? "rnn (\(some.activation.rawValue))" : some.cell.rawValue
      return
        "\(cell), \(some.layers) × \(some.hidden), \(input(some.input)), vocabulary \(some.vocabulary)"
    case .window(let some):
      return
        "window of \(some.window) (\(some.activation.rawValue)), \(some.layers) × \(some.hidden), "
        + "\(input(some.input)), vocabulary \(some.vocabulary)"
    case .ngram(let some):
      return "n-grams of order \(some.order), vocabulary \(some.vocabulary)"
    }
  }
}
