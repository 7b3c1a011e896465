import FaultInjection
import Foundation
import GeulCompute
import GeulStorage
import Testing

@testable import GeulModel

/// Faults while n-grams are counted, in files without names, and while a model is mapped.
@Suite struct NGramFaultTests {
  private static let configuration = NGramConfiguration(order: 2, vocabulary: 12)
  private static let text = NGramSample.text(300, vocabulary: 12)

  private func count(in folder: String, workers: Int = 1) throws -> NGramModel {
    try NGramSample.model(
      Self.configuration, Self.text, workers: workers, blockCapacity: 80, mostRuns: 2, in: folder)
  }

  /// The bytes of a model as a file has them.
  private func save(_ model: NGramModel, in folder: String) throws -> [UInt8] {
    try AtomicFile(folder + "/model").write { (writer) throws(StorageError) in
      try SafeTensors.write(model.tensors(), to: writer)
    }
    return try readFile(folder + "/model", limit: 1 << 20)
  }

  /// The bytes of the model that no fault has touched.
  private func bytes() throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "geul-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { do { try FileManager.default.removeItem(at: folder) } catch {} }
    let path = folder.path(percentEncoded: false)
    return try save(try count(in: path), in: path)
  }

  private func expect(_ attempt: Attempt<[UInt8]>, _ expected: [UInt8], after fault: Fault) {
    switch attempt.result {
    case .success(let found):
      let isSame = found == expected
      #expect(isSame, "\(attempt.place)")
    case .failure(let error):
      #expect(!Fault.harmless.contains(fault), "\(attempt.place)")
      #expect((error as? StorageError)?.kind == .inputOutput, "\(attempt.place): \(error)")
    }
  }

  @Test(arguments: Fault.refusals + Fault.harmless)
  func countingIsRightOrRefused(fault: Fault) throws {
    let expected = try bytes()
    let calls = try sweep(fault) { folder in
      let model = try count(in: folder)
      return try FileSystem.$current.withValue(FileSystem()) { try save(model, in: folder) }
    } check: { (folder, attempt) throws in
      expect(attempt, expected, after: fault)
      let names = try FileSystem().names(in: folder)
      #expect(names == (attempt.succeeded ? ["model"] : []), "\(attempt.place)")
    }
    #expect(calls > 50)
  }

  /// The workers' files are on the file system on which the counter was made.
  @Test func theWorkersFilesCanFailToo() throws {
    let calls = FaultyCalls(.fromThere(ENOSPC), at: 0)
    let error = #expect(throws: StorageError.self) {
      try FileSystem.$current.withValue(calls.fileSystem) { try count(in: "/tmp", workers: 2) }
    }
    #expect(error?.kind == .inputOutput)
    #expect(calls.count >= 4)
  }

  @Test(arguments: Fault.unreadable + Fault.harmless)
  func aModelIsMappedWholeOrNot(fault: Fault) throws {
    let expected = try bytes()
    let calls = try sweep(fault) { folder in
      try Data(expected).write(to: URL(filePath: folder + "/model"))
    } run: { folder in
      let model = try NGramModel(
        Self.configuration, safeTensors: SafeTensorsFile(path: folder + "/model"))
      return try FileSystem.$current.withValue(FileSystem()) { try save(model, in: folder) }
    } check: { (_, attempt) throws in
      expect(attempt, expected, after: fault)
    }
    #expect(calls == 8)
  }
}
