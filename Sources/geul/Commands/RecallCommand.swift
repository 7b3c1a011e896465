import ArgumentParser
import Foundation
import GeulKit

extension LineMemory.Rule: ExpressibleByArgument {}

/// `geul recall`: a line of a text by a part of it.
struct RecallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Recall a line of a text by a part of it, or by a damaged one.",
    discussion: """
      Examples:
        geul recall corpora/eunpo.txt --query "새벽 시장에"
        geul recall poem.txt --query "shal I compre thee to a sumer" --rule pseudo-inverse
      Each line is a pattern of 2,048 units of +1 and -1: its stretches of two and three characters vote for each unit.
      The network starts at the query's pattern and is updated until nothing changes; its energy falls. Dense memory
      (Ramsauer et al. 2020) takes one line among any; hebbian and pseudo-inverse are Hopfield's of 1982 and after.
      """)

  @Argument(help: "The text, line by line, or - for standard input.")
  var file: String

  @Option(help: "What to recall by: any length, a part, or with mistakes.")
  var query: String

  @Option(
    help:
      "hebbian, pseudo-inverse or dense (default: dense, which holds any number)."
  )
  var rule = LineMemory.Rule.dense

  @Flag(help: "The line and the energies as JSON.")
  var json = false

  func run() throws {
    guard !query.isEmpty else { throw Failure.usage("--query needs some text to recall by") }
    Signals.heedStops()
    let learned = try CorpusEncoder(stop: Signals.stop).learn(CorpusSource(paths: [file]))
    var scalars = String.UnicodeScalarView()
    try learned.tokens.decode(0..<learned.tokens.count, tokenizer: learned.tokenizer) {
      scalars.append(contentsOf: $0.lazy.compactMap(Unicode.Scalar.init))
    }
    let memory = try LineMemory(String(scalars), called: file, rule: rule)
    let found = memory.recall(query.precomposedStringWithCanonicalMapping)
    if json { return try tellInJSON(found, memory) }
    for (step, energy) in found.energies.enumerated() {
      let nearest = step < found.nearest.count ? found.nearest[step] : nil
      let words = nearest.map { ", nearest \(Figures.fixed($0.overlap, 2)): \($0.line.prefix(50))" }
      try Output.line("step \(step): energy \(Figures.fixed(energy, 4))\(words ?? "")")
    }
    guard let line = found.line, let number = found.number else {
      return try Output.line("what was recalled is no line of \(file)")
    }
    try Output.line("line \(number): \(line)")
  }

  private func tellInJSON(_ found: LineMemory.Recalled, _ memory: LineMemory) throws {
    try Output.json([
      "file": .string(file), "query": .string(query), "rule": .string(memory.rule.rawValue),
      "lines": .integer(Int64(memory.count)), "line": found.line.map { .string($0) } ?? .null,
      "number": found.number.map { .integer(Int64($0)) } ?? .null,
      "overlap": .number(found.overlap), "energies": .array(found.energies.map { .number($0) }),
    ])
  }
}
