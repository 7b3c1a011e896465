import Synchronization

/// Pieces of work handed out to whichever worker is free, so that one whose core does other work too does less of it.
///
/// Who does a piece does not show in its bits, as long as pieces have nothing in common.
package final class WorkQueue: @unchecked Sendable {
  /// The next piece of a use of the queue; uses take turns, and each makes ready the next one's.
  private let first = Atomic<Int>(0)
  private let second = Atomic<Int>(0)
  private let third = Atomic<Int>(0)
  /// How often each worker has used the queue, a cache line apart.
  private let uses: UnsafeMutablePointer<Int>
  private static let stride = 16

  init(count: Int) {
    uses = .allocate(capacity: count * Self.stride)
    uses.initialize(repeating: 0, count: count * Self.stride)
  }

  deinit { uses.deallocate() }

  /// Takes pieces of 0 ..< total until none is left. All workers call it the same number of times, with a barrier between
  /// two uses.
  fileprivate func take(_ total: Int, by size: Int, worker: Int, _ body: (Range<Int>) -> Void) {
    let use = uses[worker * Self.stride]
    uses[worker * Self.stride] = use &+ 1
    switch use % 3 {
    case 0: take(total, by: size, from: first, preparing: second, body)
    case 1: take(total, by: size, from: second, preparing: third, body)
    default: take(total, by: size, from: third, preparing: first, body)
    }
  }

  private func take(
    _ total: Int, by size: Int, from next: borrowing Atomic<Int>,
    preparing other: borrowing Atomic<Int>,
    _ body: (Range<Int>) -> Void
  ) {
    // Nobody uses it before all have met again, and nobody has since they met last.
    other.store(0, ordering: .relaxed)
    while true {
      let first = next.wrappingAdd(size, ordering: .relaxed).oldValue
      if first >= total { return }
      body(first..<min(total, first + size))
    }
  }
}

extension Worker {
  /// This worker's part of 0 ..< total, in pieces of `size` taken as workers are free. All workers must come here alike,
  /// and meet at a barrier before the next use and before they read what others made.
  package func take(_ total: Int, by size: Int, _ body: (Range<Int>) -> Void) {
    if count == 1 { return body(0..<total) }
    queue.take(total, by: size, worker: index, body)
  }
}
