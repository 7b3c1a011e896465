import GeulModel
import GeulTraining

/// Runs that are to be compared: one text, settings that differ by variant, and each variant with several seeds.
public struct SweepPlan: Sendable {
  /// One of what is compared.
  public struct Variant: Sendable {
    /// What it is called.
    public var name: String
    /// What tells it from the others, by the names of the command's flags.
    public var differences: [Difference]
    /// What its runs are asked for; corpus, folder, seed and threads are the sweep's to say.
    public var request: TrainingRequest

    /// A variant, called by its differences if it has no name; a model is called by its name alone.
    public init(
      name: String? = nil, differences: [Difference] = [], request: TrainingRequest
    ) {
      let words = differences.map { $0.key == "model" ? $0.value : "\($0.key) \($0.value)" }
        .joined(separator: ", ")
      self.name = name ?? (words.isEmpty ? "settings" : words)
      self.differences = differences
      self.request = request
    }
  }

  /// A setting of a variant, and its value as one types it.
  public struct Difference: Sendable, Equatable {
    /// The flag, without dashes.
    public var key: String
    /// Its value.
    public var value: String

    /// A setting.
    public init(_ key: String, _ value: String) { (self.key, self.value) = (key, value) }
  }

  /// A run of the sweep.
  public struct Run: Sendable, Equatable {
    /// Which variant, from 0.
    public let variant: Int
    /// What it is drawn from; nil of a model that draws nothing.
    public let seed: UInt64?
    /// Its folder's name below the sweep's.
    public let folder: String
  }

  /// What the sweep is called, and its folder.
  public var name: String
  /// The question that it answers, if it is one of the presets.
  public var question: String?
  /// Files, or folders of `.txt` files.
  public var corpus: [String]
  /// What is compared.
  public var variants: [Variant]
  /// The seeds of each variant.
  public var seeds: [UInt64]
  /// The number of parameters that all are to have, if they are to have the same.
  public var budget: ParameterBudget?

  /// A sweep.
  public init(
    name: String, question: String? = nil, corpus: [String], variants: [Variant],
    seeds: [UInt64] = [1], budget: ParameterBudget? = nil
  ) {
    (self.name, self.question, self.corpus) = (name, question, corpus)
    (self.variants, self.seeds, self.budget) = (variants, seeds, budget)
  }

  /// The runs in their order: every variant with the first seed, then with the second, so that a sweep that was stopped
  /// has something to compare.
  ///
  /// A model that counts draws nothing, and has one run.
  public var runs: [Run] {
    seeds.enumerated().flatMap { place, seed in
      variants.indices.compactMap { index in
        let variant = variants[index]
        let folder = Self.folderName(variant.name)
        guard variant.request.model.name.learnsByGradient else {
          return place == 0 ? Run(variant: index, seed: nil, folder: folder) : nil
        }
        return Run(variant: index, seed: seed, folder: "\(folder)-seed-\(seed)")
      }
    }
  }

  /// What a variant's runs are called on disk: letters and digits of any script, dots and hyphens.
  static func folderName(_ name: String) -> String {
    let words = name.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-") }
    let joined = words.joined(separator: "-")
    return joined.drop { $0 == "." }.isEmpty ? "variant" : String(joined.drop { $0 == "." })
  }

  /// All combinations of the axes' values, the last axis fastest; one empty combination of no axes.
  public static func combinations(_ axes: [(key: String, values: [String])]) -> [[Difference]] {
    axes.reduce([[]]) { combinations, axis in
      combinations.flatMap { one in axis.values.map { one + [Difference(axis.key, $0)] } }
    }
  }
}

/// How long the runs are.
extension SweepPlan {
  /// Lets all runs that learn by gradient share these minutes evenly, whatever ended them before.
  public mutating func share(minutes: Double) {
    let count = runs.count { $0.seed != nil }
    setEnds { ($0.epochs, $0.steps, $0.minutes) = (nil, nil, minutes / Double(max(1, count))) }
  }

  /// Ends each run that learns by gradient after so many steps, whatever ended it before.
  public mutating func end(afterSteps steps: Int) {
    setEnds { ($0.epochs, $0.steps, $0.minutes) = (nil, steps, nil) }
  }

  private mutating func setEnds(_ body: (inout TrainingChoices) -> Void) {
    for index in variants.indices where variants[index].request.model.name.learnsByGradient {
      body(&variants[index].request.training)
    }
  }

  /// What ends the runs, for a person: `500 steps each`; nil where it differs.
  public var length: String? {
    let lengths = variants.compactMap { variant -> String? in
      guard variant.request.model.name.learnsByGradient else { return nil }
      var training = TrainingConfiguration()
      let choices = variant.request.training
      (training.epochs, training.steps, training.minutes) = (
        choices.epochs, choices.steps, choices.minutes.map { ($0 * 100).rounded() / 100 }
      )
      return training.length
    }
    guard let first = lengths.first, lengths.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
