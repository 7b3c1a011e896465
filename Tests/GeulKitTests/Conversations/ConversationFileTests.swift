import Foundation
import GeulKit
import Testing

/// Conversations that are kept in files.
@Suite struct ConversationFileTests {
  private let folder: TemporaryFolder
  private let decoding: DecodingSession
  private let conversation: ModelConversation

  init() throws {
    folder = try TemporaryFolder()
    decoding = try SmallModel.decoding()
    conversation = Conversation(decoding.session)
  }

  private func say(_ text: String) {
    _ = conversation.read(text)
    _ = conversation.write { _, take in decoding.write(take: take) { _ in } }
  }

  @Test func aConversationIsReadAgainWithItsSettings() throws {
    let file = ConversationFile(folder.path("talk.json"))
    try decoding.use(SmallModel.short { ($0.seed, $0.stops) = (9, ["없는 말"]) })
    say("달이 ")
    #expect(conversation.fork("other"))
    say("밤")
    let (text, takes, settings) = (conversation.text, conversation.takes, decoding.settings)
    try file.save(conversation, settings, model: "moon")
    try file.save(conversation, settings, model: "moon")
    let next = decoding.session.keepingPlace { decoding.write(take: takes) { _ in } }
    conversation.reset()
    try decoding.use(SmallModel.short())
    let loading = try file.load(into: conversation, by: decoding)
    #expect(loading.isSameVocabulary && loading.missingCharacters == "")
    #expect(conversation.text == text && conversation.branches == ["main", "other"])
    #expect(conversation.branch == "other" && conversation.takes == takes)
    #expect(decoding.settings == settings)
    #expect(decoding.write(take: takes) { _ in }.symbols == next.symbols)
  }

  @Test func anotherFileIsNotReplaced() throws {
    let path = try folder.write("novel.txt", "a novel")
    let error = #expect(throws: RequestError.self) {
      try ConversationFile(path).save(conversation, decoding.settings, model: "moon")
    }
    #expect(error?.kind == .cannotCreate)
    #expect(try TextFile.read(path) == "a novel")
  }

  /// What cannot be read changes neither the conversation nor the settings.
  @Test func aDamagedFileChangesNothing() throws {
    say("달이 ")
    let (text, settings) = (conversation.text, decoding.settings)
    let good = ConversationFile(folder.path("talk.json"))
    try good.save(conversation, SmallModel.short { $0.seed = 99 }, model: "moon")
    let whole = try TextFile.read(good.path)
    for (place, with) in [
      (#""geul_conversation":1"#, #""geul_conversation":2"#),
      (#""branch":"main""#, #""branch":"gone""#), (#""top_p":null"#, #""top_p":7"#),
      (#""only":null"#, #""only":"q""#),
    ] {
      #expect(whole.contains(place))
      let path = try folder.write("bad.json", whole.replacingOccurrences(of: place, with: with))
      #expect(throws: (any Error).self) {
        try ConversationFile(path).load(into: conversation, by: decoding)
      }
      #expect(conversation.text == text && decoding.settings == settings, "\(with)")
    }
  }
}
