import GeulStorage
import GeulText

/// How the texts of a run were read, and how its tokenizer was learned.
public struct TextSettings: Sendable, Equatable {
  /// Encoding, and what became of ill-formed bytes.
  public var reading: ReadingOptions
  /// How the tokenizer was learned; nil for one that was taken from elsewhere.
  public var tokenizer: TokenizerOptions?

  /// Settings, by default those of `geul train`.
  public init(
    reading: ReadingOptions = ReadingOptions(), tokenizer: TokenizerOptions? = TokenizerOptions()
  ) {
    self.reading = reading
    self.tokenizer = tokenizer
  }

  /// The settings as `config.json` holds them.
  var json: JSONValue {
    ["reading": reading.json, "tokenizer": tokenizer?.json ?? .null]
  }

  /// Reads settings; throws `StorageError` or `TextError`.
  init(_ reader: JSONReader) throws {
    reading = try ReadingOptions(try reader.member(at: "reading"))
    tokenizer = try reader.presentMember(at: "tokenizer").map { try TokenizerOptions($0) }
  }
}
