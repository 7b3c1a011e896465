import CKernels

/// What this machine can do at most, measured on the workers that the work itself has.
public enum MachineLimits {
  /// Rounds of a measurement; the best counts, since others on the machine only ever take.
  private static let rounds = 7
  /// Seconds of a round.
  private static let usualSeconds = 0.03

  /// 10⁹ multiplications and additions a second, of nothing but these in registers, in the arithmetic of a kind of
  /// products; nil where it has no instructions of its own here.
  public static func gigaflops(_ kind: ProductKind, pool: WorkerPool) -> Double? {
    gigaflops(kind, pool: pool, seconds: usualSeconds)
  }

  static func gigaflops(_ kind: ProductKind, pool: WorkerPool, seconds: Double) -> Double? {
    let bytes = Int32(kind.bytes)
    var sink: Float = 0
    guard geul_limit_loop(bytes, 1, &sink) > 0 else { return nil }
    let batch = 2_000
    return best(pool, seconds: seconds) { _ in
      var sink: Float = 0
      return geul_limit_loop(bytes, batch, &sink)
    }
  }

  /// 10⁹ bytes a second, of nothing but reading, where each worker reads its own `bytes` again and again.
  public static func gigabytesRead(ofEach bytes: Int, pool: WorkerPool) -> Double {
    let count = max(64, bytes / MemoryLayout<Float>.size / 64 * 64)
    let buffers = (0..<pool.count).map { _ in FloatBuffer(count: count) }
    return best(pool, seconds: usualSeconds) { worker in
      _ = geul_read_all(buffers[worker.index].pointer, count)
      return Double(count * MemoryLayout<Float>.size)
    }
  }

  /// Bytes of a core's second-level cache, and of the third-level cache; nil where the system does not say.
  public static var caches: (second: Int?, third: Int?) {
    func bytes(_ level: Int32) -> Int? {
      let found = geul_cache_bytes(level)
      return found > 0 ? found : nil
    }
    return (bytes(2), bytes(3))
  }

  /// The best round's sum of what all workers did, in 10⁹ a second; `body` does some work and tells how much.
  private static func best(
    _ pool: WorkerPool, seconds: Double, _ body: (Worker) -> Double
  ) -> Double {
    let done = FloatBuffer(count: pool.count * PackedMatrix.panelWidth)
    var best = 0.0
    for _ in 0..<rounds {
      let clock = ContinuousClock()
      let begun = clock.now
      pool.run { worker in
        var work = 0.0
        repeat { work += body(worker) } while (clock.now - begun) / .seconds(1) < seconds
        // In units that a float holds well, far enough apart for a cache line each.
        done[worker.index * PackedMatrix.panelWidth] = Float(work / 1e9)
      }
      let taken = (clock.now - begun) / .seconds(1)
      let work = (0..<pool.count).reduce(0.0) { $0 + Double(done[$1 * PackedMatrix.panelWidth]) }
      best = max(best, work / taken)
    }
    return best
  }
}

extension ProductKind {
  /// Bytes of a weight.
  public var bytes: Int {
    switch self {
    case .int8: 1
    case .bf16: 2
    case .fp32, .fused, .reference: 4
    }
  }
}
