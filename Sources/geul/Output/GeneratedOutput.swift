import GeulKit

/// Where generated texts go, in their order: the one at hand as it is made, those after it when it has ended.
struct GeneratedOutput {
  private let echo: String
  /// The first text's seed, if a text is called by its seed; else it is called by its ln p, which is known at its end.
  private let firstSeed: UInt64?
  /// A text as one JSON object; nil where text is shown.
  private let json: ((DecodedText) -> JSONValue)?
  /// What is copied of a text; nil where nobody asks.
  private let copies: ((DecodedText) throws -> NoveltyReport)?

  /// How many texts there are to be.
  private var count = 1
  /// The text at hand.
  private var current = 0
  private var hasBegun = false
  /// What came of later texts.
  private var waiting: [Int: String] = [:]
  private var ended: [Int: DecodedText] = [:]

  /// Shows texts, each after `echo`, or as what `json` makes of them, and what `copies` finds of each.
  init(
    echo: String, firstSeed: UInt64?, json: ((DecodedText) -> JSONValue)?,
    copies: ((DecodedText) throws -> NoveltyReport)? = nil
  ) {
    self.copies = copies
    self.echo = echo
    self.firstSeed = firstSeed
    self.json = json
  }

  /// Takes what comes of the writing.
  mutating func take(_ event: DecodingEvent) throws {
    switch event {
    case .begun(let count):
      self.count = count
      try begin()
    case .piece(let piece, let place):
      guard json == nil else { return }
      waiting[place, default: ""] += piece
      if place == current { try begin() }
    case .ended(let text):
      ended[text.place] = text
      while let text = ended.removeValue(forKey: current) { try end(text) }
    }
  }

  /// Shows what comes before the text at hand, if its name is known, and what there is of it.
  private mutating func begin() throws {
    guard json == nil, let firstSeed else { return }
    try begin("seed \(firstSeed + UInt64(current))")
  }

  private mutating func begin(_ name: String) throws {
    if !hasBegun {
      hasBegun = true
      if count > 1 { try Output.line("--- \(current + 1) of \(count), \(name) ---") }
      try Output.write(echo)
    }
    if let piece = waiting.removeValue(forKey: current) { try Output.write(piece) }
  }

  /// Ends the text at hand.
  private mutating func end(_ text: DecodedText) throws {
    let novelty = try copies?(text)
    if let json {
      var value = json(text)
      if let novelty, case .object(var object) = value {
        object.append("novelty", novelty.json)
        value = .object(object)
      }
      try Output.json(value)
    } else {
      let generation = text.generation
      try begin(
        firstSeed.map { "seed \($0 + UInt64(current))" }
          ?? "ln p \(Figures.fixed(generation.logProbability, 2))")
      if !(echo + generation.text).utf8.reversed().starts(with: "\n".utf8) {
        try Output.write("\n")
      }
      if let novelty {
        Notes.line(NoveltyLine.text(of: novelty, least: NoveltyReport.leastCopy))
      }
    }
    current += 1
    hasBegun = false
    if waiting[current] != nil { try begin() }
  }
}
