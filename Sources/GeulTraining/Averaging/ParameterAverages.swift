import GeulCompute
import GeulModel
import GeulStorage

/// Two running means of the parameters (two-tailed averaging; Melis 2022, arXiv 2209.12581).
///
/// Both take in the same parameters, one of them over a longer stretch, which is what the run offers as its model. When
/// the validation text costs no more under the short one, the long one's older part has become of no use: the short one
/// takes its place, and begins anew. Nothing is to be chosen, and the mean is good whenever the run is stopped.
///
/// Memory: twice that of the parameters. Cost: two passes over them every `stride` steps.
final class ParameterAverages {
  /// The mean over the longer stretch, or the first parameters while nothing was taken in.
  let long: FloatBuffer
  /// The mean over the shorter one; without meaning while `shortCount` is 0.
  let short: FloatBuffer
  /// How many parameters each is the mean of.
  private(set) var (longCount, shortCount) = (0, 0)

  private let layout: ParameterLayout
  private let pool: WorkerPool
  /// What the workers take in.
  private var current: FloatBuffer?

  /// Steps from one taking in to the next: means of neighbours are alike, and each costs.
  static let stride = 4

  /// Means that begin at `parameters`, which `pool` works on.
  init(_ layout: ParameterLayout, beginningAt parameters: FloatBuffer, pool: WorkerPool) {
    self.layout = layout
    self.pool = pool
    long = FloatBuffer(count: layout.count)
    short = FloatBuffer(count: layout.count)
    long.copy(from: parameters)
  }

  /// Takes in the parameters after step `step`, if it is one of those that are. Allocates nothing.
  func note(_ parameters: FloatBuffer, after step: Int) {
    guard longCount == 0 || step % Self.stride == 0 else { return }
    longCount += 1
    shortCount += 1
    current = parameters
    defer { current = nil }
    pool.runPrepared(taking)
  }

  /// Puts the short mean in the place of the long one, which it is not worse than, and begins it anew.
  func shorten() {
    long.copy(from: short)
    longCount = shortCount
    shortCount = 0
  }

  /// Makes the means what they were when `short` and `long` were copied.
  func restore(long: FloatBuffer, _ longCount: Int, short: FloatBuffer, _ shortCount: Int) {
    self.long.copy(from: long)
    self.short.copy(from: short)
    (self.longCount, self.shortCount) = (longCount, shortCount)
  }

  /// The short mean and both counts from a checkpoint; the long mean is the checkpoint's model, `parameters` (now).
  func read(
    _ file: SafeTensorsFile, _ counts: JSONReader, model parameters: FloatBuffer
  ) throws(StorageError) {
    long.copy(from: parameters)
    try layout.read(file, prefix: Self.shortPrefix, into: short)
    longCount = try counts.integer(at: "long", in: 0...1 << 53)
    shortCount = try counts.integer(at: "short", in: 0...longCount)
  }

  /// What stands before the parameters' names in those of the short mean.
  static let shortPrefix = "short."
  /// What stands before them in those that the run has come to, where the model's are a mean.
  static let latestPrefix = "latest."

  // Made once, so that a step allocates nothing for the work that it hands out.
  private lazy var taking: (Worker) -> Void = { [unowned self] in take($0) }

  private func take(_ worker: Worker) {
    guard let current else { return }
    let part = worker.share(of: current.count)
    let from = current.pointer + part.lowerBound
    RowKernels.approach(
      from, by: 1 / Float(longCount), long.pointer + part.lowerBound, count: part.count)
    RowKernels.approach(
      from, by: 1 / Float(shortCount), short.pointer + part.lowerBound, count: part.count)
  }
}
