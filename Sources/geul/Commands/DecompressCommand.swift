import ArgumentParser
import GeulKit

/// `geul decompress`: what `geul compress` was given.
struct DecompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompress", abstract: "Give back the file that was compressed, byte for byte.",
    discussion: """
      Example:
        geul decompress letters.geul --model checkpoints/korean --out letters.txt
      Where the model is another, or the file was cut or changed, nothing is written. A file that was made without a model
      needs none.
      """)

  @Argument(help: "The compressed file, or - for standard input.")
  var file: String

  @Option(help: "The folder of the checkpoint that it was made by, or of its run; none if by none.")
  var model: String?

  @Option(help: "Which checkpoint of a run: best or latest (default: best).")
  var which: CheckpointChoice?

  @Option(help: "The file to write, or - for standard output.")
  var out: String

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    Signals.heedStops()
    let bytes = try PlainFiles.read(file)
    let coder =
      try CompressedFile.needsModel(bytes, path: file)
      ? try model.map { try ModelOptions.codingModel($0, which) } : nil
    var line = ProgressLine()
    defer { line.clear() }
    let count = try PlainFiles.write(to: out) {
      let original = try CompressedFile.original(
        of: bytes, path: file, by: coder, pool: try threads.makePool(), stop: Signals.stop
      ) { line.show("decompressed \(Figures.fixed(100 * $0, 1)) %") }
      line.clear()
      return original
    }
    guard out != "-" else { return }
    try Output.line("\(out): \(Figures.grouped(count)) bytes, as they were")
  }
}
