import GeulText

/// Text that was probably decoded in the wrong encoding.
public struct Mojibake: Equatable, Sendable {
  /// What went wrong.
  public enum Kind: String, CaseIterable, Sendable {
    /// UTF-8 whose bytes were taken for Latin-1 or Windows-1252; in a UTF-8 file, decoded twice.
    case utf8AsLatin1 = "utf8_as_latin1"
    /// CP949 or EUC-KR whose bytes were taken for Latin-1 or Windows-1252.
    case cp949AsLatin1 = "cp949_as_latin1"
    /// Another older encoding whose bytes were taken for Latin-1 or Windows-1252.
    case legacyAsLatin1 = "legacy_as_latin1"
    /// U+FFFD in UTF-8 whose bytes were taken for CP949: 占쏙옙.
    case replacementAsCP949 = "replacement_as_cp949"
  }

  /// A run of such text.
  public struct Example: Equatable, Sendable {
    /// Where it begins.
    public let place: TextPlace
    /// The run, up to twelve scalars.
    public let text: [UInt32]
    /// What it should probably read, where that is known.
    public let reading: [UInt32]

    init(_ place: TextPlace, _ text: ArraySlice<UInt32>, reading: [UInt32]) {
      self.place = place
      self.text = Array(text.prefix(12))
      self.reading = Array(reading.prefix(12))
    }
  }

  private static let mostExamples = 3

  /// What went wrong.
  public let kind: Kind
  /// What the bytes were written in; nil where the kind says it, or nothing was found.
  public private(set) var encoding: TextEncoding?
  /// How many characters were meant to stand there.
  public private(set) var characters = 0
  /// The first runs.
  public private(set) var examples: [Example] = []

  /// Whether few runs are kept so far.
  var wantsExamples: Bool { examples.count < Self.mostExamples }

  init(kind: Kind, encoding: TextEncoding? = nil) {
    self.kind = kind
    self.encoding = encoding
  }

  /// Adds a run of so many characters.
  mutating func add(_ characters: Int, _ example: Example?) {
    self.characters += characters
    if let example, wantsExamples { examples.append(example) }
  }

  /// Adds what was found after this.
  mutating func add(_ other: Mojibake) {
    characters += other.characters
    encoding = encoding ?? other.encoding
    examples += other.examples.prefix(Self.mostExamples - examples.count)
  }
}
