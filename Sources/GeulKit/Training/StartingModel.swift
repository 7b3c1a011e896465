import GeulLanguage
import GeulModel
import GeulText
import GeulTraining

/// A model that a new run goes on from: its weights, its sizes, and its vocabulary, which the run's text may enlarge.
struct StartingModel {
  /// Where it was read from, as it was named.
  let path: String
  /// The model and its tokenizer.
  let language: LanguageModel

  /// The best checkpoint of a run, or the checkpoint, at `path`.
  ///
  /// Throws `RequestError` for a model that does not learn by gradient, `StorageError` or `TextError`.
  init(_ path: String) throws {
    self.path = path
    language = try LanguageModel(path: path)
    guard language.model.configuration.learnsByGradient else {
      throw RequestError.usage(
        "--from needs a model that learns by gradient, and \(path) holds counts; train anew")
    }
  }

  /// Throws `RequestError` for choices that this model's weights have no room for; what training drops may be chosen
  /// anew.
  func check(_ choices: ModelChoices, _ preset: SizePreset?) throws(RequestError) {
    let configuration = language.model.configuration
    try choices.refuseIgnored(by: configuration)
    let sizes = [
      "--model", "--layers", "--hidden", "--embedding", "--window", "--activation", "--outputs",
    ]
    let changed = choices.changes(to: configuration).filter(sizes.contains)
    if let flag = changed.first ?? (preset == nil ? nil : "--preset") {
      throw .usage(
        "\(flag) cannot be changed with --from \(path), whose weights are taken; leave it out, or "
          + "train without --from")
    }
  }

  /// What was chosen, with the model's own sizes for the rest.
  func filling(_ choices: ModelChoices) -> ModelChoices {
    var choices = choices
    choices.model = language.model.configuration.name
    switch language.model.configuration {
    case .recurrent(let own):
      (choices.layers, choices.hidden, choices.embedding) = (own.layers, own.hidden, own.input)
      choices.outputs = own.outputs
      if own.cell == .rnn { choices.activation = own.activation }
    case .window(let own):
      (choices.layers, choices.hidden, choices.embedding) = (own.layers, own.hidden, own.input)
      (choices.window, choices.activation) = (own.window, own.activation)
    case .ngram: break
    }
    return choices
  }

  /// How the run's text is cut: as this model's was.
  func options(_ choices: TextChoices) throws(RequestError) -> TokenizerOptions {
    var options = try choices.tokenizerOptions()
    let tokenizer = language.tokenizer
    let own: [(String, Bool)] = [
      ("units", choices.units ?? tokenizer.unit != tokenizer.unit),
      ("normalize", choices.normalize ?? tokenizer.form != tokenizer.form),
      ("newlines", choices.newlines ?? tokenizer.newlines != tokenizer.newlines),
      (
        "unknown",
        choices.unknown ?? tokenizer.vocabulary.unknown != tokenizer.vocabulary.unknown
      ),
      ("vocabulary", choices.vocabulary != nil),
    ]
    if let flag = own.first(where: \.1)?.0 {
      throw .usage(
        "--\(flag) contradicts the tokenizer of --from \(path), which has its own; leave it out")
    }
    (options.unit, options.form) = (tokenizer.unit, tokenizer.form)
    (options.newlines, options.unknown) = (tokenizer.newlines, tokenizer.vocabulary.unknown)
    return options
  }

  /// The model for the tokenizer that its own has grown to; throws `RequestError` where it cannot grow.
  func model(for tokenizer: Tokenizer, _ configuration: ModelConfiguration) throws(RequestError)
    -> Model
  {
    let known = language.tokenizer.symbolCount
    guard
      let model = language.model.enlarged(
        to: tokenizer.symbolCount, relatives: tokenizer.vocabulary.relatives(of: known))
    else {
      throw .usage(
        "--from \(path): the text has \(tokenizer.symbolCount - known) symbols that this "
          + "\(language.model.configuration.name.rawValue) has no room for; train anew")
    }
    return model.configured(as: configuration)
  }

  /// Throws `RequestError` where a text that is encoded already has ids of its own.
  func check(_ tokenizer: Tokenizer) throws(RequestError) {
    let (own, known) = (tokenizer.vocabulary.symbols, language.tokenizer.vocabulary.symbols)
    guard tokenizer.unit == language.tokenizer.unit, own.starts(with: known),
      tokenizer.vocabulary.unknown == language.tokenizer.vocabulary.unknown
    else {
      throw .usage(
        "--from \(path) numbers its symbols otherwise than the token file does; name the text itself"
      )
    }
  }

  /// A line on what was taken.
  func note(_ tokenizer: Tokenizer) -> String {
    let (known, count) = (language.tokenizer.symbolCount, tokenizer.symbolCount)
    let new = count - known
    return "from \(path): \(Figures.grouped(language.model.parameterCount)) parameters and "
      + "\(Figures.grouped(known)) symbols"
      + (new == 0
        ? ", which hold all of the text"
        : "; \(Figures.grouped(new)) more of the text begin as the mean of their like")
  }
}
