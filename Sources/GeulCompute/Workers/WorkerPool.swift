import CKernels
import Glibc

/// One worker's view of a piece of work that all workers carry out together.
package struct Worker {
  /// 0 ..< count.
  package let index: Int
  /// Number of workers.
  package let count: Int
  /// Where all workers meet.
  package let barrier: Barrier
  /// Pieces of work for whoever is free.
  let queue: WorkQueue
  /// Memory of this worker alone, for blocks of a product.
  package let scratch: ProductScratch

  /// This worker's part of `0 ..< total`: contiguous, near-equal.
  package func share(of total: Int) -> Range<Int> {
    (total * index / count)..<(total * (index + 1) / count)
  }
}

/// Threads that live as long as the pool and run the same closure side by side.
///
/// The calling thread is worker 0. Between pieces of work the others spin for a moment and then sleep.
public final class WorkerPool: @unchecked Sendable {
  /// Number of workers, the caller included.
  public var count: Int { workplace.count }
  private let workplace: Workplace
  private var threads: [pthread_t] = []

  /// Starts `count` - 1 threads; one that the system will not start is a `Shortage`.
  public init(count: Int) {
    precondition(count >= 1, "a pool needs at least 1 worker, not \(count)")
    workplace = Workplace(count: count)
    // Linux grants the tile registers to a process once; asked before there are threads, all have them.
    _ = Processor.hasBrainFloats
    for index in 1..<max(1, count) { start(index) }
  }

  /// More workers than this only wait for each other.
  public static let mostWorkers = 256

  /// How many workers a pool should have here: one for each fast physical core that this process may use.
  public static var defaultCount: Int { min(mostWorkers, UsableCores.count) }

  deinit {
    workplace.announce(-1)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body` on every worker and returns when all are done.
  ///
  /// Several threads may call this: one piece of work is done at a time, by all workers, and the others wait for their
  /// turn. `body` itself may not. Cost: a small allocation, and some microseconds.
  package func run(_ body: (Worker) -> Void) {
    withoutActuallyEscaping(body) { workplace.run($0) }
  }

  /// The same for a piece of work that is made once and run often: allocates nothing.
  package func runPrepared(_ body: @escaping (Worker) -> Void) { workplace.run(body) }

  private func start(_ index: Int) {
    let seat = Unmanaged.passRetained(Seat(workplace: workplace, index: index))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let seat = Unmanaged<Seat>.fromOpaque(argument).takeRetainedValue()
        seat.workplace.serve(as: seat.index)
        return nil
      }, seat.toOpaque())
    guard status == 0 else { Shortage.thread(index: index, count: count).end() }
    threads.append(thread)
  }

  /// What a thread is handed when it starts.
  private final class Seat {
    let workplace: Workplace
    let index: Int

    init(workplace: Workplace, index: Int) {
      self.workplace = workplace
      self.index = index
    }
  }
}
