import ArgumentParser
import GeulKit

/// `geul corpus fetch`: a corpus of the catalogue, downloaded and verified.
struct CorpusFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "List the catalogue of free corpora, or download and verify one.",
    discussion: """
      Examples:
        geul corpus fetch
        geul corpus fetch enwik8 --out downloads
      Licence, size and hash are shown first. Ctrl-C keeps what came; the same command goes on from there.
      --catalogue FILE.json adds corpora of your own: {"corpora": [...]} with the keys that --json shows.
      """)

  @Argument(help: "The corpus; without it, the catalogue is listed.")
  var name: String?

  @Option(help: "The folder for corpora.")
  var out = "downloads"

  @Option(help: "A catalogue in JSON, in place of the built-in one.")
  var catalogue: String?

  @Flag(help: "The catalogue, or where the corpus is, as JSON.")
  var json = false

  func run() throws {
    let list = try catalogue.map { try CorpusCatalogue(file: $0) } ?? .builtIn
    guard let name else { return try show(list) }
    guard let entry = list[name] else { throw unknown(name, list) }
    Signals.heedStops()
    describe(entry)
    try fetch(entry)
  }

  private func unknown(_ name: String, _ list: CorpusCatalogue) -> Failure {
    let names = list.entries.map(\.name)
    let nearest = nearestName(to: name, among: names).map { "did you mean \($0)? " } ?? ""
    return Failure.usage(
      "no corpus \(name); \(nearest)corpora are \(names.joined(separator: ", "))")
  }

  private func show(_ list: CorpusCatalogue) throws {
    let width = (list.entries.map(\.name.utf8.count).max() ?? 0) + 2
    let indent = String(repeating: " ", count: width)
    for entry in list.entries {
      guard !json else {
        try Output.json(.object(entry.json))
        continue
      }
      let padding = String(repeating: " ", count: width - entry.name.utf8.count)
      let lines = [
        entry.name + padding + entry.title,
        indent + "\(entry.language), \(Figures.grouped(entry.file.bytes)) bytes, \(entry.licence)",
        indent + entry.purpose,
      ]
      for line in lines { try Output.line(line) }
    }
  }

  /// What is about to be downloaded, before it is.
  private func describe(_ entry: CorpusEntry) {
    let rows = [
      ("corpus", entry.title), ("from", entry.file.url),
      ("size", "\(Figures.grouped(entry.file.bytes)) bytes"), ("sha256", entry.file.sha256),
      ("licence", "\(entry.licence) (\(entry.licenceURL))"), ("credit", entry.attribution),
      ("note", entry.purpose),
    ]
    for (name, value) in rows {
      let padding = String(repeating: " ", count: 10 - name.count)
      Output.error(name + padding + value)
    }
  }

  private func fetch(_ entry: CorpusEntry) throws {
    var progress = ProgressLine()
    let fetched: FetchedCorpus?
    do {
      fetched = try CorpusFetcher(folder: out).fetch(entry, stop: Signals.stop) {
        progress.show(Self.line($0, of: entry.file.bytes))
      }
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
    guard let fetched else {
      Output.error("geul: stopped; what came is kept, and the same command goes on from there")
      throw WorkStopped()
    }
    if fetched.wasPresent { Output.error("geul: it is there already, and right") }
    guard json else { return try Output.line(fetched.path) }
    var object = entry.json
    object["path"] = .string(fetched.path)
    object["archive"] = fetched.archive.map(JSONValue.string) ?? .null
    object["was_present"] = .bool(fetched.wasPresent)
    try Output.json(.object(object))
  }

  private static func line(_ step: FetchProgress, of bytes: Int) -> String {
    switch step {
    case .received(let count):
      "\(Figures.grouped(count)) of \(Figures.grouped(bytes)) bytes (\(count * 100 / bytes) %)"
    case .verified(let count): "verifying: \(Figures.grouped(count)) bytes"
    case .unpacking: "unpacking"
    }
  }
}
