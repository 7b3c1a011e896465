import Foundation

/// The words that the command was given.
enum GivenArguments {
  /// The words behind `geul`, each number below zero joined to the option that it is the value of: the parser takes
  /// whatever begins with a dash for an option.
  static func read() throws -> [String] { try joined(Array(CommandLine.arguments.dropFirst())) }

  /// The same of any words.
  static func joined(_ words: [String]) throws -> [String] {
    guard words.contains(where: isNegativeNumber) else { return words }
    let shape = try CommandShape.called(by: words)
    var joined = words
    for place in shape.optionPlaces(in: words.dropFirst(shape.words.count)).reversed() {
      guard let option = shape.option(words[place]), option.takesValue, !option.isUnconditional,
        place + 1 < words.count, isNegativeNumber(words[place + 1])
      else { continue }
      joined.replaceSubrange(place...place + 1, with: [words[place] + "=" + words[place + 1]])
    }
    return joined
  }

  /// Whether a word is meant to be a number below zero.
  static func isNegativeNumber(_ word: String) -> Bool {
    guard word.first == "-" else { return false }
    let digits = word.dropFirst()
    let isNumber = { (text: Substring) in text.first?.isNumber ?? false }
    return isNumber(digits) || digits.first == "." && isNumber(digits.dropFirst())
      || ["inf", "infinity", "nan"].contains(digits.lowercased())
  }
}
