import Foundation
import GeulStorage
import GeulText
import GeulTraining

/// What a run is asked for: texts, model, training, and where it goes.
public struct TrainingRequest: Sendable {
  /// Files, folders of `.txt` files, `-`, or one token file.
  public var corpus: [String] = []
  /// A text to validate on, instead of a part of the corpus.
  public var validationFile: String?
  /// A text for a final test, instead of a part of the corpus.
  public var testFile: String?
  /// The run's folder; nil names it after the corpus.
  public var out: String?
  /// How the texts are read.
  public var text = TextChoices()
  /// Which model, and its sizes.
  public var model = ModelChoices()
  /// How it is trained.
  public var training = TrainingChoices()

  /// A run, or checkpoint, whose weights and vocabulary the new run begins with.
  public var from: String?
  /// Whether what is left open of model and training is chosen by the text, the run's length and the processor, as the
  /// command does, rather than always the same.
  public var choosesByText = false
  /// How large a model that is chosen so is to be; nil: by the text.
  public var preset: SizePreset?

  /// A request for nothing yet.
  public init() {}

  /// The run's folder: as it was given, or in `checkpoints`, named after the corpus.
  ///
  /// Throws `RequestError` where there is neither.
  public func runFolder() throws(RequestError) -> String {
    if let out { return FileSystem.current.found(out) }
    guard let first = corpus.first else {
      throw .usage("expected a corpus or --out; see: geul train --help")
    }
    return "checkpoints/" + RunName.of(first)
  }

  /// Flags given that would change what the run of these settings computes, had it gone on by itself.
  ///
  /// Throws `TextError` for an encoding that is not known here.
  public func changes(to settings: RunSettings, tokenizer: Tokenizer) throws -> [String] {
    var changed =
      try text.changes(to: settings.text, tokenizer) + model.changes(to: settings.model)
      + training.changes(to: settings.training)
    if let validationFile, [Self.absolute(validationFile)] != settings.validationFiles {
      changed.append("--validation-file")
    }
    if from != nil { changed.append("--from") }
    if preset != nil { changed.append("--preset") }
    if let testFile, [Self.absolute(testFile)] != settings.testFiles {
      changed.append("--test-file")
    }
    return changed
  }

  /// A path from the root, so that the text can be found again from anywhere; `-` stays.
  static func absolute(_ path: String) -> String {
    if path == CorpusSource.standardInput || path.hasPrefix("/") { return path }
    return FileManager.default.currentDirectoryPath + "/" + path
  }
}
