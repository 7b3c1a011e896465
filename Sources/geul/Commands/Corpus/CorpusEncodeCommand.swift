import ArgumentParser
import GeulKit

/// `geul corpus encode`: a corpus to the token file that training reads.
struct CorpusEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Encode texts once, into a token file.",
    discussion: """
      Examples:
        geul corpus encode texts/ --out texts.tokens --units jamo
        geul corpus encode letters.txt --vocabulary checkpoints/korean --out letters.tokens
      geul train TOKENS trains on it, and geul corpus decode TOKENS gives the normalized text again.
      A file that is there already is kept if neither the texts nor the settings have changed.
      """)

  @Argument(
    help:
      "Files, packed ones too, folders (every .txt below, in name order), or - for standard input.")
  var files: [String]

  @Option(help: "The token file.")
  var out: String

  @OptionGroup var text: TextOptions

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    guard try !files.contains(where: TokenFile.isOne) else {
      throw Failure.usage("expected texts, found a token file; it is encoded already")
    }
    Signals.heedStops()
    // What a killed encoding has left is gigabytes, perhaps.
    try FileSystem.current.cleanPartials(beside: out)
    let begun = ContinuousClock.now
    let corpus = try encode()
    let seconds = (ContinuousClock.now - begun).inSeconds
    Notes.tell(CorpusNotes.lines(on: corpus, isLearned: text.vocabulary == nil))
    if json { return try Output.json(report(corpus, seconds: seconds)) }
    let symbols = Figures.grouped(corpus.tokens.count)
    let kinds = Figures.grouped(corpus.tokenizer.symbolCount)
    guard let read = corpus.report else {
      return try Output.line("\(out): unchanged, \(symbols) symbols, vocabulary \(kinds)")
    }
    let speed = Double(read.bytesRead) / 1e6 / max(seconds, 1e-9)
    try Output.line(
      "\(out): \(symbols) symbols, vocabulary \(kinds), of \(Figures.grouped(read.bytesRead)) bytes "
        + "in \(Figures.fixed(seconds, 2)) s (\(Figures.fixed(speed, 0)) MB/s)")
  }

  private func encode() throws -> EncodedCorpus {
    let progress = EncodingProgress()
    defer { progress.clear() }
    let source = try CorpusSource(paths: files, for: text.choices.reading())
    try source.checkSelection(text.choices.reading())
    Notes.tell(CorpusNotes.lines(on: source))
    let total = try source.byteCount()
    return try text.choices.encode(files, to: .file(out), stop: Signals.stop) {
      progress.show($0, of: total)
    }
  }

  private func report(_ corpus: EncodedCorpus, seconds: Double) -> JSONValue {
    let tokenizer = corpus.tokenizer
    let read = corpus.report
    let missing: JSONValue = read.map { .integer(Int64($0.unknown.values.reduce(0, +))) } ?? .null
    return [
      "path": .string(out), "reused": .bool(read == nil),
      "symbols": .integer(Int64(corpus.tokens.count)),
      "vocabulary": .integer(Int64(tokenizer.symbolCount)),
      "units": .string(tokenizer.unit.rawValue), "normalize": .string(tokenizer.form.rawValue),
      "newlines": .string(tokenizer.newlines.rawValue),
      "documents": .integer(Int64(corpus.tokens.documentCount)),
      "scalars": read.map { .integer(Int64($0.scalars)) } ?? .null,
      "bytes": read.map { .integer(Int64($0.bytesRead)) } ?? .null,
      "unknown_symbols": tokenizer.vocabulary.unknown == .symbol ? missing : .integer(0),
      "spelled_scalars": tokenizer.vocabulary.unknown == .bytes ? missing : .integer(0),
      "invalid_sequences": read.map { .integer(Int64($0.invalidSequences)) } ?? .null,
      "newlines_converted": read.map { .integer(Int64($0.newlinesConverted)) } ?? .null,
      "seconds": .number(seconds),
    ]
  }
}
