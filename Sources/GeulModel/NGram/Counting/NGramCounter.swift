import GeulCompute
import GeulStorage

/// Learns an n-gram model by counting a text, which is handed to it piece by piece.
///
/// The text is sorted in blocks, one for each worker side by side; what each block has counted is written to a file
/// without a name, and these are merged at last. Memory: 235 MB, whatever the text; the tables, some 24 bytes for each
/// different n-gram, lie in such files too, of which the system holds as much as it has room for.
public final class NGramCounter {
  /// Order and smoothing.
  public let configuration: NGramConfiguration
  /// Symbols counted so far.
  public private(set) var symbolCount = 0

  private let folder: String
  /// Kept here, since the workers make files too.
  private let fileSystem = FileSystem.current
  private let pool: WorkerPool
  private let sorters: [BlockSorter]
  /// Runs that are open at a time.
  private let mostRuns: Int
  private var runs: [InputFile] = []
  /// The sorter that is being filled, and the symbols in it.
  private var (filling, filled) = (0, 0)
  /// The text's first symbols, N at most.
  private var first: [UInt32] = []

  /// Places of all blocks that are sorted side by side, and how many these are at most.
  private static let (places, mostSorters) = (1 << 23, 8)

  /// What modified Kneser-Ney takes from counts of 1, 2 and more where a text gives no discounts of its own.
  public static var fallbackDiscounts: [Double] { Discounts.fallback }

  /// The most symbols of a text: places are numbers of 32 bits.
  public static let mostSymbols = Int(UInt32.max) - 1

  /// What is being done.
  public enum Stage: String, Sendable {
    /// Blocks of the text are sorted.
    case counting
    /// The blocks' counts are put together.
    case merging
    /// Probabilities of the n-grams are reckoned.
    case estimating
  }

  /// A counter of a text's n-grams, which keeps files without names in `folder`.
  public convenience init(_ configuration: NGramConfiguration, in folder: String, pool: WorkerPool)
  {
    let sorters = min(pool.count, Self.mostSorters)
    self.init(configuration, in: folder, pool: pool, blockCapacity: Self.places / sorters)
  }

  /// The same with blocks of so many places, and so many runs that are open at a time.
  init(
    _ configuration: NGramConfiguration, in folder: String, pool: WorkerPool, blockCapacity: Int,
    mostRuns: Int = 128
  ) {
    precondition(
      (1...Self.places).contains(blockCapacity) && mostRuns >= 2,
      "blocks of \(blockCapacity) places, \(mostRuns) runs")
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.configuration = configuration
    self.folder = folder
    self.mostRuns = mostRuns
    self.pool = pool
    sorters = (0..<min(pool.count, Self.mostSorters)).map { _ in
      BlockSorter(
        length: configuration.order + 1, highest: configuration.vocabulary, capacity: blockCapacity)
    }
  }

  private var length: Int { configuration.order + 1 }

  /// Counts the next symbols of the text, at most `mostSymbols` in all.
  ///
  /// `progress` is told of what takes long, and may throw to end it. Throws what it throws, or `StorageError` where a file
  /// cannot be written.
  public func count(
    _ symbols: Span<UInt32>, progress: (Stage) throws -> Void = { _ in }
  ) throws {
    precondition(
      symbolCount + symbols.count <= Self.mostSymbols,
      "\(symbolCount) symbols and \(symbols.count) more, of at most \(Self.mostSymbols)")
    for index in symbols.indices {
      let symbol = symbols[index]
      precondition(
        symbol < configuration.vocabulary,
        "symbol \(symbol) of a vocabulary of \(configuration.vocabulary)")
      if first.count < configuration.order { first.append(symbol) }
      try put(symbol, progress)
    }
    symbolCount += symbols.count
  }

  /// A block is full when the symbols behind its last place are there, with which the next block begins.
  private func put(_ symbol: UInt32, _ progress: (Stage) throws -> Void) throws {
    let sorter = sorters[filling]
    sorter.symbols[filled] = symbol
    filled += 1
    guard filled == sorter.capacity + length - 1 else { return }
    sorter.count = sorter.capacity
    let behind = (sorter.capacity..<filled).map { sorter.symbols[$0] }
    filling += 1
    if filling == sorters.count { try sortBlocks(progress) }
    for (index, symbol) in behind.enumerated() { sorters[filling].symbols[index] = symbol }
    filled = behind.count
  }

  /// Sorts the blocks that are full, side by side, each to a run.
  private func sortBlocks(_ progress: (Stage) throws -> Void) throws {
    var results = [Result<InputFile, StorageError>?](repeating: nil, count: filling)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      pool.run { worker in
        for index in worker.share(of: results.count) {
          results[index] = Result { () throws(StorageError) in try run(of: sorters[index]) }
        }
      }
    }
    for result in results { if let result { runs.append(try result.get()) } }
    filling = 0
    if runs.count >= mostRuns { try mergeRuns(progress) }
  }

  /// Makes one run of all.
  private func mergeRuns(_ progress: (Stage) throws -> Void) throws {
    let writer = try SortedRunWriter(length: length, in: folder, on: fileSystem)
    try merge(progress) { (gram, shared, count) throws(StorageError) in
      try writer.append(gram, shared: shared, count: count)
    }
    runs = [try writer.finish()]
  }

  /// Hands the n-grams of all runs to `body` in order.
  private func merge(
    _ progress: (Stage) throws -> Void,
    _ body: (_ gram: UnsafePointer<UInt32>, _ shared: Int, _ count: Int) throws(StorageError) ->
      Void
  ) throws {
    var merger = try RunMerger(runs, length: length)
    var merged = 0
    try merger.merge { gram, shared, count in
      if merged % Self.mergedBetweenTellings == 0 { try progress(.merging) }
      merged += 1
      try body(gram, shared, count)
    }
  }

  private func run(of sorter: BlockSorter) throws(StorageError) -> InputFile {
    let writer = try SortedRunWriter(length: length, in: folder, on: fileSystem)
    try sorter.sort { (gram, shared, count) throws(StorageError) in
      try writer.append(gram, shared: shared, count: count)
    }
    return try writer.finish()
  }

  /// Ends the text and makes the model of it; call it once.
  ///
  /// `fallbacks` are the lengths of contexts for which the text gave no discounts, so that fixed ones were taken.
  /// `progress` is told what is done, and may throw to end it. Throws what it throws, or `StorageError`.
  public func finish(
    progress: (Stage) throws -> Void = { _ in }
  ) throws -> (model: NGramModel, fallbacks: [Int]) {
    try endText(progress)
    let trie = try CountedTrie(
      length: length, vocabulary: configuration.vocabulary, in: folder)
    try merge(progress) { (gram, shared, count) throws(StorageError) in
      try trie.append(gram, shared: shared, count: count)
    }
    runs = []
    try trie.finish()
    let links = try SuffixLinks(trie, in: folder, pool: pool) { try progress(.estimating) }
    let estimator = NGramEstimator(
      configuration: configuration, trie: trie, links: links, folder: folder, pool: pool)
    let (tables, fallbacks) = try estimator.tables(startingWith: first) {
      try progress(.estimating)
    }
    return (NGramModel(configuration, tables: tables), fallbacks)
  }

  private static let mergedBetweenTellings = 1 << 18

  /// Behind the text stands a symbol that is none, so often that n-grams begin at all of its own.
  private func endText(_ progress: (Stage) throws -> Void) throws {
    let sorter = sorters[filling]
    sorter.count = filled
    for index in filled..<filled + length - 1 {
      sorter.symbols[index] = UInt32(configuration.vocabulary)
    }
    filling += 1
    try sortBlocks(progress)
  }
}
