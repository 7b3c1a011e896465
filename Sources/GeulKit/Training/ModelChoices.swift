import GeulModel

/// What somebody chose of a model, by the names of the command's flags; nil is not chosen.
public struct ModelChoices: Sendable, Equatable {
  /// Which model; `lstm` if nothing is chosen.
  public var model: ModelName?
  /// Layers, one upon the other; 2.
  public var layers: Int?
  /// Units of a layer; 256.
  public var hidden: Int?
  /// How a symbol enters; a vector of 64 numbers.
  public var embedding: InputEncoding?
  /// Symbols that `window` sees; 8.
  public var window: Int?
  /// The nonlinearity of `rnn` and `window`; tanh.
  public var activation: Activation?
  /// Probability of dropping a unit in training; 0.
  public var dropout: Float?

  /// Nothing chosen.
  public init() {}

  /// The configuration for a vocabulary of so many symbols.
  ///
  /// Throws `RequestError`, wrong usage, for sizes that no model has and for a choice that this model would ignore.
  public func configuration(vocabulary: Int) throws(RequestError) -> ModelConfiguration {
    let name = model ?? .lstm
    try refuseIgnored(by: name)
    let configuration: ModelConfiguration
    switch name {
    case .lstm: configuration = recurrent(.lstm, vocabulary)
    case .gru: configuration = recurrent(.gru, vocabulary)
    case .rnn: configuration = recurrent(.rnn, vocabulary)
    case .window: configuration = .window(overWindow(vocabulary))
    }
    if let flaw = configuration.flaw { throw .usage("--\(flaw)") }
    return configuration
  }

  private func recurrent(_ cell: CellKind, _ vocabulary: Int) -> ModelConfiguration {
    .recurrent(
      RecurrentConfiguration(
        cell: cell, activation: activation ?? .tanh, layers: layers ?? 2, hidden: hidden ?? 256,
        input: embedding ?? .embedding(64), vocabulary: vocabulary, dropout: dropout ?? 0))
  }

  private func overWindow(_ vocabulary: Int) -> WindowConfiguration {
    WindowConfiguration(
      window: window ?? 8, activation: activation ?? .tanh, layers: layers ?? 2,
      hidden: hidden ?? 256, input: embedding ?? .embedding(64), vocabulary: vocabulary,
      dropout: dropout ?? 0)
  }

  /// The flags of choices that differ from a model there is.
  public func changes(to configuration: ModelConfiguration) -> [String] {
    func differs<Value: Equatable>(_ chosen: Value?, _ value: Value) -> Bool {
      chosen.map { $0 != value } ?? false
    }
    let changed: [(String, Bool)]
    switch configuration {
    case .recurrent(let recurrent):
      changed = [
        ("model", differs(model, configuration.name)),
        ("layers", differs(layers, recurrent.layers)),
        ("hidden", differs(hidden, recurrent.hidden)),
        ("embedding", differs(embedding, recurrent.input)),
        ("activation", differs(activation, recurrent.activation)),
        ("dropout", differs(dropout, recurrent.dropout)),
        // No recurrent model has one.
        ("window", window != nil),
      ]
    case .window(let over):
      changed = [
        ("model", differs(model, configuration.name)),
        ("window", differs(window, over.window)),
        ("layers", differs(layers, over.layers)),
        ("hidden", differs(hidden, over.hidden)),
        ("embedding", differs(embedding, over.input)),
        ("activation", differs(activation, over.activation)),
        ("dropout", differs(dropout, over.dropout)),
      ]
    }
    return changed.filter(\.1).map { "--" + $0.0 }
  }

  /// A choice that has no part in the model is a mistake, not a wish.
  private func refuseIgnored(by name: ModelName) throws(RequestError) {
    if activation != nil && name != .rnn && name != .window {
      throw .usage(
        "--activation belongs to --model rnn and --model window, and the model is "
          + "\(name.rawValue), whose gates have their own; leave it out, or choose one of these")
    }
    if window != nil && name != .window {
      throw .usage(
        "--window belongs to --model window, and the model is \(name.rawValue), which sees all "
          + "that it has read; leave it out, or choose --model window")
    }
  }
}
