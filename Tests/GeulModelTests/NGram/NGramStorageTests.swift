import Foundation
import GeulCompute
import GeulStorage
import Testing

@testable import GeulModel

/// n-gram models in safetensors files, which are mapped.
@Suite struct NGramStorageTests {
  private let configuration = NGramConfiguration(order: 3, vocabulary: 12)
  private let text = NGramSample.text(400, vocabulary: 12)

  /// Calls `body` with the path of a file that holds the tensors, changed by `change`.
  private func withFile<Result>(
    of model: NGramModel, change: (inout [UInt8]) -> Void = { _ in },
    _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "geul-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { do { try FileManager.default.removeItem(at: folder) } catch {} }
    let path = folder.appending(path: "model.safetensors").path(percentEncoded: false)
    try AtomicFile(path).write { (writer) throws(StorageError) in
      try SafeTensors.write(model.tensors(), to: writer)
    }
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    change(&bytes)
    try Data(bytes).write(to: URL(filePath: path))
    return try body(path)
  }

  private func logs(_ model: NGramModel, _ symbols: [UInt32]) -> [[UInt32]] {
    let predictor = model.makePredictor(
      lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
    return symbols.map { symbol in
      predictor.read([symbol], predicting: .last)
      return predictor.withLogProbabilities { $0.map(\.bitPattern) }
    }
  }

  @Test(arguments: [0, 1, 3])
  func whatIsMappedIsWhatWasCounted(order: Int) throws {
    let configuration = NGramConfiguration(order: order, vocabulary: 12)
    let model = try NGramSample.model(configuration, text)
    try withFile(of: model) { path in
      let mapped = try NGramModel(configuration, safeTensors: SafeTensorsFile(path: path))
      #expect(mapped.distinctCounts == model.distinctCounts)
      #expect(mapped.parameterCount == model.parameterCount)
      #expect(logs(mapped, text) == logs(model, text))
    }
  }

  @Test func anEmptyModelIsKeptToo() throws {
    try withFile(of: NGramModel(configuration)) { path in
      let mapped = try NGramModel(configuration, safeTensors: SafeTensorsFile(path: path))
      #expect(logs(mapped, [3, 4]) == logs(NGramModel(configuration), [3, 4]))
    }
  }

  @Test(arguments: [2, 4])
  func anotherOrderIsRefused(order: Int) throws {
    let model = try NGramSample.model(configuration, text)
    try withFile(of: model) { path in
      let error = #expect(throws: StorageError.self) {
        try NGramModel(
          NGramConfiguration(order: order, vocabulary: 12), safeTensors: SafeTensorsFile(path: path)
        )
      }
      #expect(error?.kind == .badData)
    }
  }

  /// Tables of another vocabulary or smoothing have the same shapes and other probabilities.
  @Test(arguments: [
    NGramConfiguration(order: 3, vocabulary: 13),
    NGramConfiguration(order: 3, smoothing: .wittenBell, vocabulary: 12),
  ])
  func othersSettingsAreRefused(_ other: NGramConfiguration) throws {
    let model = try NGramSample.model(configuration, text)
    try withFile(of: model) { path in
      let error = #expect(throws: StorageError.self) {
        try NGramModel(other, safeTensors: SafeTensorsFile(path: path))
      }
      #expect(error?.kind == .badData)
    }
  }

  /// The distribution after nothing is looked at when a model is read.
  @Test func probabilitiesThatAreNoneAreRefused() throws {
    let model = try NGramSample.model(configuration, text)
    let (name, length) = ("ngram.log_probability_l1", model.distinctCounts[0])
    for value: Float in [50, .nan, -.infinity] {
      let broken = model.tensors().map { source in
        source.name == name
          ? TensorSource(
            name: name, type: .f32, shape: [length],
            bytes: [Float](repeating: value, count: length).withUnsafeBytes { Array($0) }) : source
      }
      let folder = FileManager.default.temporaryDirectory.appending(
        path: "geul-\(UUID().uuidString)")
      let path = folder.path(percentEncoded: false)
      defer { do { try FileManager.default.removeItem(atPath: path) } catch {} }
      try AtomicFile(path).write { (writer) throws(StorageError) in
        try SafeTensors.write(broken, to: writer)
      }
      #expect(throws: StorageError.self) {
        try NGramModel(configuration, safeTensors: SafeTensorsFile(path: path))
      }
    }
  }

  /// More continuations than there are symbols are none: to go through them would take time without a bound.
  @Test func aContextCannotGoOnByMoreThanThereAre() throws {
    let configuration = NGramConfiguration(order: 2, vocabulary: 12)
    let text = NGramSample.text(2_000, vocabulary: 12)
    let model = try NGramSample.model(configuration, text)
    let next = UInt32(model.distinctCounts[1])
    try #require(next > 12)
    let children = [UInt32](repeating: next, count: model.distinctCounts[0])
    let tensors = model.tensors().map { source in
      source.name == "ngram.children_l1"
        ? TensorSource(
          name: source.name, type: .u32, shape: [children.count + 1],
          bytes: ([0] + children).withUnsafeBytes { Array($0) }) : source
    }
    try withFile(of: model) { path in
      try AtomicFile(path).write { (writer) throws(StorageError) in
        try SafeTensors.write(tensors, to: writer)
      }
      let read = try NGramModel(configuration, safeTensors: SafeTensorsFile(path: path))
      #expect((0..<12).allSatisfy { read.tables.children(of: $0, length: 1).isEmpty })
    }
  }

  /// Whatever a byte has become, the file is refused or read within its bounds.
  @Test func aDamagedFileIsNoCrash() throws {
    let model = try NGramSample.model(configuration, text)
    for seed in 1..<60 as Range<UInt64> {
      var random = RandomStream(seed: seed, purpose: 1)
      try withFile(
        of: model,
        change: { bytes in
          for _ in 0..<20 {
            let place = bytes.count / 3 + Int(random.next() % UInt64(bytes.count * 2 / 3))
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
          }
        },
        { path in
          do {
            _ = logs(try NGramModel(configuration, safeTensors: SafeTensorsFile(path: path)), text)
          } catch let error as StorageError { #expect(error.kind == .badData) }
        })
    }
  }
}
