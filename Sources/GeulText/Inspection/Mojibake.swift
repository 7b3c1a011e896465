/// Text that was probably decoded in the wrong encoding.
public struct Mojibake: Equatable, Sendable {
  /// What went wrong.
  public enum Kind: String, CaseIterable, Sendable {
    /// UTF-8 whose bytes were taken for Latin-1 or Windows-1252; in a UTF-8 file, decoded twice.
    case utf8AsLatin1 = "utf8_as_latin1"
    /// CP949 or EUC-KR whose bytes were taken for Latin-1 or Windows-1252.
    case cp949AsLatin1 = "cp949_as_latin1"
    /// U+FFFD in UTF-8 whose bytes were taken for CP949: 占쏙옙.
    case replacementAsCP949 = "replacement_as_cp949"
  }

  /// A run of such text.
  public struct Example: Equatable, Sendable {
    /// Where it begins.
    public let place: TextPlace
    /// The run, up to twelve scalars.
    public let text: [UInt32]
    /// What it should probably read, where that is known without tables.
    public let reading: [UInt32]
  }

  /// What went wrong.
  public let kind: Kind
  /// How many characters were meant to stand there.
  public internal(set) var characters = 0
  /// The first runs.
  public internal(set) var examples: [Example] = []
}
