import Testing

@testable import GeulKit

/// What a run takes where nothing was chosen.
@Suite struct DefaultSettingsTests {
  private func settings(
    text: Int, vocabulary: Int = 65, minutes: Double? = nil, preset: SizePreset? = nil,
    validates: Bool = true,
    change: (inout ModelChoices, inout TrainingChoices) -> Void = { _, _ in
    }
  ) -> (model: ModelChoices, training: TrainingChoices, reason: String?) {
    var (model, training) = (ModelChoices(), TrainingChoices())
    (training.minutes, training.threads, training.precision) = (minutes, 2, .fp32)
    change(&model, &training)
    return DefaultSettings(
      text: text, vocabulary: vocabulary, model: model, training: training, preset: preset,
      isNew: true, validates: validates
    ).filled()
  }

  @Test func aLongTextGetsALargerModelThanAShortOne() {
    let (short, long) = (
      settings(text: 30_000, minutes: 60).model, settings(text: 8_000_000, minutes: 60).model
    )
    #expect(
      (short.layers ?? 0) * (short.hidden ?? 0) < (long.layers ?? 0) * (long.hidden ?? 0))
    #expect(short.dropout ?? 0 > long.dropout ?? 0)
    #expect(short.weightDropout ?? 0 > 0 && long.weightDropout == nil)
  }

  /// A model that the run has no time for learns less than a smaller one.
  @Test func aShortRunGetsASmallerModel() {
    let (brief, ample) = (
      settings(text: 1_000_000, minutes: 0.1).model, settings(text: 1_000_000, minutes: 90).model
    )
    #expect((brief.layers ?? 0) * (brief.hidden ?? 0) < (ample.layers ?? 0) * (ample.hidden ?? 0))
    #expect(brief.dropout ?? 1 < ample.dropout ?? 0)
  }

  @Test func whatIsGivenIsKept() {
    let (model, training, _) = settings(text: 50_000, minutes: 3) {
      ($0.layers, $0.hidden, $0.embedding, $0.dropout) = (3, 77, .oneHot, 0.15)
      ($1.batch, $1.sequence, $1.learningRate) = (5, 19, 0.011)
      ($1.schedule, $1.averaging) = (.step, AveragingKind.none)
    }
    #expect(model.layers == 3 && model.hidden == 77 && model.embedding == .oneHot)
    #expect(model.dropout == 0.15 && model.weightDropout == nil)
    #expect(training.batch == 5 && training.sequence == 19 && training.learningRate == 0.011)
    #expect(training.schedule == .step && training.averaging == AveragingKind.none)
    #expect(training.patience == nil)
  }

  @Test(arguments: SizePreset.allCases)
  func aPresetOverrulesTheSize(preset: SizePreset) {
    let model = settings(text: 30_000, minutes: 0.1, preset: preset).model
    #expect(model.layers == preset.layers && model.hidden == preset.hidden)
  }

  /// Where no end is given a run ends once it gets no better, unless nobody could tell.
  @Test func aRunWithoutAnEndIsPatient() {
    let open = settings(text: 50_000).training
    #expect(open.patience ?? 0 > 1 && open.schedule == .plateau)
    let blind = settings(text: 50_000, validates: false)
    #expect(blind.training.patience == nil && blind.training.epochs == 10)
    #expect(settings(text: 50_000, minutes: 1).training.patience == nil)
    // A schedule that spans the run asks for its length.
    #expect(settings(text: 50_000) { $1.schedule = .cosine }.training.patience == nil)
  }

  @Test(arguments: [ModelName.window, .ngram])
  func otherKindsAreLeftAlone(name: ModelName) {
    let (model, training, reason) = settings(text: 50_000) { model, _ in model.model = name }
    var asked = TrainingChoices()
    (asked.threads, asked.precision) = (2, .fp32)
    var named = ModelChoices()
    named.model = name
    #expect(model == named && training == asked && reason == nil)
  }

  /// The same request chooses the same, and what it chose, typed as flags, is what it would choose again.
  @Test func whatIsToldRepeatsTheRun() throws {
    let folder = try TemporaryFolder()
    var request = TrainingRequest()
    request.corpus = [
      try folder.write("moon.txt", String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 60))
    ]
    (request.out, request.choosesByText) = (folder.path("run"), true)
    (request.training.steps, request.training.threads) = (2, 1)
    let job = try TrainingJob(new: request)
    let lines = job.choiceNotes
    let line = try #require(lines.first { $0.hasPrefix("chosen ") })
    guard case .recurrent(let model) = job.settings.model else {
      Issue.record("not a recurrent model")
      return
    }
    let training = job.settings.training
    for flag in [
      "--layers \(model.layers)", "--hidden \(model.hidden)", "--dropout \(model.dropout)",
      "--batch \(training.batch)", "--sequence \(training.sequence)",
      "--learning-rate \(training.learningRate)", "--schedule \(training.schedule.rawValue)",
      "--average \(training.averaging.rawValue)",
    ] {
      #expect(line.contains(flag), "\(flag) in \(line)")
    }
    #expect(lines.contains { $0.hasPrefix("it ends after 2 steps") })
  }
}
