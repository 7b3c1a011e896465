import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import Testing

/// Turns that are taken back, taken again, branched off and stored.
struct ConversationTests {
  private let language = LanguageModel.random(Tokenizer(scalarsOf: "abc가나다\n "))

  private typealias Talk = Conversation<ModelPredictor>

  private func talk() -> Talk { Conversation(language.session()) }

  /// A turn: `text`, and 12 symbols of the model's.
  @discardableResult
  private func say(_ text: String, _ talk: Talk) -> String {
    _ = talk.read(text)
    return write(talk)
  }

  private func write(_ talk: Talk) -> String {
    talk.write { session, take in
      var sampler = Sampler(
        SamplingSettings(temperature: 1), seed: take)
      return session.write(WritingSettings(length: 12), sampler: &sampler)
    }.text
  }

  @Test func turnsAreOneText() {
    let talk = talk()
    let first = say("가나", talk)
    let second = say("b", talk)
    #expect(talk.text.values == ("가나" + first + "b" + second).values)
    let whole = language.session()
    whole.read(talk.text)
    #expect(whole.symbolCount == talk.session.symbolCount)
    #expect(whole.continuation() == talk.session.continuation())
  }

  @Test func undoneTurnsWereNever() {
    let (talk, other) = (talk(), talk())
    for one in [talk, other] { say("가", one) }
    for text in ["나", "", "a"] { say(text, talk) }
    #expect(talk.undo(2) == 2)
    #expect(talk.undo() == 1)
    #expect(talk.text.values == other.text.values)
    #expect(talk.session.continuation() == other.session.continuation())
    #expect(talk.undo(5) == 1 && talk.undo() == 0)
    #expect(talk.text == "" && talk.session.symbolCount >= 0)
  }

  @Test func anotherTakeFollowsTheSameText() {
    let talk = talk()
    say("가", talk)
    let first = say("나다", talk)
    #expect(talk.retake())
    let second = write(talk)
    #expect(first != second)
    #expect(talk.turns.count == 2 && talk.text.hasSuffix("나다" + second))
    // The third take of all, after the same text.
    let session = language.session()
    session.read(talk.turns[0].read + talk.turns[0].written + "나다")
    var sampler = Sampler(SamplingSettings(temperature: 1), seed: 2)
    #expect(session.write(WritingSettings(length: 12), sampler: &sampler).text == second)
    #expect(!self.talk().retake())
  }

  @Test func branchesGoOnWhereTheyWereLeft() {
    let talk = talk()
    say("가", talk)
    #expect(talk.fork("other") && talk.branch == "other" && talk.branches == ["main", "other"])
    #expect(!talk.fork("main") && !talk.fork("other"))
    say("나", talk)
    let other = talk.text
    #expect(talk.go("main") && talk.turns.count == 1)
    say("다", talk)
    let main = talk.text
    #expect(talk.go("other") && talk.text == other && talk.go("other"))
    #expect(talk.go("main") && talk.text == main)
    #expect(!talk.go("none") && talk.branch == "main")
    let session = language.session()
    session.read(main)
    #expect(session.continuation() == talk.session.continuation())
  }

  @Test func aTurnThatFailsIsNotWritten() {
    struct Full: Error {}
    let (talk, other) = (talk(), talk())
    for one in [talk, other] { _ = one.read("가") }
    #expect(throws: Full.self) {
      try talk.write { session, _ throws(Full) in
        session.read("나")
        throw Full()
      }
    }
    #expect(talk.takes == 0 && talk.text.values == other.text.values)
    #expect(write(talk) == write(other))
  }

  /// The stop text was not kept, and the model would only meet it again.
  @Test(arguments: [("나", "", "나"), ("나", "a", "a"), ("\n", "a", "\na"), ("\n", "", "\n")])
  func goesOnBehindWhatStoppedIt(_ stop: String, _ typed: String, _ read: String) {
    let talk = talk()
    #expect(talk.continuation(typed) == typed)
    _ = talk.read("가")
    var seed: UInt64 = 0
    repeat {
      _ = talk.retake()
      seed += 1
      _ = talk.write { session, _ in
        var sampler = Sampler(SamplingSettings(temperature: 1), seed: seed)
        return session.write(WritingSettings(length: 40, stops: [stop]), sampler: &sampler)
      }
    } while talk.turns.last?.stop == nil && seed < 100
    #expect(talk.turns.last?.stop == stop && talk.continuation(typed).values == read.values)
  }

  @Test func storedAndReadAgainItGoesOn() throws {
    let talk = talk()
    for text in ["가나", "", "b\n"] { say(text, talk) }
    _ = talk.fork("other")
    say("c", talk)
    let reader = try JSONReader(talk.json.serialized(), file: "talk.json")
    let again = self.talk()
    say("다", again)
    try again.load(reader)
    #expect(again.branch == "other" && again.branches == ["main", "other"])
    #expect(again.text.values == talk.text.values && again.takes == talk.takes)
    #expect(say("a", again) == say("a", talk))
    #expect(again.go("main") && talk.go("main") && again.undo(2) == 2 && talk.undo(2) == 2)
    #expect(say("", again) == say("", talk))
  }

  @Test func withAnotherVocabularyTheTextIsRead() throws {
    let talk = talk()
    say("가나", talk)
    let reader = try JSONReader(talk.json.serialized(), file: "talk.json")
    let other = LanguageModel.random(Tokenizer(scalarsOf: "cba다나가 \n!"))
    let again = Conversation(other.session())
    try again.load(reader)
    #expect(again.text.values == talk.text.values)
    #expect(again.session.symbolCount == talk.session.symbolCount)
  }

  @Test(arguments: [
    ("\"branch\":\"main\"", "\"branch\":\"none\""), ("\"takes\":1", "\"takes\":-1"),
    ("\"symbols\":[", "\"symbols\":[999,"), ("\"read\"", "\"rad\""),
  ])
  func damagedOnesAreRefusedAndNothingChanges(_ good: String, _ bad: String) throws {
    let talk = talk()
    say("가나", talk)
    let text = String(decoding: talk.json.serialized(pretty: false), as: UTF8.self)
    try #require(text.contains(good), "\(text)")
    let reader = try JSONReader(Array(text.replacing(good, with: bad).utf8), file: "talk.json")
    let other = self.talk()
    say("다", other)
    let before = other.text
    #expect(throws: StorageError.self) { try other.load(reader) }
    #expect(other.text == before && other.branches == ["main"])
  }
}
