import GeulCompute
import Testing

struct WorkerPoolTests {
  @Test(arguments: [1, 2, 3, 4], [0, 1, 2, 5, 97, 4_096])
  func sharesCoverEverythingOnce(count: Int, total: Int) {
    let pool = WorkerPool(count: count)
    let marks = FloatBuffer(count: total)
    let sizes = FloatBuffer(count: count)
    pool.run { worker in
      let share = worker.share(of: total)
      for index in share { marks.pointer[index] += 1 }
      sizes.pointer[worker.index] = Float(share.count)
    }
    #expect(marks.elements == [Float](repeating: 1, count: total))
    #expect((sizes.elements.max() ?? 0) - (sizes.elements.min() ?? 0) <= 1)
  }

  @Test(arguments: [1, 2, 4])
  func noneGoesOnBeforeAllHaveCome(count: Int) {
    let pool = WorkerPool(count: count)
    let rounds = 6_000
    let (slots, faults) = (FloatBuffer(count: count * 16), FloatBuffer(count: count * 16))
    pool.run { worker in
      for round in 1...rounds {
        slots.pointer[worker.index * 16] = Float(round)
        worker.barrier.wait()
        for other in 0..<count where slots.pointer[other * 16] != Float(round) {
          faults.pointer[worker.index * 16] += 1
        }
        worker.barrier.wait()
      }
    }
    #expect(faults.elements.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [1, 2, 4])
  func runsAgainAndAgain(count: Int) {
    let pool = WorkerPool(count: count)
    let runs = FloatBuffer(count: count)
    for _ in 0..<1_000 { pool.run { runs.pointer[$0.index] += 1 } }
    #expect(runs.elements == [Float](repeating: 1_000, count: count))
    #expect(pool.count == count)
  }

  @Test(arguments: [1, 2, 4])
  func poolsComeAndGo(count: Int) {
    for round in 0..<200 {
      weak var gone: WorkerPool?
      do {
        let pool = WorkerPool(count: count)
        gone = pool
        // Some end while their threads still start, some while they spin, some asleep.
        for _ in 0..<round % 3 { pool.run { $0.barrier.wait() } }
      }
      #expect(gone == nil, "round \(round)")
    }
  }

  @Test func workersHaveMemoryOfTheirOwn() {
    let pool = WorkerPool(count: 3)
    var scratches: [ProductScratch?] = [nil, nil, nil]
    scratches.withUnsafeMutableBufferPointer { scratches in
      nonisolated(unsafe) let scratches = scratches
      pool.run { worker in
        scratches[worker.index] = worker.scratch
      }
    }
    #expect(Set(scratches.compactMap { $0 }.map(ObjectIdentifier.init)).count == 3)
  }
}
