import FaultInjection
import Foundation
import GeulStorage
import Testing

@testable import GeulText

/// Faults while a corpus is encoded to a token file, and while that is read.
@Suite struct EncodingFaultTests {
  /// A corpus of two files, a name of which is found in a folder; `old` and `new` differ.
  private static let (old, new) = ("옛 글입니다\n", "새 글, 새 글월입니다\r\n")

  private func write(_ text: String, in folder: String) throws {
    let texts = folder + "/texts"
    try FileManager.default.createDirectory(atPath: texts, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: texts + "/1.txt"))
    try Data("끝".utf8).write(to: URL(filePath: texts + "/2.txt"))
  }

  /// How the corpus becomes ids; the fingerprint tells these from others.
  enum Way: CaseIterable {
    case learning
    case encoding

    func encode(in folder: String) throws -> UInt64 {
      let source = try CorpusSource(paths: [folder + "/texts"])
      let destination = TokenDestination.file(folder + "/c.tokens")
      switch self {
      case .learning:
        return try CorpusEncoder().learn(source, to: destination).tokens.fingerprint
      case .encoding:
        let vocabulary = Vocabulary(
          scalars: Array("글 \n".unicodeScalars.map(\.value)), unknown: .symbol)
        let tokenizer = Tokenizer(form: .nfc, vocabulary: vocabulary)
        return try CorpusEncoder().encode(source, with: tokenizer, to: destination)
          .tokens.fingerprint
      }
    }
  }

  private func fingerprint(_ text: String, _ way: Way) throws -> UInt64 {
    let folder = try TemporaryFolder()
    try write(text, in: folder.path)
    return try way.encode(in: folder.path)
  }

  @Test(arguments: Fault.all, Way.allCases)
  func aFaultAtAnyCallLeavesTheOldOrTheNew(fault: Fault, way: Way) throws {
    let before = try TemporaryFolder()
    try write(Self.old, in: before.path)
    let prints = [try way.encode(in: before.path), try fingerprint(Self.new, way)]
    for isThereAnOld in [true, false] {
      let count = try sweep(fault) { folder in
        if isThereAnOld {
          try FileManager.default.copyItem(
            atPath: before.path + "/c.tokens", toPath: folder + "/c.tokens")
        }
        try write(Self.new, in: folder)
      } run: { folder in
        try way.encode(in: folder)
      } check: { (folder, attempt) throws in
        try FileSystem().cleanPartials(in: folder)
        let names = try FileSystem().names(in: folder)
        if names == ["texts"], !isThereAnOld, !attempt.succeeded { return }
        #expect(names == ["c.tokens", "texts"], "\(attempt.place)")
        let found = try EncodedCorpus(tokenFile: folder + "/c.tokens").tokens.fingerprint
        let isOld = isThereAnOld && !attempt.succeeded && found == prints[0]
        #expect(found == prints[1] || isOld, "\(attempt.place)")
        if case .failure(let error) = attempt.result, Fault.unreadable.contains(fault) {
          #expect(isInputOutput(error), "\(attempt.place): \(error)")
        }
      }
      #expect(count > 30)
    }
  }

  /// Two blocks of text, so that there are reads and writes to be cut short.
  @Test(arguments: Fault.harmless, Way.allCases)
  func interruptionsAndShortCountsChangeNothing(fault: Fault, way: Way) throws {
    let text = String(repeating: "가나다 글 ab\r\n", count: 4000)
    let expected = try TemporaryFolder()
    try write(text, in: expected.path)
    let fingerprint = try way.encode(in: expected.path)
    let ids = try EncodedCorpus(tokenFile: expected.path + "/c.tokens").tokens
    let all = try ids.ids(0..<ids.count)
    try sweep(fault) { folder in
      try write(text, in: folder)
    } run: { folder in
      try way.encode(in: folder)
    } check: { (folder, attempt) throws in
      #expect(try attempt.result.get() == fingerprint, "\(attempt.place)")
      let tokens = try EncodedCorpus(tokenFile: folder + "/c.tokens").tokens
      let isSame = try tokens.ids(0..<tokens.count) == all
      #expect(isSame, "\(attempt.place)")
      #expect(try FileSystem().names(in: folder) == ["c.tokens", "texts"], "\(attempt.place)")
    }
  }

  @Test(arguments: Fault.unreadable + Fault.harmless)
  func aTokenFileIsReadWholeOrNot(fault: Fault) throws {
    let text = String(repeating: "가나다 ab\n", count: 99)
    let expected = try TemporaryFolder()
    try write(text, in: expected.path)
    _ = try Way.encoding.encode(in: expected.path)
    func read(_ folder: String) throws -> [UInt32] {
      let path = folder + "/c.tokens"
      guard try TokenFile.isOne(path) else { return [] }
      let tokens = try EncodedCorpus(tokenFile: path).tokens
      return try tokens.ids(0..<tokens.count)
        + tokens.unknown(in: 0..<tokens.count).map(\.scalar)
    }
    let all = try read(expected.path)
    let count = try sweep(fault) { folder in
      try write(text, in: folder)
      _ = try Way.encoding.encode(in: folder)
    } run: { folder in
      try read(folder)
    } check: { (_, attempt) throws in
      switch attempt.result {
      case .success(let found): #expect(found == all, "\(attempt.place)")
      case .failure(let error):
        #expect(Fault.unreadable.contains(fault) && isInputOutput(error), "\(attempt.place)")
      }
    }
    #expect(count > 15)
  }

  private func isInputOutput(_ error: any Error) -> Bool {
    (error as? StorageError)?.kind == .inputOutput || (error as? TextError)?.kind == .inputOutput
  }
}
