import ArgumentParser
import Foundation

/// What to say of words that the parser refused, where more can be told than it knows.
struct MistypedArguments {
  private let shape: CommandShape
  private let words: ArraySlice<String>

  /// The words behind `geul`.
  init(_ words: [String]) throws {
    shape = try CommandShape.called(by: words)
    self.words = words.dropFirst(shape.words.count).prefix { $0 != "--" }
  }

  /// The failure for letters behind one dash, such as `-seq_length`, which the parser would take for as many options, the
  /// last of them for help; nil where there are none that mean anything.
  static func joinedLetters(_ words: [String]) throws -> Failure? {
    func isJoined(_ word: String) -> Bool {
      word.count > 2 && word.first == "-" && !word.hasPrefix("--")
        && !GivenArguments.isNegativeNumber(word)
    }
    guard words.contains(where: isJoined) else { return nil }
    return try MistypedArguments(words).unknownOption(where: isJoined)
  }

  /// The failure to tell of instead of the parser's, whose message is `message`; nil where that says enough.
  func failure(instead message: String) throws -> Failure? {
    // Where the parser has found the same by the letters, that is enough.
    let isFound = message.contains("Did you mean") && suggestsTheSame(message)
    return isFound ? nil : try unknownOption { _ in true } ?? fraction(in: message)
  }

  private func suggestsTheSame(_ message: String) -> Bool {
    words.contains { word in
      isUnknown(word)
        && Self.suggestions(for: String(word.prefix { $0 != "=" }), in: shape)
          .contains { message.contains("'\($0)'") }
    }
  }

  private func unknownOption(where condition: (String) -> Bool) throws -> Failure? {
    for place in shape.optionPlaces(in: words) {
      let word = words[place]
      let name = String(word.prefix { $0 != "=" })
      guard isUnknown(word), condition(word), let answer = try answer(to: name) else { continue }
      return Failure.usage("\(name): unknown option; \(answer) (see: \(shape.call) --help)")
    }
    return nil
  }

  private func isUnknown(_ word: String) -> Bool {
    word.count > 1 && word.first == "-" && !GivenArguments.isNegativeNumber(word)
      && shape.option(String(word.prefix { $0 != "=" })) == nil && word != "--version"
  }

  /// What is known of a name that is none of the command's.
  private func answer(to name: String) throws -> String? {
    if Meanings.isProcessor(name) {
      let related = ["threads", "precision"].filter(shape.has).map { "--" + $0 }
      return "Geul computes on the processor"
        + (related.isEmpty ? "" : "; see " + related.joined(separator: ", "))
    }
    let meant = Self.suggestions(for: name, in: shape)
    if !meant.isEmpty { return "did you mean \(meant.joined(separator: " or "))?" }
    if let place = Self.place(of: name, in: shape) { return place }
    let meanings = Self.spellings(of: name).flatMap {
      [Meanings.key($0)] + Meanings.flags(meantBy: $0)
    }
    let all = try CommandShape.all()
    for flag in meanings {
      let owners = all.filter { $0.has(flag) }.map(\.call)
      if !owners.isEmpty { return "--\(flag) belongs to " + owners.joined(separator: ", ") }
    }
    return nil
  }

  /// The options of a command that a mistyped one means, at most two; their letters do not count.
  static func suggestions(for name: String, in shape: CommandShape) -> [String] {
    for name in spellings(of: name) {
      let key = Meanings.key(name)
      if shape.has(key) { return ["--" + key] }
      let meant = Meanings.flags(meantBy: name).filter(shape.has)
      if !meant.isEmpty { return meant.prefix(2).map { "--" + $0 } }
    }
    return []
  }

  /// What to say where a name means what needs no flag.
  static func place(of name: String, in shape: CommandShape) -> String? {
    let meant = spellings(of: name).flatMap(Meanings.flags)
    if meant.contains(Meanings.model), shape.arguments.contains("model") {
      return "the model is named without a flag, as in: \(shape.call) checkpoints/korean"
    }
    if meant.contains("out"), !shape.has("out"), shape.words != ["repl"] {
      return "results go to standard output; write > FILE behind the command"
    }
    let texts = shape.arguments.contains { ["corpus", "files"].contains($0) }
    guard meant.contains(Meanings.corpus), texts else { return nil }
    let model = shape.arguments.contains("model") ? " checkpoints/korean" : ""
    return "texts are named without a flag, as in: \(shape.call)\(model) korean.txt"
  }

  /// The name, and the letter of one that is joined with its value, as in `-n100`.
  private static func spellings(of name: String) -> [String] {
    let isShort = name.hasPrefix("-") && !name.hasPrefix("--") && name.count > 2
    return [name] + (isShort ? [String(name.prefix(2))] : [])
  }

  /// The failure for a number that is not whole where one must be.
  private func fraction(in message: String) -> Failure? {
    for option in shape.options where option.takesValue {
      for (place, word) in words.enumerated() {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = parts.first, option.names.contains(name) else { continue }
        let value = parts.count > 1 ? parts[1] : words.dropFirst(place + 1).first ?? ""
        guard Double(value) != nil, Int(value) == nil,
          message.contains("'\(value)' is invalid for '\(name) ")
        else { continue }
        return Failure.usage("\(name) must be a whole number, not \(value)")
      }
    }
    return nil
  }
}
