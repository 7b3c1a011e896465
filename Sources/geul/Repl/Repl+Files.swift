import Foundation
import GeulKit

/// Conversations in files, and other models.
extension Repl {
  /// Writes the conversation and the settings to a file.
  func save(_ path: String) throws {
    try ConversationFile(path).save(conversation, settings, model: name)
    let count = conversation.branches.count
    Output.error(
      "saved \(count) branch\(count == 1 ? "" : "es") to \(path); /load \(path) reads them again")
  }

  /// Reads a conversation again, or puts a second model beside the first.
  func load(_ path: String) throws {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .missingInput,
        "\(path): no such file or folder; name a saved conversation, a run or a checkpoint")
    }
    guard isFolder.boolValue else { return try loadConversation(path) }
    let language = try LanguageModel(try RunFolder.open(path))
    rival = Rival(name: path, decoding: makeSession(language))
    Output.error("\(path) is beside \(name); /versus lets both go on from here")
  }

  private func loadConversation(_ path: String) throws {
    let loading = try ConversationFile(path).load(into: conversation, by: decoding)
    Notes.tell(missing: loading.missingCharacters)
    if !loading.isSameVocabulary {
      Output.error("it was held with a model of another vocabulary, and was read as text")
    }
    tell("on branch \(conversation.branch) of \(conversation.branches.joined(separator: ", "))")
  }
}
