/// What a file is that is neither a plain text nor what was expected in its place, by its first bytes.
public struct FileFormat: Equatable, Sendable {
  /// What it is called in a message, such as `gzip` or `a Word document`.
  public let name: String
  /// What to do about it.
  public let advice: String
  /// What packed it, if a program of the system unpacks it into one stream.
  package let packing: Packing?

  /// A format with one of the usual pieces of advice.
  package init(_ name: String, _ advice: Advice, packing: Packing? = nil) {
    self.init(name, advice: advice.rawValue, packing: packing)
  }

  /// A format with advice of its own.
  package init(_ name: String, advice: String, packing: Packing? = nil) {
    self.name = name
    self.advice = advice
    self.packing = packing
  }

  /// What helps with a kind of file.
  package enum Advice: String {
    case unpack = "unpack it first"
    case saveAsText = "save it as text (.txt) in the program that made it"
    case extractText = "take its text out first, for example with pdftotext"
    case exportText = "export its text first"
    case noText = "name a file of text"
    case decrypt = "decrypt it first"
    case fetchAgain = "fetch the file again"
  }

  /// Bytes that are enough to know a file by.
  package static let headSize = 1 << 16

  /// The format whose signature a file begins with; nil for any other file.
  ///
  /// Signatures are long or checked, so that no text begins with one. Cost: a look at the first bytes, and for zip and
  /// OLE a pass over `head`, which are up to ``headSize`` bytes from the file's front.
  package static func recognized(by head: ArraySlice<UInt8>) -> FileFormat? {
    guard let first = head.first else { return nil }
    if let found = FileSignature.table[first]?.first(where: { $0.matches(head) }) {
      return found.format
    }
    return FileSignature.late.first { $0.matches(head) }?.format
      ?? ContainerFormat.zip(head) ?? ContainerFormat.compoundDocument(head)
      ?? ContainerFormat.image(head) ?? StandInFormat.recognized(by: head)
  }
}
