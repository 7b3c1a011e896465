import Foundation
import GeulCompute
import GeulModel
import GeulStorage
import Testing

/// The symbols that a learner carries, in a checkpoint.
struct WindowCarriedTests {
  private let sample = WindowSample(window: 4, steps: 3, lanes: 2)

  /// A learner of the sample that takes up `tensors` from a file.
  private func learner(reading tensors: [TensorSource]) throws -> WindowLearner {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).safetensors"
    defer { unlink(path) }
    try AtomicFile(path).write { (writer) throws(StorageError) in
      try SafeTensors.write(tensors, to: writer)
    }
    let learner = WindowLearner(
      sample.model, steps: sample.steps, lanes: sample.lanes, kind: .fp32,
      pool: WorkerPool(count: 1))
    try learner.readCarried(try SafeTensorsFile(path: path))
    return learner
  }

  @Test func whatIsCarriedComesBack() throws {
    let carrying = sample.learner(sample.model, kind: .fp32)
    let resumed = try learner(reading: carrying.carriedTensors())
    #expect(resumed.state == carrying.state)
    #expect(resumed.loss(sample.chunk) == carrying.loss(sample.chunk))
  }

  @Test(arguments: [
    ([2, 3], 6, UInt32(1), "U32 [2, 4]"), ([4, 2], 8, 1, "U32 [2, 4]"),
    ([2, 4], 8, 8, "at most 7"),
  ])
  func anotherModelsSymbolsAreRefused(shape: [Int], count: Int, symbol: UInt32, saying: String) {
    let symbols = [UInt32](repeating: symbol, count: count)
    let tensor = TensorSource(
      name: "state.symbols", type: .u32, shape: shape, bytes: symbols.withUnsafeBytes { Array($0) })
    let error = #expect(throws: StorageError.self) { _ = try learner(reading: [tensor]) }
    #expect(error?.description.contains(saying) == true)
  }
}
