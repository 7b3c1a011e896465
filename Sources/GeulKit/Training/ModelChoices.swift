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
  /// What the projection reads; the last layer's outputs.
  public var outputs: ProjectedOutputs?
  /// Probability of dropping a unit in training; 0.
  public var dropout: Float?
  /// The same before the projection alone.
  public var outputDropout: Float?
  /// Probability of dropping a number of an embedded input; 0.
  public var inputDropout: Float?
  /// Probability of dropping a recurrent weight; 0.
  public var weightDropout: Float?
  /// When masks of units are drawn.
  public var dropoutMasks: DropoutMasks?
  /// Symbols of context of `ngram`; 5.
  public var order: Int?
  /// The smoothing of `ngram`; Kneser-Ney.
  public var smoothing: Smoothing?
  /// What the smoothing add-k of `ngram` adds to every count; 0.1.
  public var pseudocount: Double?

  /// Nothing chosen.
  public init() {}

  /// The configuration for a vocabulary of so many symbols.
  ///
  /// Throws `RequestError`, wrong usage, for sizes that no model has and for a choice that this model would ignore.
  public func configuration(vocabulary: Int) throws(RequestError) -> ModelConfiguration {
    let configuration: ModelConfiguration
    switch name {
    case .lstm: configuration = recurrent(.lstm, vocabulary)
    case .gru: configuration = recurrent(.gru, vocabulary)
    case .rnn: configuration = recurrent(.rnn, vocabulary)
    case .window: configuration = overWindow(vocabulary)
    case .ngram: configuration = ngram(vocabulary)
    }
    try refuseIgnored(by: configuration)
    if let flaw = configuration.flaw { throw .usage("--\(flaw)") }
    return configuration
  }

  /// The model's name.
  var name: ModelName { model ?? .lstm }

  private func recurrent(_ cell: CellKind, _ vocabulary: Int) -> ModelConfiguration {
    var result = RecurrentConfiguration(cell: cell, vocabulary: vocabulary)
    result.activation = activation ?? result.activation
    result.layers = layers ?? result.layers
    result.hidden = hidden ?? result.hidden
    result.input = embedding ?? result.input
    result.dropout = dropout ?? result.dropout
    result.outputs = outputs ?? result.outputs
    result.outputDropout = outputDropout ?? result.outputDropout
    result.inputDropout = inputDropout ?? result.inputDropout
    result.weightDropout = weightDropout ?? result.weightDropout
    result.dropoutMasks = dropoutMasks ?? result.dropoutMasks
    return .recurrent(result)
  }

  private func overWindow(_ vocabulary: Int) -> ModelConfiguration {
    var result = WindowConfiguration(vocabulary: vocabulary)
    result.window = window ?? result.window
    result.activation = activation ?? result.activation
    result.layers = layers ?? result.layers
    result.hidden = hidden ?? result.hidden
    result.input = embedding ?? result.input
    result.dropout = dropout ?? result.dropout
    return .window(result)
  }

  private func ngram(_ vocabulary: Int) -> ModelConfiguration {
    var result = NGramConfiguration(vocabulary: vocabulary)
    result.order = order ?? result.order
    result.smoothing = smoothing ?? result.smoothing
    result.pseudocount = pseudocount ?? result.pseudocount
    return .ngram(result)
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
        ("outputs", differs(outputs, recurrent.outputs)),
        ("dropout", differs(dropout, recurrent.dropout)),
        (
          "output-dropout",
          differs(outputDropout, recurrent.outputDropout ?? recurrent.dropout)
        ),
        ("input-dropout", differs(inputDropout, recurrent.inputDropout)),
        ("weight-dropout", differs(weightDropout, recurrent.weightDropout)),
        ("dropout-masks", differs(dropoutMasks, recurrent.dropoutMasks)),
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
    case .ngram(let ngram):
      changed = [
        ("model", differs(model, .ngram)), ("order", differs(order, ngram.order)),
        ("smoothing", differs(smoothing, ngram.smoothing)),
        ("pseudocount", differs(pseudocount, ngram.pseudocount)),
      ]
    }
    return changed.filter(\.1).map { "--" + $0.0 }
  }

  /// Throws `RequestError`, wrong usage, for a choice that has no part in a model of this configuration: it is a mistake,
  /// not a wish.
  func refuseIgnored(by configuration: ModelConfiguration) throws(RequestError) {
    let name = configuration.name
    for (flag, isGiven) in given where isGiven && !Self.flags(of: name).contains(flag) {
      let owners = ModelName.allCases.filter { Self.flags(of: $0).contains(flag) }
      let names = owners.map { "--model " + $0.rawValue }.joined(separator: ", ")
      throw .usage(
        "--\(flag) belongs to \(names), and the model is \(name.rawValue); leave it out, or choose "
          + "\(owners.count > 1 ? "one of these" : names)")
    }
    if case .ngram(let ngram) = configuration, pseudocount != nil, ngram.smoothing != .addK {
      throw .usage(
        "--pseudocount belongs to --smoothing add-k, and the smoothing is \(ngram.smoothing.rawValue); "
          + "leave it out, or choose --smoothing add-k")
    }
  }

  /// The flags of the choices that a model of this name has, besides its name.
  public static func flags(of name: ModelName) -> [String] {
    let sizes = ["layers", "hidden", "embedding", "dropout"]
    let recurrent =
      sizes + ["outputs", "output-dropout", "input-dropout", "weight-dropout", "dropout-masks"]
    return switch name {
    case .lstm, .gru: recurrent
    case .rnn: recurrent + ["activation"]
    case .window: sizes + ["window", "activation"]
    case .ngram: ["order", "smoothing", "pseudocount"]
    }
  }

  private var given: [(flag: String, isGiven: Bool)] {
    [
      ("layers", layers != nil), ("hidden", hidden != nil), ("embedding", embedding != nil),
      ("outputs", outputs != nil), ("dropout", dropout != nil),
      ("output-dropout", outputDropout != nil),
      ("input-dropout", inputDropout != nil), ("weight-dropout", weightDropout != nil),
      ("dropout-masks", dropoutMasks != nil), ("window", window != nil),
      ("activation", activation != nil),
      ("order", order != nil),
      ("smoothing", smoothing != nil), ("pseudocount", pseudocount != nil),
    ]
  }
}
