import GeulStorage

/// A list of corpora, found by name.
public struct CorpusCatalogue: Sendable {
  /// The corpora in order.
  public let entries: [CorpusEntry]

  init(entries: [CorpusEntry]) {
    self.entries = entries
  }

  /// Reads a file of JSON: an object with the one key `corpora`, a list of entries.
  ///
  /// Throws `corrupt`, with the place, for whatever a catalogue cannot hold.
  public init(file: String) throws(StorageError) {
    let reader = try JSONReader(try readFile(file, limit: 1 << 22), file: file)
    try reader.refuseKeys(otherThan: ["corpora"])
    var entries: [CorpusEntry] = []
    for element in try reader.elements(at: "corpora") {
      let entry = try CorpusEntry(element)
      guard !entries.contains(where: { $0.name == entry.name }) else {
        throw element.refusal(
          expected: "a name for each corpus alone", found: "\(entry.name) again")
      }
      entries.append(entry)
    }
    self.entries = entries
  }

  /// The corpus of the name, nil if there is none.
  public subscript(name: String) -> CorpusEntry? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}
