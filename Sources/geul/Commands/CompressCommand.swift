import ArgumentParser
import Foundation
import GeulKit

/// `geul compress`: a file in as few bits as a model's perplexity says.
struct CompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compress", abstract: "Compress a file by what a model expects of it.",
    discussion: """
      Examples:
        geul compress letters.txt --model checkpoints/korean --out letters.geul
        geul decompress letters.geul --model checkpoints/korean --out letters.txt
        geul compress letters.txt --adaptive --out letters.geul
      Any bytes come back as they were; text like that of the training takes the least. The same model is needed to
      open it; with --adaptive and no --model none is. In int8 the file opens on every processor; in fp32, and with
      --adaptive, on those that multiply and add in one rounding (AVX2 or later, 64-bit ARM).
      """)

  @Argument(help: "The file, or - for standard input.")
  var file: String

  @Option(help: "The folder of a checkpoint, or of a run, which means its best checkpoint.")
  var model: String?

  @Flag(
    help:
      "Learn while coding, from --model or from nothing, mixed with the n-grams so far: smaller, and as slow as training."
  )
  var adaptive = false

  @Option(help: "Which checkpoint of a run: best or latest (default: best).")
  var which: CheckpointChoice?

  @Option(help: "The compressed file, or - for standard output.")
  var out: String

  @Option(
    help:
      "Parts that are coded side by side, faster and each some 30 bytes longer (default: one for each 32 KiB, at most 32; with --adaptive at most 8, and one for each 256 KiB without a model)."
  )
  var lanes: Int?

  @Option(help: "int8, which opens on every processor, or fp32 (default: int8).")
  var precision: Precision?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    if let lanes, !(1...CompressedFile.mostLanes).contains(lanes) {
      throw Failure.usage("--lanes must be from 1 to \(CompressedFile.mostLanes), not \(lanes)")
    }
    if out == "-", json { throw Failure.usage("--json and --out - both mean standard output") }
    try checkModel()
    Signals.heedStops()
    let coder = try model.map { try ModelOptions.codingModel($0, which) }
    let kind = try chosenKind(coder)
    let original = try PlainFiles.read(file)
    let begun = ContinuousClock.now
    var line = ProgressLine()
    defer { line.clear() }
    var made: CompressedFile?
    try PlainFiles.write(to: out) {
      let compressed = try CompressedFile(
        original, by: coder, learning: adaptive, lanes: lanes, kind: kind,
        pool: try threads.makePool(), stop: Signals.stop
      ) { line.show("compressed \(Figures.fixed(100 * $0, 1)) % of \(original.count) bytes") }
      line.clear()
      made = compressed
      return compressed.bytes
    }
    guard let made, out != "-" else { return }
    try tell(made, original.count, (ContinuousClock.now - begun).inSeconds)
  }

  private func checkModel() throws {
    if model == nil, !adaptive {
      throw Failure.usage(
        "compress needs --model MODEL, whose checkpoint also opens the file; or --adaptive, which can begin with nothing"
      )
    }
    if model == nil, which != nil { throw Failure.usage("--which chooses a checkpoint of --model") }
    if let precision, adaptive, precision != .fp32 {
      throw Failure.usage(
        "--adaptive learns in fp32, not \(precision.rawValue); leave --precision out")
    }
    if let precision, precision != .int8, precision != .fp32 {
      throw Failure.usage(
        "--precision of a compressed file is int8 or fp32, not \(precision.rawValue)")
    }
  }

  private func chosenKind(_ coder: CodingModel?) throws -> ProductKind {
    guard let coder, !adaptive else { return .fp32 }
    return try Precision.kind(
      precision, for: coder.language.model.configuration, standard: .int8)
  }

  private func tell(_ compressed: CompressedFile, _ bytes: Int, _ seconds: Double) throws {
    let size = compressed.bytes.count
    let bits = Double(8 * size) / Double(max(1, bytes))
    guard !json else {
      return try Output.json([
        "file": .string(file), "out": .string(out), "model": model.map { .string($0) } ?? .null,
        "adaptive": .bool(adaptive),
        "bytes": .integer(Int64(bytes)), "compressed_bytes": .integer(Int64(size)),
        "bits_per_byte": .number(bits), "lanes": .integer(Int64(compressed.lanes)),
        "bytes_beside_model": .integer(Int64(compressed.bytesBeside)), "seconds": .number(seconds),
      ])
    }
    let share = Figures.fixed(100 * Double(size) / Double(max(1, bytes)), 1)
    try Output.line(
      "\(out): \(Figures.grouped(size)) of \(Figures.grouped(bytes)) bytes, \(share) %, "
        + "\(Figures.fixed(bits, 3)) bits a byte, in \(Figures.fixed(seconds, 1)) s")
    if compressed.bytesBeside > bytes / 20 {
      Notes.line(
        "\(Figures.grouped(compressed.bytesBeside)) bytes of \(file) are no UTF-8, or not what the model's "
          + "vocabulary can say; they are coded without it, and take much more")
    }
  }
}
