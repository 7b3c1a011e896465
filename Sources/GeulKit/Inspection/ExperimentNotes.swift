import GeulStorage

/// What an experiment of several parts has found so far, in a file, so that it can be stopped and go on.
public struct ExperimentNotes {
  private let path: String?
  private let settings: JSONValue
  private var results: [(key: String, value: JSONValue)] = []

  /// The notes of an experiment of these settings, kept in a file; nil keeps none.
  ///
  /// Throws `RequestError` where the file is of another experiment, and `StorageError`.
  public init(_ path: String?, settings: JSONValue) throws {
    self.path = path
    self.settings = settings
    guard let path, try FileSystem.current.exists(path) else { return }
    let file = try JSONReader(readFile(path, limit: 1 << 26), file: path)
    guard try file.member(at: "settings").value == settings else {
      throw RequestError(
        .badData,
        "\(path): expected the notes of this experiment, found those of one with other settings; name another file, or "
          + "remove this one")
    }
    results = try file.member(at: "results").object().members.map { ($0.key, $0.value) }
  }

  /// What was found of a part.
  public func result(_ key: String) -> JSONReader? {
    results.first { $0.key == key }.map { JSONReader($0.value, file: path ?? key) }
  }

  /// Writes down what was found of a part. Throws `StorageError`.
  public mutating func add(_ key: String, _ value: JSONValue) throws {
    results.append((key, value))
    guard let path else { return }
    let file: JSONValue = ["settings": settings, "results": .object(JSONObject(results))]
    try AtomicFile(path).write(file.serialized())
  }
}
