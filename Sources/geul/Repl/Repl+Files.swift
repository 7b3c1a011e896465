import Foundation
import GeulKit

/// Conversations in files, and other models.
extension Repl {
  /// Writes the conversation and the settings to a file.
  func save(_ path: String) throws {
    try ConversationFile(path).save(conversation, settings, model: name)
    let count = conversation.branches.count
    Output.error(
      "saved \(Figures.counted(count, "branch", "branches")) and the settings to \(path); /load \(path) reads them again"
    )
  }

  /// Reads a conversation again, or puts a second model beside the first.
  func load(_ path: String) throws {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .missingInput,
        "\(path): no such file or folder; name a saved conversation, a run or a checkpoint")
    }
    guard isFolder.boolValue || RunFolder.isPart(path) else { return try loadConversation(path) }
    let folder: CheckpointFolder
    do { folder = try RunFolder.open(path) } catch { throw ModelAdvice.failure(for: path, error) }
    let language = try LanguageModel(folder)
    rival = Rival(name: path, decoding: makeSession(language))
    let isSame = language.tokenizer.fingerprint == tokenizer.fingerprint
    Output.error(
      "\(path) (\(language.words)) is beside \(name) (\(description)), which stays as it is; "
        + (isSame ? "they have the same vocabulary; " : "its vocabulary is another; ")
        + "it has read nothing yet, and reads the text so far anew at each /versus, which lets both go on from here"
    )
  }

  private func loadConversation(_ path: String) throws {
    let loading = try ConversationFile(path).load(into: conversation, by: decoding)
    Notes.tell(missing: loading.missingCharacters)
    if !loading.isSameVocabulary {
      Output.error("it was held with a model of another vocabulary, and was read as text")
    }
    let turns = Figures.counted(conversation.turns.count, "turn")
    tell(
      "read \(path), held with \(loading.model), and its settings; on branch \(conversation.branch) of "
        + "\(conversation.branches.joined(separator: ", ")), \(turns)")
  }
}
