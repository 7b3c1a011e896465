import GeulCompute
import Synchronization
import Testing

struct WorkQueueTests {
  /// Every piece is done once, in many uses one after the other, whoever does it.
  @Test(arguments: [1, 2, 3, 5]) func everyPieceIsDoneOnce(workers: Int) {
    let pool = WorkerPool(count: workers)
    let counts = FloatBuffer(count: 200)
    let sizes = [1, 3, 4, 200, 7]
    for _ in 0..<20 {
      pool.run { worker in
        for size in sizes {
          worker.take(200, by: size) { pieces in for piece in pieces { counts[piece] += 1 } }
          worker.barrier.wait()
        }
      }
    }
    #expect(counts.elements.allSatisfy { $0 == Float(20 * sizes.count) })
  }

  @Test func nothingIsNoPiece() {
    let pool = WorkerPool(count: 2)
    let calls = Atomic<Int>(0)
    pool.run { worker in
      worker.take(0, by: 4) { calls.add($0.count, ordering: .relaxed) }
      worker.barrier.wait()
      worker.take(3, by: 4) { calls.add($0.count, ordering: .relaxed) }
    }
    #expect(calls.load(ordering: .relaxed) == 3)
  }
}
