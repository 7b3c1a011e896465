import Foundation
import GeulKit

/// What to do where no model was named, or none is where it was looked for.
enum ModelAdvice {
  /// Where runs go unless somebody says otherwise.
  private static let home = "checkpoints"
  /// The most runs that are named in a line.
  private static let most = 3

  /// The failure where no model was named.
  static func nothingNamed() -> Failure {
    let runs = RunSummary.runs(in: home)
    guard !runs.isEmpty else {
      return Failure.usage(
        "expected the folder of a model, found none; to make one: geul train FILE, then name checkpoints/NAME"
      )
    }
    return Failure.usage("expected the folder of a model, found none; \(newest(runs))")
  }

  /// The failure to tell of where `error` came of opening `model`, with what can be done.
  static func failure(for model: String, _ error: StorageError) -> any Error {
    guard error.kind == .missingInput else { return error }
    let folder: String
    do { folder = try RunFolder.folder(of: model) } catch { return error }
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      return missing(model) ?? error
    }
    guard isFolder.boolValue else { return error }
    if let unfinished = unfinished(folder) { return unfinished }
    let runs = RunSummary.runs(in: folder)
    guard let first = runs.first else { return error }
    Output.notes(table(of: runs))
    return Failure(
      .missingInput,
      "\(model): expected a run or a checkpoint, found a folder of \(runs.count) "
        + "run\(runs.count == 1 ? "" : "s"), listed above; name one, such as \(first.path)")
  }

  /// A run that is trained and has nothing to read yet.
  private static func unfinished(_ folder: String) -> Failure? {
    let run = RunFolder(folder)
    if let process = run.writer {
      return Failure(
        .missingInput,
        "\(folder): has no checkpoint yet, for process \(process) is training it; the first comes with its first "
          + "evaluation, or after --save-every (a minute); wait, or stop it with Ctrl-C, which saves one"
      )
    }
    guard FileManager.default.fileExists(atPath: run.corpusTokens) else { return nil }
    return Failure(
      .missingInput,
      "\(folder): holds no checkpoint, for the run ended before its first; train it again")
  }

  /// Nothing of that name: the run of that name in the usual place, or the nearest.
  private static func missing(_ model: String) -> Failure? {
    let runs = RunSummary.runs(in: home)
    guard !runs.isEmpty else { return nil }
    let names = runs.map(\.path) + runs.map { String($0.path.dropFirst(home.count + 1)) }
    guard let nearest = nearestName(to: model, among: names) else {
      return Failure(
        .missingInput, "\(model): expected to exist, found nothing; \(newest(runs))")
    }
    let path = nearest.hasPrefix(home + "/") ? nearest : home + "/" + nearest
    return Failure(
      .missingInput, "\(model): expected to exist, found nothing; did you mean \(path)?")
  }

  private static func newest(_ runs: [RunSummary]) -> String {
    let names = runs.prefix(most).map(\.path).joined(separator: ", ")
    return runs.count == 1
      ? "there is \(names)"
      : "the newest of \(runs.count) in \(home): \(names)"
  }

  private static func table(of runs: [RunSummary]) -> String {
    var table = TextTable(
      [.left, .left, .right, .left], heading: ["run", "model", "validation", "saved"])
    for run in runs {
      let best = run.best.map { "\(Figures.fixed($0.natsPerSymbol, 3)) nats" } ?? "–"
      table.add([
        VisibleText.line(run.path), run.kind?.rawValue ?? "unreadable", best, time(run.saved),
      ])
    }
    return table.text()
  }

  private static func time(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm"
    return formatter.string(from: date)
  }
}
