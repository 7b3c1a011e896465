import FoundationEssentials
import GeulLanguage
import GeulModel
import GeulStorage
import GeulTraining
import Testing

/// A checkpoint whose bytes were changed is refused, whichever byte it is, or is the same model as before.
@Suite struct DamagedCheckpointTests {
  private static let text = Texts.sentences(60)

  private func checkpoint(_ name: ModelName, in temporary: TemporaryFolder) throws -> String {
    let run = try SmallRun(Self.text, anyModel: .small(name)) { $0.steps = 3 }
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    if name == .ngram {
      _ = try CountingRun(
        run.settings, tokenizer: run.tokenizer, data: run.data, run: folder
      ).train()
    } else {
      _ = try run.trainer(folder).train()
    }
    return try RunFolder.resolve(folder.path, .latest)
  }

  /// Whether the checkpoint is read to its end, as by who goes on from it.
  private func isRead(_ path: String) -> Bool {
    do {
      _ = try Checkpoint.verify(CheckpointFolder(path))
      return true
    } catch let error as StorageError {
      #expect([.badData, .missingInput].contains(error.kind), "\(error)")
    } catch {
      Issue.record("\(error)")
    }
    return false
  }

  @Test(arguments: [ModelName.gru, .window, .ngram])
  func everyFlippedByteAndEveryPrefixIsRefused(name: ModelName) throws {
    let temporary = try TemporaryFolder()
    let path = try checkpoint(name, in: temporary)
    #expect(isRead(path))
    let files = try CheckpointFolder(path).files.names
    #expect(files.count == (name == .ngram ? 5 : 6))
    for file in files {
      let place = path + "/" + file
      let whole = try contents(of: place)
      for offset in whole.indices {
        var bytes = whole
        bytes[offset] ^= 1 << UInt8(offset % 8)
        try write(bytes, to: place)
        // Only what is between the values of the manifest itself may be another blank.
        if isRead(path) { #expect(file == FolderManifest.name, "\(file), byte \(offset)") }
      }
      let step = max(1, whole.count / 300)
      for count in stride(from: 0, to: whole.count, by: step) {
        try write(Array(whole[..<count]), to: place)
        let isBlank = whole[count...].allSatisfy { $0 == UInt8(ascii: "\n") }
        if isRead(path) {
          #expect(file == FolderManifest.name && isBlank, "\(file), \(count) bytes")
        }
      }
      try write(whole, to: place)
    }
    #expect(isRead(path))
  }

  /// Without its manifest a checkpoint is what earlier versions wrote, and is read; numbers that are not finite are
  /// refused by name then too.
  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func numbersThatAreNotFiniteAreRefusedByName(number: Float) throws {
    let temporary = try TemporaryFolder()
    for (name, file, tensor) in [
      (ModelName.lstm, "model.safetensors", "projection.bias"),
      (.window, "model.safetensors", "projection.bias"),
      (.ngram, "model.safetensors", "ngram.log_probability_l2"),
      (.gru, "training.safetensors", "moment1.projection.bias"),
      (.gru, "training.safetensors", "state.hidden"),
    ] {
      let inner = try TemporaryFolder()
      let path = try checkpoint(name, in: inner)
      try FileManager.default.removeItem(atPath: path + "/" + FolderManifest.name)
      #expect(isRead(path))
      let range = try SafeTensorsFile(path: path + "/" + file).descriptor(tensor).byteRange
      var bytes = try contents(of: path + "/" + file)
      for (index, byte) in withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init)
        .enumerated()
      {
        bytes[range.lowerBound + 4 + index] = byte
      }
      try write(bytes, to: path + "/" + file)
      let error = #expect(throws: StorageError.self) {
        _ = try Checkpoint.verify(CheckpointFolder(path))
      }
      #expect(error?.description.contains("finite numbers in \(tensor)") == true)
      #expect(error?.kind == .badData)
      if file == "model.safetensors" {
        #expect(throws: StorageError.self) { try LanguageModel(checkpoint: path) }
      } else if tensor == "state.hidden" {
        #expect(throws: StorageError.self) {
          try SmallRun.resumed(from: path, text: Self.text, in: RunFolder(temporary.path))
        }
      }
    }
  }

  @Test func aDamagedIndexIsMadeAnewFromTheCheckpoints() throws {
    let temporary = try TemporaryFolder()
    let run = try SmallRun(Texts.sentences(300)) {
      ($0.steps, $0.evaluateEvery, $0.keep) = (20, .steps(3), 9)
    }
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let trainer = try run.trainer(folder)
    _ = try trainer.train()
    let best = try #require(trainer.progress.best?.step)
    for damage in ["", "{", "{\"best\": \"x\"}", "\u{0}"] {
      try write(Array(damage.utf8), to: folder.path + "/run.json")
      #expect(try folder.bestStep() == best)
      #expect(try RunFolder.resolve(folder.path) == folder.checkpoint(at: best))
    }
    try FileManager.default.removeItem(atPath: folder.path + "/run.json")
    #expect(try folder.bestStep() == best)
  }
}
