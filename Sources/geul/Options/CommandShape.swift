import ArgumentParser
import GeulKit

/// What a command takes, as the parser itself describes it.
struct CommandShape {
  /// A flag or option.
  struct Option {
    /// Its names, with their dashes.
    let names: [String]
    /// Whether a value follows.
    let takesValue: Bool
    /// Whether the next word is its value, whatever that looks like.
    let isUnconditional: Bool
  }

  /// The words behind `geul` that call it.
  let words: [String]
  /// Its flags and options, those that help does not show among them.
  let options: [Option]
  /// What its arguments without a name are called.
  let arguments: [String]

  /// The command that the first of `words` call, `geul` itself where they call none.
  static func called(by words: [String]) throws -> CommandShape {
    var type: any ParsableCommand.Type = Geul.self
    var path: [String] = []
    for word in words {
      let next = type.configuration.subcommands.first { $0.configuration.commandName == word }
      guard let next else { break }
      type = next
      path.append(word)
    }
    return try CommandShape(type, words: path)
  }

  /// All commands that do something themselves.
  static func all() throws -> [CommandShape] {
    var shapes: [CommandShape] = []
    func add(_ type: any ParsableCommand.Type, _ words: [String]) throws {
      let subcommands = type.configuration.subcommands
      if subcommands.isEmpty { shapes.append(try CommandShape(type, words: words)) }
      for subcommand in subcommands {
        try add(subcommand, words + [subcommand.configuration.commandName ?? ""])
      }
    }
    try add(Geul.self, [])
    return shapes
  }

  private init(_ type: any ParsableCommand.Type, words: [String]) throws {
    let json = try JSONReader(Array(type._dumpHelp().utf8), file: "the parser's description")
    var (options, arguments) = ([Option](), [String]())
    for entry in try json.member(at: "command").elements(at: "arguments") {
      let kind = try entry.string(at: "kind")
      guard kind != "positional" else {
        arguments.append(try entry.string(at: "valueName"))
        continue
      }
      let names = try entry.elements(at: "names").map { name in
        (try name.string(at: "kind") == "long" ? "--" : "-") + (try name.string(at: "name"))
      }
      options.append(
        Option(
          names: names, takesValue: kind == "option",
          isUnconditional: try entry.string(at: "parsingStrategy") == "unconditional"))
    }
    self.words = words
    self.options = options
    self.arguments = arguments
  }

  /// The option of a name that is written with its dashes.
  func option(_ name: String) -> Option? { options.first { $0.names.contains(name) } }

  /// Where options stand among the words behind the command: what is no value and begins with a dash.
  func optionPlaces(in words: ArraySlice<String>) -> [Int] {
    var places: [Int] = []
    var place = words.startIndex
    while place < words.endIndex, words[place] != "--" {
      let word = words[place]
      if word.count > 1, word.first == "-" { places.append(place) }
      // Whatever stands behind one that takes a value is its value, or was meant to be.
      let option = option(word)
      let isValue = { (word: String) in
        option?.isUnconditional == true || word.first != "-"
          || GivenArguments.isNegativeNumber(word)
      }
      let next = place + 1
      let takesNext = option?.takesValue == true && next < words.endIndex && isValue(words[next])
      place += takesNext ? 2 : 1
    }
    return places
  }

  /// Whether there is an option of this name, without its dashes.
  func has(_ name: String) -> Bool { option("--" + name) != nil }

  /// How it is called.
  var call: String { (["geul"] + words).joined(separator: " ") }
}
