import ArgumentParser
import Foundation

/// Words in a command's place that are none.
enum MistypedCommand {
  /// Throws a usage error for a word that no command is called by, the parser taking it for an argument too many.
  static func check(_ words: [String]) throws {
    var (type, path): (any ParsableCommand.Type, [String]) = (Geul.self, [])
    for word in words {
      let subcommands = type.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-"), !(path.isEmpty && word == "help") else {
        return
      }
      let next = subcommands.first { $0.configuration.commandName == word }
      guard let next else { throw failure(word, path, subcommands) }
      type = next
      path.append(word)
    }
  }

  private static func failure(
    _ word: String, _ path: [String], _ subcommands: [any ParsableCommand.Type]
  ) -> Failure {
    let call = (path + [word]).joined(separator: " ")
    let names =
      subcommands.compactMap { $0.configuration.commandName } + (path.isEmpty ? ["help"] : [])
    var answer = ""
    if let meant = meant(by: word, below: path) {
      answer = "did you mean \(meant)? "
    } else if let nearest = nearestName(to: word, among: names) {
      answer = "did you mean \((path + [nearest]).joined(separator: " "))? "
    } else if path.isEmpty, access(word, F_OK) == 0 {
      answer = "to learn from it: geul train \(word); "
    }
    return Failure.usage(
      "no command \(call); \(answer)commands are \(names.joined(separator: ", "))")
  }

  /// The command that a word of other programs means.
  private static func meant(by word: String, below path: [String]) -> String? {
    let key = Meanings.key(word)
    let found = meanings.first { $0.words.split(separator: " ").contains { $0 == key } }
    guard path.isEmpty, let found else { return nil }
    return found.command
  }

  private static let meanings: [(command: String, words: String)] = [
    ("train", "fit learn finetune fine-tune pretrain"),
    ("train --resume", "resume continue"),
    ("generate", "sample write predict complete infer inference gen"),
    ("repl", "chat run interactive talk shell play"),
    ("eval", "test validate score perplexity ppl measure"),
    ("bench", "speed profile timeit"),
    ("corpus inspect", "inspect doctor check stats analyze analyse look"),
    ("corpus encode", "tokenize tokenise encode prepare preprocess"),
    ("corpus decode", "decode detokenize"), ("corpus fetch", "fetch download get"),
    ("corpus synthesize", "synthesize synthesise synthetic"), ("runs verify", "verify"),
    ("help", "usage man commands"), ("--version", "version"),
  ]
}
