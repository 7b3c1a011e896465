import ArgumentParser
import GeulKit

/// `geul corpus decode`: the normalized text of a token file.
struct CorpusDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Write the normalized text of a token file.",
    discussion: """
      Example:
        geul corpus decode texts.tokens > texts.txt
      The text is that of all documents, one after the other, scalar for scalar.
      """)

  @Argument(help: "The token file.")
  var tokens: String

  func run() throws {
    let corpus = try EncodedCorpus(tokenFile: tokens)
    Signals.heedStops()
    let (all, tokenizer) = (corpus.tokens, corpus.tokenizer)
    var start = 0
    while start < all.count {
      try Signals.stop.check()
      let end = try all.characterStart(from: start + Self.blockSize, tokenizer: tokenizer)
      try Output.write(all.text(of: start..<end, tokenizer: tokenizer))
      start = end
    }
  }

  /// Symbols that are decoded at a time.
  private static let blockSize = 1 << 18
}
