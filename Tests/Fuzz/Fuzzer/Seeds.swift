import GeulKit
import GeulStorage

/// Inputs to begin with, made by our own writers.
enum Seeds {
  /// What small models learn from.
  static let text = String(repeating: "가나 다라.\nabcab 😀 e\u{301}\n", count: 12)

  static func safeTensors() throws -> [[UInt8]] {
    let some = [
      TensorSource(name: "a.weight", type: .f32, shape: [2, 3], bytes: [UInt8](0..<24)),
      TensorSource(name: "b", type: .u8, shape: [3], bytes: [1, 2, 3]),
      TensorSource(name: "e\u{301}", type: .i64, shape: [], bytes: [UInt8](0..<8)),
      TensorSource(name: "none", type: .bf16, shape: [0, 7], bytes: []),
    ]
    return try [[], some].map { tensors in
      try written("seed.safetensors") { writer throws(StorageError) in
        try SafeTensors.write(tensors, metadata: ["format": "pt", "\"": "\\\u{7}"], to: writer)
      }
    }
  }

  static let json: [[UInt8]] = {
    let value: JSONValue = [
      "null": .null, "words": [true, false], "numbers": [0, -1, 1.5e300, -0.0, .integer(.max)],
      "strings": ["", "\"\\/\u{8}\u{C}\n\r\t\u{1}", "가\u{10FFFF}\u{2028}"], "": [[[[:]]]],
    ]
    let escapes = #"["A😀\/\b\f\n\r\t", 1e-5, 0.1E+2]"#
    return [value.serialized(), value.serialized(pretty: true), Array(escapes.utf8)]
  }()

  /// Tokenizers of all units.
  static let tokenizers: [Tokenizer] = TextUnit.allCases.flatMap { unit -> [Tokenizer] in
    UnknownPolicy.allCases.compactMap { unknown in
      let options = TokenizerOptions(
        unit: unit, form: unit == .jamo ? .nfd : .nfc, unknown: unknown)
      guard options.flaw == nil else { return nil }
      do {
        let source = CorpusSource(files: [try Scratch.file(Array(text.utf8), named: "seed.txt")])
        return try CorpusEncoder().learn(source, options).tokenizer
      } catch { preconditionFailure("\(error)") }
    }
  }

  static func tokens() throws -> [[UInt8]] {
    let path = Scratch.folder + "/seed.tokens"
    let corpus = try Scratch.file(Array((text + "豈ﾊ").utf8), named: "seed.txt")
    return try tokenizers.map { tokenizer in
      let source = CorpusSource(files: [corpus, corpus])
      _ = try CorpusEncoder().encode(source, with: tokenizer, to: .file(path))
      return try readFile(path, limit: 1 << 20)
    }
  }

  static let configurations: [[UInt8]] = [
    "layers = 3\nhidden = 512 # units\nlearning_rate = 2e-3\nresume = true\nout = \"run\"\n",
    "corpus = 'a.txt'\n[window]\nwindow = 0x10\nhidden = 1_000\n[ngram]\norder = 3\n",
    "a.b.c = [1, { d = 1979-05-27T07:32:00Z }, \"\"\"\nx\\\n y\"\"\"]\n[[t]]\n[t.u]\n\"\\u0041\" = inf\n",
  ].map { Array($0.utf8) }

  /// Text in every encoding and form: the first two bytes choose.
  static let texts: [[UInt8]] = {
    let samples: [[UInt8]] = [
      Array(text.utf8.prefix(60)), Array("e\u{301}\u{327}\r\n각ㄱ\u{FEFF}ﬁ\u{1100}\u{1161}".utf8),
      [0xFF, 0xFE, 0x00, 0xAC, 0x3D, 0xD8, 0x00, 0xDE], [0xB0, 0xA1, 0x81, 0x41, 0x8F, 0xA1, 0xA1],
      [0x81, 0x30, 0x81, 0x30, 0xE0, 0x80, 0x80, 0xF4, 0x90],
      [0x00, 0x00, 0xFE, 0xFF, 0, 0, 0xAC, 0],
    ]
    return (0..<92).map { choice in
      [UInt8(choice), UInt8(choice % 7)] + samples[choice % samples.count]
    }
  }()

  static func written(
    _ name: String, _ body: (FileWriter) throws(StorageError) -> Void
  ) throws -> [UInt8] {
    let path = Scratch.folder + "/" + name
    try AtomicFile(path).write(body)
    return try readFile(path, limit: 1 << 24)
  }
}
