import GeulGeneration
import GeulStorage

/// A conversation in a file: its branches, what it was held by, and with which model.
public struct ConversationFile: Sendable {
  /// Where it is, or is to be.
  public let path: String

  private static let key = "geul_conversation"
  private static let format = 1
  private static let mostBytes = 1 << 30

  /// The file at `path`, there or not.
  public init(_ path: String) { self.path = path }

  /// What reading a conversation again came to.
  public struct Loading: Sendable, Equatable {
    /// What the model that it was held with was called.
    public let model: String
    /// Whether it was held with a model of the same vocabulary; else it was read as text.
    public let isSameVocabulary: Bool
    /// Those characters of the settings' `only` that the model cannot write, if what may come has changed.
    public let missingCharacters: String
  }

  /// Writes a conversation and the settings it is held by; `model` is what the model is called.
  ///
  /// Throws `RequestError` if another file is there, which a mistyped name must not cost, and `StorageError`.
  public func save(
    _ conversation: ModelConversation, _ settings: DecodingSettings, model: String
  ) throws {
    let value: JSONValue = [
      Self.key: .integer(Int64(Self.format)), "model": .string(model),
      "settings": settings.json, "conversation": conversation.json,
    ]
    try refuseOthers()
    try AtomicFile(path).write(value.serialized() + [0x0A])
  }

  private func refuseOthers() throws {
    guard try FileSystem.current.exists(path) else { return }
    let file = try InputFile(path)
    let begin = try file.read(min(64, file.size), at: 0)
    guard String(decoding: begin, as: UTF8.self).contains(Self.key) else {
      throw RequestError(
        .cannotCreate,
        "\(path): expected no file, or a saved conversation, found another; choose another name")
    }
  }

  /// Reads a conversation again, in the place of `conversation`, whose session is that of `decoding`; the settings are
  /// then those that it was held by.
  ///
  /// Throws `RequestError` or `StorageError`, and then nothing has changed. Cost: everything is read by the model anew.
  public func load(
    into conversation: ModelConversation, by decoding: DecodingSession
  ) throws -> Loading {
    precondition(
      conversation.session === decoding.session, "expected the conversation's own session")
    let bytes = try readFile(path, limit: Self.mostBytes)
    guard bytes.first == UInt8(ascii: "{") else {
      throw RequestError(
        .badData,
        "\(path): expected a saved conversation, found another file; to read it as text: /prompt \(path)"
      )
    }
    let reader = try JSONReader(bytes, file: path)
    guard try reader.optionalMember(at: Self.key) != nil else {
      throw RequestError(
        .badData, "\(path): expected a conversation that /save wrote, found JSON of another kind")
    }
    guard try reader.integer(at: Self.key) == Self.format else {
      throw try reader.member(at: Self.key).refusal(expected: "\(Self.format)")
    }
    let before = decoding.settings
    let missing = try decoding.use(try DecodingSettings(try reader.member(at: "settings")))
    do {
      let isSame = try conversation.load(try reader.member(at: "conversation"))
      return Loading(
        model: try reader.string(at: "model"), isSameVocabulary: isSame, missingCharacters: missing)
    } catch {
      try decoding.use(before)
      throw error
    }
  }
}
