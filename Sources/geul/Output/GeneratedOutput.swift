import Foundation
import GeulKit

/// Where generated texts go, in their order: the one at hand as it is made, those after it when it has ended.
struct GeneratedOutput {
  private let echo: String
  /// How many texts there are to be.
  var count: Int
  /// What a text is called before it is there; nil if its ln p is its name.
  private let heading: ((Int) -> String)?
  /// A text as one JSON object, given which of them it is; nil where text is shown.
  private let json: ((Int, Generation) -> JSONValue)?
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// The text at hand.
  private var current = 0
  private var hasBegun = false
  /// What came of later texts.
  private var waiting: [Int: String] = [:]
  private var ended: [Int: Generation] = [:]

  /// Shows `count` texts, each after `echo`, or as what `json` makes of them.
  init(
    echo: String, count: Int, heading: ((Int) -> String)?,
    json: ((Int, Generation) -> JSONValue)?
  ) {
    self.echo = echo
    self.count = count
    self.heading = heading
    self.json = json
  }

  /// Shows what comes before the text at hand, if its name is known, and what there is of it.
  mutating func begin() throws {
    guard json == nil, let heading else { return }
    try begin(heading(current))
  }

  private mutating func begin(_ name: String) throws {
    if !hasBegun {
      hasBegun = true
      if count > 1 { try Output.line("--- \(current + 1) of \(count), \(name) ---") }
      try write(echo)
    }
    if let piece = waiting.removeValue(forKey: current) { try write(piece) }
  }

  /// Takes a piece of a text.
  mutating func show(_ piece: String, of number: Int) throws {
    guard json == nil else { return }
    waiting[number, default: ""] += piece
    if number == current { try begin() }
  }

  /// Takes the end of a text.
  mutating func end(_ number: Int, _ generation: Generation) throws {
    ended[number] = generation
    while let generation = ended.removeValue(forKey: current) {
      if let json {
        try Output.json(json(current, generation))
      } else {
        try begin(heading?(current) ?? "ln p \(Figures.fixed(generation.logProbability, 2))")
        if !(echo + generation.text).utf8.reversed().starts(with: "\n".utf8) {
          try Output.write("\n")
        }
      }
      current += 1
      hasBegun = false
      if waiting[current] != nil { try begin() }
    }
  }

  private func write(_ text: String) throws {
    try Output.write(TerminalText.visible(text, isTerminal: isTerminal))
  }
}
