import GeulModel

/// A number of parameters that models of different kinds are to have, by the size of their hidden layers.
public enum ParameterBudget: Sendable, Equatable {
  /// This number.
  case number(Int)
  /// As many as the sweep's first variant has.
  case ofFirst

  /// The most units that a layer may have.
  private static let most = 65_536

  /// H with which a model of this configuration has as nearly so many parameters as it can; nil of a model without hidden
  /// layers. Parameters grow with H, so some sixteen of them are counted.
  public static func hidden(of configuration: ModelConfiguration, for parameters: Int) -> Int? {
    func count(_ hidden: Int) -> Int? { configuration.with(hidden: hidden)?.parameterCount }
    guard count(1) != nil else { return nil }
    // The most units that are not too many.
    var (low, high) = (1, most)
    while low < high {
      let middle = (low + high + 1) / 2
      if count(middle) ?? .max <= parameters { low = middle } else { high = middle - 1 }
    }
    guard low < most, let below = count(low), let above = count(low + 1) else { return low }
    return abs(above - parameters) < abs(parameters - below) ? low + 1 : low
  }

  /// The same; throws `RequestError` where even the nearest is more than a tenth away.
  static func fitting(
    _ configuration: ModelConfiguration, _ parameters: Int
  ) throws(RequestError) -> Int? {
    guard let hidden = hidden(of: configuration, for: parameters),
      let found = configuration.with(hidden: hidden)?.parameterCount
    else { return nil }
    guard abs(found - parameters) <= parameters / 10 else {
      throw .usage(
        "a \(configuration.name.rawValue) of a vocabulary of \(Figures.grouped(configuration.vocabulary)) cannot have "
          + "about \(Figures.grouped(parameters)) parameters; the nearest is \(Figures.grouped(found)), with "
          + "--hidden \(hidden); choose another number, or a smaller --embedding")
    }
    return hidden
  }
}

extension ModelConfiguration {
  /// H; nil of a model without hidden layers.
  var hidden: Int? {
    switch self {
    case .recurrent(let configuration): configuration.hidden
    case .window(let configuration): configuration.hidden
    case .ngram: nil
    }
  }

  /// The same model with layers of so many units; nil of one without hidden layers.
  func with(hidden: Int) -> ModelConfiguration? {
    switch self {
    case .recurrent(var configuration):
      configuration.hidden = hidden
      return .recurrent(configuration)
    case .window(var configuration):
      configuration.hidden = hidden
      return .window(configuration)
    case .ngram: return nil
    }
  }
}
