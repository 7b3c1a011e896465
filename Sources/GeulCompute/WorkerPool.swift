import CKernels
import Glibc
import Synchronization

/// One worker's view of a piece of work that all workers carry out together.
package struct Worker {
  /// 0 ..< count.
  package let index: Int
  /// Number of workers.
  package let count: Int
  /// Where all workers meet.
  package let barrier: Barrier
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

  /// Starts `count` - 1 threads.
  public init(count: Int) {
    precondition(count >= 1, "a pool needs at least 1 worker, not \(count)")
    workplace = Workplace(count: count)
    // Linux grants the tile registers to a process once; asked before there are threads, all have them.
    _ = Processor.hasBrainFloatTiles
    for index in 1..<max(1, count) { start(index) }
  }

  /// More workers than this only wait for each other.
  public static let mostWorkers = 256

  /// The number of processors that this process may run on, as far as a pool can use them.
  public static var processorCount: Int { min(mostWorkers, geul_processor_count()) }

  deinit {
    workplace.announce(-1)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body` on every worker and returns when all are done.
  ///
  /// One piece of work at a time: neither `body` nor another thread may call this meanwhile.
  package func run(_ body: (Worker) -> Void) {
    withoutActuallyEscaping(body) { workplace.run($0) }
  }

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
    precondition(status == 0, "worker thread \(index) of \(count) could not be started: \(status)")
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

/// What a pool and its threads share. The threads hold this and never the pool, whose end is theirs.
private final class Workplace: @unchecked Sendable {
  let count: Int
  private let barrier: Barrier
  private let scratches: [ProductScratch]
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Number of the latest piece of work; -1 asks the threads to end.
  private let ticket = Atomic<Int>(0)
  private var work: ((Worker) -> Void)?
  private let isBusy = Atomic<Bool>(false)

  init(count: Int) {
    self.count = count
    barrier = Barrier(count: count)
    scratches = (0..<count).map { _ in ProductScratch() }
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// The calling thread's part: it hands out the work, does its share and waits for the others.
  func run(_ body: @escaping (Worker) -> Void) {
    precondition(
      !isBusy.exchange(true, ordering: .acquiring),
      "a worker pool was called while it was at work; give each thread a pool of its own")
    work = body
    if count > 1 { announce(ticket.load(ordering: .relaxed) &+ 1) }
    let before = geul_enter_arithmetic()
    body(worker(0))
    barrier.wait()
    geul_leave_arithmetic(before)
    work = nil
    isBusy.store(false, ordering: .releasing)
  }

  /// The other threads' part, until they are asked to end.
  func serve(as index: Int) {
    _ = geul_enter_arithmetic()
    var done = 0
    while true {
      let next = awaitTicket(after: done)
      if next < 0 { return }
      done = next
      work?(worker(index))
      barrier.wait()
    }
  }

  func announce(_ value: Int) {
    pthread_mutex_lock(mutex)
    ticket.store(value, ordering: .releasing)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  private func worker(_ index: Int) -> Worker {
    Worker(index: index, count: count, barrier: barrier, scratch: scratches[index])
  }

  private func awaitTicket(after done: Int) -> Int {
    for _ in 0..<2_000 {
      let next = ticket.load(ordering: .acquiring)
      if next != done { return next }
      geul_pause()
    }
    pthread_mutex_lock(mutex)
    while ticket.load(ordering: .acquiring) == done { pthread_cond_wait(condition, mutex) }
    let next = ticket.load(ordering: .acquiring)
    pthread_mutex_unlock(mutex)
    return next
  }
}
