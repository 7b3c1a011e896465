import GeulKit

/// Where in a configuration file the options of a run stand, so that what is wrong with one is told there.
struct ConfigurationKeys {
  /// The file.
  let path: String
  /// What a key is called in the file, by its flag without dashes: `order`, or `[ngram] order`.
  let places: [String: String]

  /// The failure that `error` is, told of the key where it blames a flag that nobody typed.
  ///
  /// `words` are those that the command was given.
  func blaming(_ error: any Error, typed words: [String]) -> any Error {
    let status: ExitStatus
    switch error {
    case let error as RequestError: status = ExitStatus(error.kind)
    case let error as Failure: status = error.status
    case TextError.unknownEncoding where isMeant("encoding", words):
      return Failure(.wrongUsage, "\(path): \(places["encoding"] ?? "encoding"): \(error)")
    default: return error
    }
    let message = "\(error)"
    guard message.hasPrefix("--") else { return error }
    let flag = message.dropFirst(2).prefix { $0.isLetter || $0 == "-" }
    guard isMeant(String(flag), words), let place = places[String(flag)] else { return error }
    return Failure(status, "\(path): \(place): \(message)")
  }

  /// Whether a flag's value is the file's, and not the command line's.
  private func isMeant(_ flag: String, _ words: [String]) -> Bool {
    places[flag] != nil && !words.contains { $0 == "--" + flag || $0.hasPrefix("--\(flag)=") }
  }
}
