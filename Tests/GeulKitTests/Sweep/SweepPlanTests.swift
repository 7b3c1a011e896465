import GeulKit
import Testing

/// What a sweep compares, before anything is trained.
@Suite struct SweepPlanTests {
  private func variant(
    _ name: String?, _ change: (inout TrainingRequest) -> Void = { _ in }
  ) -> SweepPlan.Variant {
    var request = TrainingRequest()
    change(&request)
    return SweepPlan.Variant(name: name, request: request)
  }

  @Test func combinationsAreAllOfThemTheLastAxisFastest() {
    #expect(SweepPlan.combinations([]) == [[]])
    let found = SweepPlan.combinations([("layers", ["1", "2"]), ("hidden", ["8", "16", "9"])])
    #expect(found.count == 6)
    #expect(
      found.map { $0.map(\.value).joined(separator: " ") } == [
        "1 8", "1 16", "1 9", "2 8", "2 16", "2 9",
      ])
    #expect(found.allSatisfy { $0.map(\.key) == ["layers", "hidden"] })
    #expect(SweepPlan.combinations([("layers", []), ("hidden", ["8"])]).isEmpty)
  }

  @Test func everyVariantHasARunForEachSeed() {
    let plan = SweepPlan(
      name: "s", corpus: ["c.txt"],
      variants: [
        variant("a b") { $0.model.model = .gru },
        variant("다섯") { $0.model.model = .ngram },
        SweepPlan.Variant(
          differences: [.init("hidden", "8"), .init("dropout", "0.5")], request: TrainingRequest()),
      ], seeds: [7, 2])
    #expect(
      plan.runs.map(\.folder) == [
        "a-b-seed-7", "다섯", "hidden-8-dropout-0.5-seed-7", "a-b-seed-2",
        "hidden-8-dropout-0.5-seed-2",
      ])
    #expect(plan.runs.map(\.seed) == [7, nil, 7, 2, 2])
    var timed = plan
    timed.share(minutes: 8)
    #expect(timed.variants[0].request.training.minutes == 2)
    #expect(timed.variants[1].request.training.minutes == nil)
    #expect(timed.length == "2 minutes")
    timed.end(afterSteps: 30)
    #expect(timed.variants[2].request.training.minutes == nil)
    #expect(timed.length == "30 steps")
  }

  /// Each plan that makes no sense, and the words of its refusal.
  @Test func whatMakesNoSenseIsRefused() throws {
    let plain = SweepPlan(name: "s", corpus: ["c.txt"], variants: [variant("a"), variant("b")])
    try plain.check()
    let cases: [((inout SweepPlan) -> Void, String)] = [
      ({ $0.corpus = [] }, "corpus"), ({ $0.corpus = ["-"] }, "standard input"),
      ({ $0.variants = [] }, "something to compare"), ({ $0.seeds = [] }, "something to compare"),
      ({ $0.seeds = [1, 1] }, "seeds that differ"),
      ({ $0.variants[1].name = "a" }, "two called 'a'"),
      ({ $0.variants[1].name = "A!" }, "rename one"),
      ({ $0.variants[1].request.model.window = 3 }, "b: --window belongs to"),
      ({ $0.variants[0].request.training.batch = 0 }, "a: --batch"),
      ({ $0.variants[0].request.training.validation = 0 }, "--validation 0"),
      ({ $0.seeds = (0..<9_000).map { $0 } }, "at most 10000 runs"),
      (
        {
          $0.budget = .ofFirst
          $0.variants[1].request.model.hidden = 8
        }, "b: --hidden is what a budget"
      ),
      (
        {
          $0.budget = .number(9_000)
          $0.variants[0].request.model.hidden = 8
        }, "a: --hidden is what a budget"
      ),
    ]
    for (change, words) in cases {
      var plan = plain
      change(&plan)
      let error = #expect(throws: RequestError.self) { try plan.check() }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test(
    arguments: [ModelName.lstm, .gru, .rnn, .window],
    [150_000, 400_000, 1_300_000])
  func hiddenSizesComeWithinTwoPercent(name: ModelName, parameters: Int) throws {
    for (layers, input) in [(1, InputEncoding.embedding(24)), (3, .oneHot)] {
      var choices = ModelChoices()
      (choices.model, choices.layers, choices.embedding) = (name, layers, input)
      let configuration = try choices.configuration(vocabulary: 101)
      let hidden = try #require(ParameterBudget.hidden(of: configuration, for: parameters))
      func count(_ hidden: Int) throws -> Int {
        choices.hidden = hidden
        return try #require(try choices.configuration(vocabulary: 101).parameterCount)
      }
      let found = try count(hidden)
      #expect(abs(Double(found - parameters)) < 0.02 * Double(parameters), "\(hidden): \(found)")
      for other in [hidden - 1, hidden + 1] {
        #expect(try abs(count(other) - parameters) >= abs(found - parameters))
      }
    }
  }

  @Test func whatHasNoLayersHasNoHiddenSize() throws {
    var choices = ModelChoices()
    choices.model = .ngram
    #expect(ParameterBudget.hidden(of: try choices.configuration(vocabulary: 9), for: 1_000) == nil)
    choices.model = .lstm
    // Even one unit is too many.
    #expect(ParameterBudget.hidden(of: try choices.configuration(vocabulary: 900), for: 10) == 1)
  }

  @Test func estimatesAreMeansWithTheirStandardErrors() throws {
    #expect(SweepSummary.Estimate([]) == nil)
    let one = try #require(SweepSummary.Estimate([2.5]))
    #expect(one.mean == 2.5 && one.standardError == nil && one.count == 1)
    // Variance ((-1)² + 0² + 1²) / 2 = 1.
    let three = try #require(SweepSummary.Estimate([1, 2, 3]))
    #expect(three.mean == 2 && three.count == 3)
    #expect(abs((three.standardError ?? 0) - (1.0 / 3).squareRoot()) < 1e-15)
  }

  @Test(arguments: SweepPreset.allCases)
  func presetsMakeSense(preset: SweepPreset) throws {
    let plan = preset.plan(corpus: ["texts/moon.txt"], seeds: [1, 2], minutes: 4)
    try plan.check()
    #expect(plan.name == preset.rawValue + "-moon")
    #expect(plan.variants.count >= 2)
    let minutes = plan.runs.reduce(0) {
      $0 + (plan.variants[$1.variant].request.training.minutes ?? 0)
    }
    #expect(abs(minutes - 4) < 1e-9)
    #expect(plan.length?.contains("minute") == true)
  }
}
