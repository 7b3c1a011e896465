import Foundation
import Testing

@testable import GeulKit

/// Files compressed by models of every kind come back, or are refused.
@Suite struct CompressedFileTests {
  private static let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 12)
  private static let tokenizer = Tokenizer(
    form: .nfc, vocabulary: Vocabulary(scalars: Set(text.unicodeScalars.map(\.value)).sorted()))
  private static let vocabulary = tokenizer.symbolCount
  static let configurations: [ModelConfiguration] = [
    .recurrent(
      RecurrentConfiguration(
        cell: .lstm, layers: 2, hidden: 35, input: .embedding(5), vocabulary: vocabulary)),
    .recurrent(
      RecurrentConfiguration(
        cell: .gru, layers: 1, hidden: 9, input: .oneHot, vocabulary: vocabulary)),
    .recurrent(
      RecurrentConfiguration(
        cell: .rnn, layers: 1, hidden: 12, input: .embedding(7), vocabulary: vocabulary)),
    .window(WindowConfiguration(window: 3, layers: 1, hidden: 11, vocabulary: vocabulary)),
    .ngram(NGramConfiguration(order: 3, vocabulary: vocabulary)),
  ]

  private func language(_ configuration: ModelConfiguration) -> LanguageModel {
    LanguageModel(model: Model(configuration, seed: 4), tokenizer: Self.tokenizer)
  }

  private func compressed(
    _ bytes: [UInt8], _ language: LanguageModel?, learning: Bool = false, lanes: Int? = nil,
    kind: ProductKind = .int8, threads: Int = 1
  ) throws -> CompressedFile {
    try CompressedFile(
      bytes, by: language.map { CodingModel($0, fingerprint: 77, called: "m") }, learning: learning,
      lanes: lanes, kind: kind, pool: WorkerPool(count: threads))
  }

  private func original(
    _ file: [UInt8], _ language: LanguageModel?, fingerprint: UInt64 = 77, threads: Int = 2
  ) throws -> [UInt8] {
    try CompressedFile.original(
      of: file, path: "f.geul",
      by: language.map { CodingModel($0, fingerprint: fingerprint, called: "m") },
      pool: WorkerPool(count: threads))
  }

  @Test(arguments: configurations) func everyKindOfModelGivesBack(
    _ configuration: ModelConfiguration
  )
    throws
  {
    let language = language(configuration)
    let texts = [[], [0xFF], Array("달".utf8), Array(Self.text.utf8), Array("밤\r\n🙂\n".utf8)]
    for bytes in texts {
      for lanes in [1, 3, 70] {
        for kind in [ProductKind.int8, .fp32] {
          let file = try compressed(bytes, language, lanes: lanes, kind: kind)
          #expect(try original(file.bytes, language) == bytes, "\(lanes) lanes, \(kind)")
        }
      }
    }
  }

  /// Noise and foreign encodings do not grow by more than a header.
  @Test func whatIsNoTextStaysSmall() throws {
    let language = language(Self.configurations[0])
    var random = RandomStream(seed: 1, purpose: 98)
    for count in [1, 100, 3_000] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let file = try compressed(bytes, language)
      #expect(try original(file.bytes, language) == bytes)
      #expect(file.bytes.count < count + count / 50 + 64, "\(count): \(file.bytes.count)")
    }
  }

  /// As many bits as the model's own loss, which is `Evaluator`'s.
  @Test func sizeIsTheLoss() throws {
    let language = language(Self.configurations[0])
    let bytes = Array(String(repeating: Self.text, count: 20).utf8)
    let ids = Self.tokenizer.encode(String(decoding: bytes, as: UTF8.self)).ids
    let loss = try Evaluator(lanes: 4, warmUp: 0).score(
      TokenSequence(ids, symbolCount: Self.vocabulary), range: 0..<ids.count, model: language.model,
      kind: .int8, pool: WorkerPool(count: 1))
    let expected = loss.nats / log(2) / 8
    let found = Double(try compressed(bytes, language, lanes: 4).bytes.count)
    #expect(abs(found - expected) < 0.002 * expected + 64, "\(found) bytes, \(expected) expected")
  }

  @Test func neitherThreadsNorTimeShow() throws {
    let language = language(Self.configurations[0])
    let files = try [1, 2, 3].map {
      try compressed(Array(Self.text.utf8), language, lanes: 5, threads: $0).bytes
    }
    #expect(files[0] == files[1] && files[1] == files[2])
  }

  @Test func anotherModelIsRefused() throws {
    let language = language(Self.configurations[0])
    let file = try compressed(Array(Self.text.utf8), language)
    let error = #expect(throws: RequestError.self) {
      try original(file.bytes, language, fingerprint: 78)
    }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("000000000000004e") == true)
  }

  /// A file cut anywhere, or changed in any byte, gives nothing.
  @Test func damageIsNoticed() throws {
    let language = language(Self.configurations[1])
    let bytes = Array(Self.text.utf8.prefix(200))
    let file = try compressed(bytes, language).bytes
    for length in 0..<file.count {
      #expect(throws: StorageError.self) { try original(Array(file[..<length]), language) }
    }
    for place in file.indices {
      for bit in [0, 3, 7] {
        var changed = file
        changed[place] ^= 1 << UInt8(bit)
        do {
          let found = try original(changed, language)
          // What stood for the style of a text without line ends may change nothing.
          #expect(found == bytes, "byte \(place), bit \(bit)")
        } catch is StorageError {} catch is RequestError {}
      }
    }
    #expect(throws: StorageError.self) { try original(file + [0], language) }
  }

  @Test func floatsBelongToTheirArithmetic() throws {
    let language = language(Self.configurations[0])
    let file = try compressed(Array(Self.text.utf8), language, kind: .fp32)
    let (header, end) = try CompressedHeader.read(file.bytes, path: "f")
    #expect(header.arithmetic == (Processor.fuses ? "fused" : Processor.vectors))
    var other = header
    other.arithmetic = "another"
    other.payloadHash = CompressedFile.hash(other, file.bytes[end...])
    let error = #expect(throws: RequestError.self) {
      try original(other.bytes + file.bytes[end...], language)
    }
    #expect(error?.description.contains("another") == true)
  }

  // MARK: Learning

  @Test(arguments: configurations) func whatLearnsGivesBack(_ configuration: ModelConfiguration)
    throws
  {
    let language = language(configuration)
    let before = language.model.parameters?.elements
    for bytes in [[], [0xFF], Array(Self.text.utf8), Array("밤\r\n🙂\n".utf8)] {
      for lanes in [1, 5] {
        let file = try compressed(bytes, language, learning: true, lanes: lanes)
        let again = try compressed(bytes, language, learning: true, lanes: lanes, threads: 3)
        #expect(file.bytes == again.bytes)
        #expect(try original(file.bytes, language) == bytes)
      }
    }
    #expect(language.model.parameters?.elements == before)
  }

  /// What comes again costs hardly anything, by a model that has learnt nothing.
  @Test func learningShows() throws {
    let language = language(Self.configurations[0])
    let bytes = Array(String(repeating: Self.text, count: 8).utf8)
    let fixed = try compressed(bytes, language, lanes: 1).bytes.count
    let learning = try compressed(bytes, language, learning: true, lanes: 1).bytes.count
    #expect(learning < fixed / 10, "\(learning) of \(fixed)")
  }

  @Test func fromNothingGivesBack() throws {
    var random = RandomStream(seed: 1, purpose: 98)
    let noise = (0..<3_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let texts = [
      [], [0xFF], Array(Self.text.utf8), noise, [UInt8](repeating: 0, count: 6_000),
      Array(repeating: Array(Self.text.utf8), count: 8).flatMap(\.self),
    ]
    for bytes in texts {
      for lanes in [1, 3] {
        let file = try compressed(bytes, nil, learning: true, lanes: lanes)
        #expect(try CompressedFile.needsModel(file.bytes, path: "f") == false)
        #expect(try original(file.bytes, nil) == bytes)
        #expect(file.bytes.count < bytes.count + bytes.count / 20 + 48, "\(bytes.count)")
      }
    }
  }

  @Test func aModelThatIsNeededIsAskedFor() throws {
    let file = try compressed(Array(Self.text.utf8), language(Self.configurations[0]))
    #expect(try CompressedFile.needsModel(file.bytes, path: "f"))
    let error = #expect(throws: RequestError.self) { try original(file.bytes, nil) }
    #expect(error?.description.contains("--model") == true)
  }
}
