import CKernels
import Glibc
import Synchronization

/// Where `count` workers meet inside a step: none goes on before all have come.
///
/// Waiting spins, because the next piece of work is microseconds away; with more workers than cores it
/// soon yields the core to whoever is still at work.
package final class Barrier: Sendable {
  private let count: Int
  private let spins: Int
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)

  /// A barrier for `count` workers.
  package init(count: Int) {
    self.count = count
    spins = count <= geul_processor_count() ? 1_000 : 50
  }

  /// Waits for the others; all that was written before is visible to all after.
  package func wait() {
    guard count > 1 else { return }
    let mine = generation.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      generation.store(mine &+ 1, ordering: .releasing)
      return
    }
    var turns = 0
    while generation.load(ordering: .acquiring) == mine {
      turns += 1
      if turns < spins { geul_pause() } else { sched_yield() }
    }
  }
}
