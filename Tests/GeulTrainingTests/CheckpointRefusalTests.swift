import FoundationEssentials
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import Testing

/// A checkpoint that was damaged or mixed up is refused by a message that names the file.
@Suite struct CheckpointRefusalTests {
  private static let text = Texts.sentences(120)

  /// The folder of a checkpoint after 5 steps, in chunk 5 of 7.
  private func checkpoint(in temporary: TemporaryFolder) throws -> String {
    let run = try SmallRun(Self.text, model: .small()) { $0.steps = 9 }
    let folder = RunFolder(temporary.path)
    var diary = Diary()
    try run.trainer(folder).train(into: &diary, stoppingAt: 5)
    let checkpoint = try RunFolder.resolve(temporary.path)
    // What it says of the others would be the first to refuse them.
    try FileManager.default.removeItem(atPath: checkpoint + "/" + FolderManifest.name)
    return checkpoint
  }

  /// Expects that resuming from the checkpoint fails, with the file's name and `text` in the message.
  private func expectRefusal(_ checkpoint: String, _ file: String, _ text: String) {
    do {
      _ = try SmallRun.resumed(from: checkpoint, text: Self.text, in: RunFolder(checkpoint))
      Issue.record("nothing was refused")
    } catch {
      let failure = error as? StorageError
      let description = failure?.description ?? "\(error)"
      #expect(failure?.kind == .badData || failure?.kind == .missingInput, "\(description)")
      #expect(description.contains("/" + file), "\(description)")
      #expect(description.contains(text), "\(description)")
      #expect(!description.contains("\n"))
    }
  }

  private func change(_ path: String, _ keys: String, _ value: JSONValue?) throws {
    let root = try JSONValue.parse(try contents(of: path), file: path)
    let keys = keys.split(separator: ".").map(String.init)
    try write(root.replacing(keys[...], by: value).serialized(), to: path)
  }

  @Test(
    arguments: [
      ("format", 2, "format 1"), ("format", "1", "a whole number"), ("format", nil, "format"),
      ("model", nil, "model"), ("model", [], "an object"),
      ("model.cell", "transformer", "rnn, lstm, gru"), ("model.cell", "gru", "bytes of tensors"),
      ("model.activation", "swish", "tanh, relu, sigmoid"),
      ("model.layers", 0, "from 1 to 64"), ("model.layers", 65, "from 1 to 64"),
      ("model.layers", 64, "bytes of tensors"), ("model.hidden", 65_536, "bytes of tensors"),
      ("model.hidden", 65_537, "from 1 to 65536"), ("model.hidden", -1, "from 1 to 65536"),
      ("model.hidden", 7.5, "a whole number"), ("model.embedding", "many", "a whole number"),
      ("model.embedding", "onehot", "bytes of tensors"), ("model.vocabulary", 0, "16777216"),
      ("model.vocabulary", 16_777_216, "bytes of tensors"),
      ("model.dropout", 1, "dropout"), ("model.dropout", -0.1, "dropout"),
      ("model.dropout", .null, "a number"),
      ("training.batch", 0, "batch must be"), ("training.batch", "3", "a whole number"),
      ("training.sequence", -4, "sequence must be"), ("training.epochs", 0, "epochs must be"),
      ("training.steps", 0, "steps must be"), ("training.minutes", -1, "minutes must be"),
      ("training.optimizer", "adagrad", "adam, adamw, rmsprop, sgd"),
      ("training.learning_rate", 0, "learning-rate must be"),
      ("training.schedule", "linear", "constant, cosine, step, wsd, plateau"),
      ("training.warmup", -1, "warm-up must be"), ("training.clip", -1, "clip must be"),
      ("training.weight_decay", -1, "weight-decay must be"),
      ("training.momentum", 1, "momentum must be"),
      ("training.precision", "fp8", "reference, fp32, fp32-fused, bf16"),
      ("training.threads", 0, "threads must be"), ("training.seed", 1, "a string"),
      ("training.seed", "-1", "a whole number as a string"),
      ("training.validation", 1, "validation must be"), ("training.test", 0.95, "leave nothing"),
      ("training.evaluate_every", 0, "evaluate-every must be"),
      ("training.save_every", 0, "save-every must be"), ("training.keep", 0, "keep must be"),
      ("corpus", nil, "corpus"), ("corpus.fingerprint", "xyz", "hexadecimal"),
      ("corpus.paths", [1], "a string"), ("corpus.symbols", "many", "a whole number"),
      ("corpus.symbols", -1, "from 0"),
    ] as [(String, JSONValue?, String)])
  func wrongSettings(keys: String, value: JSONValue?, message: String) throws {
    let temporary = try TemporaryFolder()
    let checkpoint = try checkpoint(in: temporary)
    try change(checkpoint + "/config.json", keys, value)
    let file = message == "bytes of tensors" ? "model.safetensors" : "config.json"
    expectRefusal(checkpoint, file, message)
  }

  @Test(
    arguments: [
      ("lanes", 4, "from 3 to 3"), ("lanes", nil, "lanes"), ("progress", nil, "progress"),
      ("optimizer_steps", -1, "from 0"), ("optimizer_steps", .integer(.max), "to 9007199254740992"),
      ("progress.seconds", -1e300, "seconds from 0"),
      ("progress.step_seconds", 1e300, "seconds from 0"), ("progress.step", -1, "from 0"),
      ("progress.epoch", 1.5, "a whole number"), ("progress.seconds", "1", "a number"),
      ("progress.best", 3, "an object"), ("progress.chunk", 7, "chunk 5 of epoch 0"),
      ("progress.chunk", 4, "chunk 5 of epoch 0"), ("progress.epoch", 1, "chunk 5 of epoch 0"),
      ("progress.step", 12, "chunk 5 of epoch 1"), ("progress.evaluated_step", -1, "from 0"),
    ] as [(String, JSONValue?, String)])
  func wrongProgress(keys: String, value: JSONValue?, message: String) throws {
    let temporary = try TemporaryFolder()
    let checkpoint = try checkpoint(in: temporary)
    try change(checkpoint + "/training.json", keys, value)
    expectRefusal(checkpoint, "training.json", message)
  }

  @Test(arguments: [
    "config.json", "tokenizer.json", "model.safetensors", "training.safetensors", "training.json",
  ])
  func missingAndTruncatedFiles(name: String) throws {
    let temporary = try TemporaryFolder()
    let checkpoint = try checkpoint(in: temporary)
    let bytes = try contents(of: checkpoint + "/" + name)
    for count in [0, 1, 7, 9, bytes.count / 2, bytes.count - 4] {
      try write(Array(bytes[..<count]), to: checkpoint + "/" + name)
      expectRefusal(checkpoint, name, "expected")
    }
    if name.hasSuffix(".safetensors") {
      try write(bytes + [0], to: checkpoint + "/" + name)
      expectRefusal(checkpoint, name, "1 more bytes")
    }
    try FileManager.default.removeItem(atPath: checkpoint + "/" + name)
    expectRefusal(checkpoint, name, "expected to exist")
  }

  @Test(arguments: ["model", "training"])
  func tensorsOfAnotherShapeNameOrType(file: String) throws {
    let temporary = try TemporaryFolder()
    let checkpoint = try checkpoint(in: temporary)
    let path = checkpoint + "/\(file).safetensors"
    let header = try contents(of: path)
    let prefix = file == "model" ? "" : "moment1."
    // Each has as many characters as what it replaces, so the header keeps its length.
    var changes = [
      ("\(prefix)rnn.weight_hh_l0", "\(prefix)rnn.weight_hh_l9", "rnn.weight_hh_l0"),
      ("\"shape\":[28,7]", "\"shape\":[7,28]", "[28, 7]"),
      ("\"F32\",\"shape\":[28,7]", "\"I32\",\"shape\":[28,7]", "F32"),
    ]
    if file == "training" {
      changes += [
        ("state.hidden", "state.hiddem", "state.hidden"),
        ("state.cell", "state.sell", "state.cell"),
        ("\"shape\":[42]", "\"shape\":[6,7]", "[42]"),
      ]
    }
    for (old, new, message) in changes {
      var bytes = Data(header)
      let place = try #require(bytes.firstRange(of: Data(old.utf8)), "\(old)")
      var replacement = Data(new.utf8)
      if new.utf8.count > old.utf8.count {
        // A header is padded by spaces, of which one is given up.
        let end = 8 + bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes[end - 1] == UInt8(ascii: " ") else { continue }
        bytes.remove(at: end - 1)
      } else {
        replacement.append(
          contentsOf: repeatElement(UInt8(ascii: " "), count: old.count - new.count))
      }
      bytes.replaceSubrange(place, with: replacement)
      try write(Array(bytes), to: path)
      expectRefusal(checkpoint, "\(file).safetensors", message)
    }
  }

  @Test func aTokenizerOfAnotherModel() throws {
    let run = try SmallRun(Self.text)
    let other = Tokenizer(learning: Self.text + "?")
    let error = #expect(throws: TrainingError.self) {
      try Trainer(run.settings, tokenizer: other, data: run.data)
    }
    #expect(error?.description.contains("\(other.symbolCount) symbols") == true)
  }
}

extension JSONValue {
  /// The value with the member that `keys` lead to set to `value`, or removed.
  fileprivate func replacing(_ keys: ArraySlice<String>, by value: JSONValue?) -> JSONValue {
    guard let key = keys.first, case .object(var object) = self else { return self }
    object[key] = keys.count == 1 ? value : object[key]?.replacing(keys.dropFirst(), by: value)
    return .object(object)
  }
}
