import GeulCompute
import GeulStorage
import Synchronization

/// An n-gram model: of each context that was seen, how likely each symbol is to follow, counted and smoothed.
///
/// p(w | h) = max(c(hw) - D, 0) / c(h) + γ(h) p(w | h′), where h′ is h without its first symbol; what D and γ are is the
/// smoothing's. Every n-gram that was seen has its whole p, so of a distribution only what was not seen is looked for in
/// shorter contexts: ln p(w | h) = ln γ(h) + ln p(w | h′).
public final class NGramModel: SequenceModel {
  /// Order and smoothing.
  public let configuration: NGramConfiguration
  let tables: NGramTables
  /// What all readers share, made for the first.
  private let sharedContext = Mutex<NGramContext?>(nil)

  /// A model that has counted nothing: every symbol is as likely as any other.
  public convenience init(_ configuration: NGramConfiguration) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.init(configuration, tables: .empty(configuration))
  }

  init(_ configuration: NGramConfiguration, tables: NGramTables) {
    self.configuration = configuration
    self.tables = tables
  }

  /// V.
  public var vocabularySize: Int { configuration.vocabulary }

  /// N.
  public var contextLength: Int? { configuration.order }

  /// Numbers that were learnt: a probability for each n-gram, and a factor for each context.
  public var parameterCount: Int { tables.parameterCount }

  /// How many different n-grams of each length 1 ... N + 1 were counted.
  public var distinctCounts: [Int] { tables.levels.map(\.count) }

  /// A reader of streams; `kind` is of no concern, since nothing is multiplied.
  public func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool)
    -> NGramPredictor
  {
    NGramPredictor(self, context, lanes: lanes, steps: steps, pool: pool)
  }

  private var context: NGramContext {
    sharedContext.withLock { shared in
      if let shared { return shared }
      let context = NGramContext(self)
      shared = context
      return context
    }
  }
}

extension NGramTables {
  /// Those of a model that has counted nothing.
  static func empty(_ configuration: NGramConfiguration) -> NGramTables {
    let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    memory.initialize(to: 0)
    let numbers = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Float.self)
    let levels = (0...configuration.order).map { length in
      let isLongest = length == configuration.order
      return NGramLevel(
        count: 0, symbols: memory, logProbabilities: numbers,
        logBackoffs: isLongest ? nil : UnsafePointer(numbers),
        children: isLongest ? nil : UnsafePointer(memory))
    }
    return NGramTables(
      levels: levels, rootLogBackoff: 0, vocabulary: configuration.vocabulary,
      owners: [Cell(memory)])
  }

  /// Keeps one number.
  private final class Cell {
    private let memory: UnsafeMutablePointer<UInt32>

    init(_ memory: UnsafeMutablePointer<UInt32>) { self.memory = memory }

    deinit { memory.deallocate() }
  }
}
