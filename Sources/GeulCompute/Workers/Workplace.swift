import CKernels
import Glibc
import Synchronization

/// What a pool and its threads share. The threads hold this and never the pool, whose end is theirs.
final class Workplace: @unchecked Sendable {
  let count: Int
  private let barrier: Barrier
  private let queue: WorkQueue
  private let scratches: [ProductScratch]
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Number of the latest piece of work; -1 asks the threads to end.
  private let ticket = Atomic<Int>(0)
  private var work: ((Worker) -> Void)?
  /// Held by whoever's work is being done.
  private let turn = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// The thread that holds it; 0 if none does.
  private let holder = Atomic<UInt>(0)

  init(count: Int) {
    self.count = count
    barrier = Barrier(count: count)
    queue = WorkQueue(count: count)
    scratches = (0..<count).map { _ in ProductScratch() }
    pthread_mutex_init(mutex, nil)
    pthread_mutex_init(turn, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    pthread_mutex_destroy(turn)
    condition.deallocate()
    mutex.deallocate()
    turn.deallocate()
  }

  /// The calling thread's part: it hands out the work, does its share and waits for the others.
  func run(_ body: @escaping (Worker) -> Void) {
    let thread = UInt(bitPattern: Int(pthread_self()))
    precondition(
      holder.load(ordering: .relaxed) != thread,
      "a piece of work called the pool that was at work on it; hand its Worker on instead")
    pthread_mutex_lock(turn)
    holder.store(thread, ordering: .relaxed)
    work = body
    if count > 1 { announce(ticket.load(ordering: .relaxed) &+ 1) }
    let before = geul_enter_arithmetic()
    body(worker(0))
    barrier.wait()
    geul_leave_arithmetic(before)
    work = nil
    holder.store(0, ordering: .relaxed)
    pthread_mutex_unlock(turn)
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
    Worker(index: index, count: count, barrier: barrier, queue: queue, scratch: scratches[index])
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
