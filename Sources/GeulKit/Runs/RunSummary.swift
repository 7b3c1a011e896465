import Foundation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulTraining

/// What can be told of a run at a glance.
public struct RunSummary: Sendable, Equatable {
  /// Its folder.
  public let path: String
  /// The kind of model; nil where its latest checkpoint cannot be read.
  public let kind: ModelName?
  /// The best evaluation; nil where there was none.
  public let best: BestEvaluation?
  /// When it was saved last.
  public let saved: Date

  /// The run in a folder; nil if the folder is none, or holds no checkpoint.
  public init?(_ path: String) {
    let run = RunFolder(path)
    do {
      guard try RunFolder.isRun(path), let step = try run.steps().last else { return nil }
      let checkpoint = run.checkpoint(at: step)
      let attributes = try FileManager.default.attributesOfItem(atPath: checkpoint)
      saved = attributes[.modificationDate] as? Date ?? .distantPast
      self.path = path
      (kind, best) = Self.figures(checkpoint)
    } catch {
      // What cannot be looked at is no run that could be named.
      return nil
    }
  }

  private static func figures(_ path: String) -> (ModelName?, BestEvaluation?) {
    do {
      let checkpoint = try CheckpointFolder(path)
      let model = try ModelConfiguration(checkpoint.configuration().member(at: "model"))
      return (model.name, try Checkpoint.progress(of: checkpoint).best)
    } catch { return (nil, nil) }
  }

  /// The runs in a folder, those saved last first; none where there is no folder.
  public static func runs(in folder: String) -> [RunSummary] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch { return [] }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return names.filter { !$0.hasPrefix(".") }.compactMap { RunSummary(base + $0) }
      .sorted { ($1.saved, $0.path) < ($0.saved, $1.path) }
  }
}
