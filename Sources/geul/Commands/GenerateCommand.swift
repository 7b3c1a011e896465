import ArgumentParser
import Foundation
import GeulKit

/// `geul generate`: text from a model.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Let a model write.",
    discussion: """
      Examples:
        geul generate checkpoints/korean --prompt "새벽 시장에" --length 300
        geul generate checkpoints/korean --prompt @opening.txt --temperature 0.6 --top-k 20
      Filters apply in this order: symbols without text (bytes, the unknown) are left out, top-k, temperature.
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "Text to go on from; @FILE reads a file, - standard input.")
  var prompt = ""

  @OptionGroup var sampling: SamplingOptions

  @Flag(help: "Leave the prompt out of the output.")
  var noEcho = false

  @Option(help: "auto (the fastest here), fp32, bf16 or int8.")
  var precision: Precision = .auto

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The text and its figures as one JSON object.")
  var json = false

  func run() throws {
    let settings = try sampling.settings()
    let prompt = try PromptText.read(self.prompt)
    let language = try LanguageModel(checkpoint: try model.checkpoint())
    Signals.catchStops()
    let kind = try precision.productKind(fastest: .fastestForOneLane)
    let session = TextSession(language, kind: kind, pool: try threads.makePool())
    let unknown = session.read(prompt)
    CorpusNotes.tellUnknown(unknown, by: language.tokenizer, in: "the prompt")
    var sampler = Sampler(settings, seed: sampling.seed)
    let toTerminal = isatty(STDOUT_FILENO) == 1
    let echo = noEcho ? "" : prompt
    var failure: (any Error)?
    if !json { try Output.write(echo) }
    let begun = ContinuousClock.now
    let generation = session.write(
      length: sampling.length, sampler: &sampler,
      shouldStop: { Signals.stop.isRequested || failure != nil },
      emit: { piece in
        guard !json else { return }
        do { try Output.write(TerminalText.visible(piece, isTerminal: toTerminal)) } catch {
          failure = error
        }
      })
    if let failure { throw failure }
    let seconds = (ContinuousClock.now - begun).inSeconds
    if json {
      try Output.json(report(generation, prompt: prompt, kind: kind, seconds: seconds))
    } else if !(echo + generation.text).utf8.reversed().starts(with: "\n".utf8) {
      try Output.write("\n")
    }
    if let status = Signals.status { throw ExitCode(status.rawValue) }
  }

  private func report(
    _ generation: Generation, prompt: String, kind: ProductKind, seconds: Double
  ) -> JSONValue {
    [
      "prompt": .string(prompt), "text": .string(generation.text),
      "symbols": .integer(Int64(generation.symbols.count)),
      "log_probability": .number(generation.logProbability),
      "finish_reason": .string(generation.finishReason.rawValue),
      "precision": .string(kind.rawValue), "seed": .integer(Int64(clamping: sampling.seed)),
      "symbols_per_second": .number(Double(generation.symbols.count) / max(seconds, 1e-9)),
    ]
  }
}
