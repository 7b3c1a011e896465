import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining

/// What became of every file of a run, read to its end.
public struct RunVerification: Sendable {
  /// One thing that was looked at.
  public struct Finding: Sendable, Equatable {
    /// Its name in the run's folder.
    public let name: String
    /// Whether it is as it must be.
    public let isSound: Bool
    /// What was seen, or what is wrong.
    public let detail: String
  }

  /// The run's folder.
  public let run: String
  /// All that was looked at, the checkpoints first.
  public private(set) var findings: [Finding] = []

  /// Whether nothing is damaged.
  public var isSound: Bool { findings.allSatisfy(\.isSound) }

  /// Reads all files of the run in a folder; throws `StorageError` where there is none. Nothing is changed.
  ///
  /// A run that is trained meanwhile can be looked at too.
  public init(_ path: String) throws {
    let named = try RunFolder.folder(of: path)
    // A checkpoint stands for the run that it is of.
    let folder = RunFolder(containing: named) ?? RunFolder(named)
    run = folder.path
    let steps = try folder.steps()
    guard !steps.isEmpty else {
      throw StorageError.missing(
        file: path, advice: "this folder holds no checkpoint; name a run's folder")
    }
    var settings: RunSettings?
    for step in steps {
      let place = folder.checkpoint(at: step)
      look(at: name(of: place)) {
        let checkpoint = try CheckpointFolder(place)
        settings = try Checkpoint.verify(checkpoint)
        let count = checkpoint.files.names.count
        return checkpoint.files.isSealed
          ? "\(count) files, as they were written" : "\(count) files, whose hashes are not known"
      }
    }
    lookAtIndex(folder, steps)
    try lookAtTexts(folder, settings)
    try lookAtNotes(folder)
  }

  private mutating func lookAtIndex(_ folder: RunFolder, _ steps: [Int]) {
    look(at: "run.json") {
      guard let best = try folder.bestStep() else { return "no checkpoint was evaluated" }
      guard steps.contains(best) else {
        throw StorageError.missing(
          file: folder.checkpoint(at: best), advice: "the latest checkpoint takes its place")
      }
      return "step \(best) is the best"
    }
  }

  private mutating func lookAtTexts(
    _ folder: RunFolder, _ settings: RunSettings?
  ) throws(StorageError) {
    for path in [folder.corpusTokens, folder.validationTokens, folder.testTokens] {
      guard try FileSystem.current.exists(path) else { continue }
      look(at: name(of: path)) {
        let tokens = try EncodedCorpus(tokenFile: path).tokens
        if path == folder.corpusTokens, let settings {
          guard tokens.fingerprint == settings.corpusFingerprint else {
            throw RequestError(.badData, "these are not the ids that the run began with")
          }
        }
        return "\(Figures.grouped(tokens.count)) symbols, as they were written"
      }
    }
  }

  private mutating func lookAtNotes(_ folder: RunFolder) throws(StorageError) {
    for path in [folder.metrics, folder.log] {
      guard try FileSystem.current.exists(path) else { continue }
      look(at: name(of: path)) {
        let notes = try JournalVerification(path)
        let steps = notes.steps > 0 ? ", \(Figures.grouped(notes.steps)) steps, none twice" : ""
        return "\(Figures.grouped(notes.lines)) lines\(steps)"
      }
    }
  }

  private mutating func look(at name: String, _ body: () throws -> String) {
    do { findings.append(Finding(name: name, isSound: true, detail: try body())) } catch {
      findings.append(Finding(name: name, isSound: false, detail: "\(error)"))
    }
  }

  private func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension RunVerification {
  /// An object: `run, sound, findings` of `name, sound, detail`.
  public var json: JSONValue {
    [
      "run": .string(run), "sound": .bool(isSound),
      "findings": .array(
        findings.map {
          ["name": .string($0.name), "sound": .bool($0.isSound), "detail": .string($0.detail)]
        }),
    ]
  }
}
