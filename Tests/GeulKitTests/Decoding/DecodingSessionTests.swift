import GeulKit
import Testing

/// Texts by settings: drawn, searched for, stopped.
@Suite struct DecodingSessionTests {
  private struct Full: Error {}

  private func texts(
    _ session: DecodingSession, _ count: Int = 1, alternatives: Int = 0
  ) -> [DecodedText] {
    var ended: [DecodedText] = []
    session.writeTexts(count, alternatives: alternatives) {
      if case .ended(let text) = $0 { ended.append(text) }
    }
    return ended.sorted { $0.place < $1.place }
  }

  /// More texts than are written beside each other.
  @Test func severalTextsAreThoseOfTheirSeeds() throws {
    let session = try SmallModel.decoding(SmallModel.short { $0.seed = 5 })
    session.session.read("달이")
    let together = texts(session, 70)
    #expect(together.map(\.seed) == (5..<75).map { UInt64($0) })
    #expect(together.map(\.place) == Array(0..<70))
    for place in [0, 1, 63, 64, 69] {
      let alone = session.session.keepingPlace { session.write(take: UInt64(place)) { _ in } }
      #expect(alone.symbols == together[place].generation.symbols)
    }
    #expect(
      texts(session, 2, alternatives: 3)[1].generation.alternatives.map(\.count)
        == [Int](
          repeating: 3, count: 12))
  }

  @Test func aTextThatIsWrittenIsGoneOnFrom() throws {
    for beam in [nil, 3] {
      let session = try SmallModel.decoding(SmallModel.short { $0.beam = beam })
      var pieces = ""
      let written = session.write { pieces += $0 }
      #expect(pieces == written.text && written.symbols.count == 12)
      #expect(session.session.symbolCount == 12)
    }
  }

  @Test func aBeamTellsHowManyItFound() throws {
    let session = try SmallModel.decoding(
      SmallModel.short { ($0.beam, $0.best, $0.temperature) = (4, 3, nil) })
    var counts: [Int] = []
    var pieces: [Int: String] = [:]
    session.writeTexts {
      if case .begun(let count) = $0 { counts.append(count) }
      if case .piece(let text, let place) = $0 { pieces[place, default: ""] += text }
    }
    let found = texts(session)
    #expect(counts == [3] && found.count == 3)
    #expect(found.map { pieces[$0.place] } == found.map(\.generation.text))
    let scores = found.compactMap(\.generation.score)
    #expect(scores == scores.sorted(by: >) && scores.count == 3)
  }

  /// What is told may fail: the work ends at once, and the failure is thrown.
  @Test func whoCannotHearEndsTheWriting() throws {
    let session = try SmallModel.decoding(SmallModel.short { $0.length = 100_000 })
    var heard = 0
    #expect(throws: Full.self) {
      try session.writeTexts(3) { event in
        heard += 1
        if case .piece = event { throw Full() }
      }
    }
    #expect(heard == 2)
    #expect(throws: Full.self) { try session.write { _ in throw Full() } }
    #expect(session.session.symbolCount < 10)
  }

  @Test func askedToStopTextsEndWhereTheyAre() throws {
    let session = try SmallModel.decoding(SmallModel.short { $0.length = 100_000 })
    let stop = StopRequest()
    var (pieces, reasons) = (0, [Generation.FinishReason]())
    session.writeTexts(70, stop: stop) { event in
      switch event {
      case .begun: break
      case .piece:
        pieces += 1
        if pieces == 100 { stop.request() }
      case .ended(let text): reasons.append(text.generation.finishReason)
      }
    }
    #expect(reasons == [Generation.FinishReason](repeating: .stopped, count: 64))
  }

  @Test func settingsThatAllowNothingAreNotTaken() throws {
    let session = try SmallModel.decoding()
    let missing = try session.use(SmallModel.short { $0.only = "달밤x" })
    #expect(missing == "x")
    #expect(try session.use(SmallModel.short { $0.only = "달밤x" }) == "", "it was told before")
    let before = session.settings
    for text in ["qx", "z-a"] {
      #expect(throws: RequestError.self) {
        try session.use(SmallModel.short { $0.only = text })
      }
      #expect(session.settings == before)
    }
    #expect(Set(texts(session, 3).map(\.generation.text).joined()).isSubset(of: ["달", "밤"]))
  }
}
