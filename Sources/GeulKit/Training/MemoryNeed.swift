import GeulModel
import GeulStorage
import GeulTraining

/// Whether a model can be trained in the memory that is to be had.
enum MemoryNeed {
  /// Copies of the parameters that training holds: themselves, gradients, Adam's two moments, the packed weights forward
  /// and back, and three in each of three snapshots: the last sound state, the best, and the one that is being saved.
  private static let copies = 15
  /// What averaging adds: two means, and one of them with the run's own parameters in each snapshot.
  private static let averagingCopies = 8

  /// Throws `RequestError` if training needs more than is to be had.
  static func check(
    _ configuration: ModelConfiguration, _ training: TrainingConfiguration,
    within limit: MemoryLimit = .present
  ) throws(RequestError) {
    guard let parameters = configuration.parameterCount else { return }
    let pass = PassNeed.numbers(
      of: configuration, steps: training.sequence, lanes: training.batch)
    let copies = copies + (training.averaging == .none ? 0 : averagingCopies)
    let need = (parameters * copies + pass) * MemoryLayout<Float>.size
    guard need > limit.bytes else { return }
    throw .usage(
      "\(sizes(of: configuration)) make \(Figures.grouped(parameters)) parameters, which take "
        + "\(Figures.grouped(need >> 20)) MiB to train with --batch \(training.batch) and "
        + "--sequence \(training.sequence); \(Figures.grouped(limit.bytes >> 20)) MiB are to be had "
        + "(\(limit.source)); choose fewer, or allow more memory")
  }

  /// The flags that make a model large, as they were chosen.
  private static func sizes(of configuration: ModelConfiguration) -> String {
    let facts = configuration.facts
    let flags = ["window", "hidden", "layers"].compactMap { name -> String? in
      guard case .integer(let size) = facts[name] else { return nil }
      return "--\(name) \(size)"
    }
    return flags.dropLast().joined(separator: ", ") + " and " + (flags.last ?? "")
  }
}
