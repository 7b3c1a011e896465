import Foundation
import GeulStorage
import GeulText
import GeulWork
import Testing

@Suite struct TokenFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.path + "/c.tokens" }

  private func encode(_ text: String, _ name: String = "text.txt") throws -> EncodedCorpus {
    let source = CorpusSource(files: [try folder.write(text.utf8, to: name)])
    return try CorpusEncoder().learn(source, to: .file(path))
  }

  /// Sets the time of a file's last change to some seconds ago.
  private func age(_ name: String, by seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
      ofItemAtPath: folder.path + "/" + name)
  }

  @Test func holdsItsTokenizerAndText() throws {
    let made = try encode("한글 ㅋㅋ\n😀")
    let read = try EncodedCorpus(tokenFile: path)
    #expect(read.tokenizer == made.tokenizer)
    #expect(read.tokens.count == 7)
    #expect(read.tokens.fingerprint == made.tokens.fingerprint)
    #expect(try read.tokens.documentStarts() == [0])
    #expect(read.report == nil)
    #expect(try TokenFile.isOne(path))
    #expect(try !TokenFile.isOne(folder.path + "/text.txt"))
  }

  @Test func isKeptWhileNothingChanges() throws {
    _ = try folder.write("가나다".utf8)
    try age("text.txt", by: 100)
    let source = CorpusSource(files: [folder.path + "/text.txt"])
    let encoder = CorpusEncoder()
    let first = try encoder.learn(source, to: .file(path))
    #expect(first.report != nil)
    let again = try encoder.learn(source, to: .file(path))
    #expect(again.report == nil)
    #expect(again.tokens.fingerprint == first.tokens.fingerprint)
    #expect(try encoder.encode(source, with: first.tokenizer, to: .file(path)).report == nil)
    // Another time, but the same bytes.
    try age("text.txt", by: 50)
    #expect(try encoder.learn(source, to: .file(path)).report == nil)
  }

  /// The same size at the same time, but other bytes, in a file that was just made.
  @Test func isMadeAnewWhenTheTextChanges() throws {
    let first = try encode("가나다")
    #expect(try encode("가나라").report != nil)
    #expect(try EncodedCorpus(tokenFile: path).tokens.fingerprint == first.tokens.fingerprint)
    #expect(try EncodedCorpus(tokenFile: path).tokenizer != first.tokenizer)
    #expect(try encode("가나라마").report != nil)
    #expect(try encode("가나라마").report == nil)
  }

  @Test func isMadeAnewWhenASettingChanges() throws {
    let source = CorpusSource(files: [try folder.write("가나다\r\n".utf8)])
    let options = [
      TokenizerOptions(), TokenizerOptions(unit: .jamo), TokenizerOptions(form: .nfd),
      TokenizerOptions(newlines: .keep), TokenizerOptions(minimumCount: 2),
      TokenizerOptions(size: 300), TokenizerOptions(unknown: .symbol),
    ]
    for option in options {
      #expect(try CorpusEncoder().learn(source, option, to: .file(path)).report != nil)
      #expect(try CorpusEncoder().learn(source, option, to: .file(path)).report == nil)
    }
    var replacing = CorpusEncoder()
    replacing.reading.invalid = .replace
    let last = TokenizerOptions(unknown: .symbol)
    #expect(try replacing.learn(source, last, to: .file(path)).report != nil)
  }

  @Test func isMadeAnewWhenDamaged() throws {
    _ = try encode("가나다")
    let whole = try Data(contentsOf: URL(filePath: path))
    for damage in [whole.dropLast(), whole + [0], Data(), Data("GEULTOK1".utf8)] {
      try damage.write(to: URL(filePath: path))
      #expect(try encode("가나다").report != nil)
    }
  }

  @Test(arguments: [0, 8, 9, 12, 16, 24, 56, 80, 100, 120, 127])
  func aFlippedBitOfTheHeaderIsFound(_ place: Int) throws {
    _ = try encode("가나다")
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[place] ^= 0x40
    try bytes.write(to: URL(filePath: path))
    let error = #expect(throws: StorageError.self) { try EncodedCorpus(tokenFile: path) }
    #expect(error?.kind == .badData)
    #expect(error?.file == path)
  }

  @Test(arguments: [-1, 1, -40, 64])
  func aFileThatShrinksOrGrowsInUseIsAnError(_ change: Int) throws {
    let corpus = try encode(String(repeating: "가나다", count: 50))
    #expect(try corpus.tokens.ids(0..<3).count == 3)
    let size = try Data(contentsOf: URL(filePath: path)).count
    #expect(truncate(path, off_t(size + change)) == 0)
    let error = #expect(throws: StorageError.self) { try corpus.tokens.ids(140..<150) }
    #expect(error?.kind == .badData)
  }

  @Test func anIDBeyondTheVocabularyIsAnError() throws {
    let corpus = try encode("가나다")
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: 128 + 2)
    try file.write(contentsOf: [0xFF, 0xFF])
    try file.close()
    #expect(try corpus.tokens.ids(0..<1) == [256])
    #expect(throws: StorageError.self) { try corpus.tokens.ids(0..<3) }
  }

  /// Other ranges than whole blocks, in the three widths.
  @Test(arguments: [(UnknownPolicy.symbol, 1, 100), (.bytes, 2, 100), (.bytes, 4, 66_000)])
  func anyRangeIsRead(_ unknown: UnknownPolicy, _ width: Int, _ symbols: Int) throws {
    var generator = SeededGenerator(state: 17)
    let all = (0..<symbols).map { UInt32($0) + ($0 < 0xD000 ? 0x20 : 0x2000) }
    let values = all + (0..<30_000).map { _ in all[generator.below(symbols)] }
    let source = CorpusSource(files: [try folder.write(String(values: values).utf8)])
    let options = TokenizerOptions(form: .none, newlines: .keep, unknown: unknown)
    let corpus = try CorpusEncoder().learn(source, options, to: .file(path))
    let whole = try corpus.tokens.ids(0..<corpus.tokens.count)
    #expect(corpus.tokenizer.decode(whole).values == values)
    for _ in 0..<200 {
      let start = generator.below(whole.count)
      let range = start..<start + generator.below(whole.count - start + 1)
      #expect(try corpus.tokens.ids(range) == Array(whole[range]))
    }
  }

  /// Short parts after wide ones: numbers never become narrower again.
  @Test(arguments: [UnknownPolicy.bytes, .symbol])
  func manySymbolsInManySmallFiles(_ unknown: UnknownPolicy) throws {
    var generator = SeededGenerator(state: 19)
    let all = (0..<66_000).map { UInt32($0) + ($0 < 0xA000 ? 0x3000 : 0x20000) }
    var files: [String] = []
    var expected: [UInt32] = []
    for number in 0..<40 {
      let length = number == 3 ? 63_000 : number == 20 ? 66_000 : 1 + generator.below(300)
      let values = Array(all[..<length]) + (0..<50).map { _ in all[generator.below(length)] }
      files.append(try folder.write(String(values: values).utf8, to: "\(number).txt"))
      expected += values + [0x0A]
    }
    let ascii = String(repeating: "ascii ", count: 20_000)
    files.append(try folder.write(ascii.utf8, to: "ascii.txt"))
    expected += ascii.values
    let options = TokenizerOptions(form: .none, unknown: unknown)
    let corpus = try CorpusEncoder().learn(CorpusSource(files: files), options, to: .file(path))
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    #expect(corpus.tokenizer.decode(ids).values == expected)
  }

  /// Spellings of four ids and more, which once took time by the square of their number.
  @Test func longSpellingsTakeNoLongerThanOthers() throws {
    let text = String(repeating: "😀👍🏽", count: 150_000)
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    var learned: EncodedCorpus?
    let time = try processorTime {
      learned = try CorpusEncoder().learn(source, TokenizerOptions(unit: .byte))
    }
    let corpus = try #require(learned)
    #expect(corpus.tokens.count == text.utf8.count)
    #expect(time < .seconds(2))
    #expect(
      corpus.tokenizer.decode(try corpus.tokens.ids(0..<1200)).utf8.elementsEqual(
        text.utf8.prefix(1200)))
  }

  @Test func nothingButATokenFileIsReplaced() throws {
    let text = try folder.write("가나다".utf8)
    let source = CorpusSource(files: [text])
    let error = #expect(throws: StorageError.self) {
      try CorpusEncoder().learn(source, to: .file(text))
    }
    #expect(error?.kind == .cannotCreate)
    #expect(try Data(contentsOf: URL(filePath: text)).elementsEqual("가나다".utf8))
  }

  @Test func aFlippedBitOfTheIDsIsFound() throws {
    let corpus = try encode("가나다라마바사")
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[128] ^= 1
    try bytes.write(to: URL(filePath: path))
    let error = #expect(throws: StorageError.self) { try EncodedCorpus(tokenFile: path) }
    #expect(error?.kind == .badData)
    #expect(try encode("가나다라마바사").report != nil)
    #expect(try EncodedCorpus(tokenFile: path).tokens.fingerprint == corpus.tokens.fingerprint)
  }

  @Test(.timeLimit(.minutes(5))) func aPipeIsReadOnce() throws {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try !TokenFile.isOne(pipe))
    let writer = Thread {
      // Waits for the one who reads; for a second time nobody would come.
      let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
      let bytes = Array("가나다".utf8)
      _ = write(descriptor, bytes, bytes.count)
      close(descriptor)
    }
    writer.start()
    let corpus = try CorpusEncoder().learn(CorpusSource(paths: [pipe]), to: .file(path))
    #expect(corpus.tokens.count == 3)
  }

  /// A record whose times no clock shows, from which others would be reckoned.
  @Test func aRecordOfImpossibleTimesDoesNotHold() throws {
    _ = try encode("가나다")
    var bytes = try Data(contentsOf: URL(filePath: path))
    let begun = Data("\"begun\": ".utf8)
    let place = try #require(bytes.firstRange(of: begun)).upperBound
    let end = try #require(bytes[place...].firstIndex(of: UInt8(ascii: ",")))
    // Room for the sign is that of a space.
    bytes.replaceSubrange(place - 1..<end, with: Data("\(Int.min)".utf8))
    try bytes.write(to: URL(filePath: path))
    #expect(try encode("가나다").report != nil)
  }

  @Test func whatIsStoppedLeavesNothing() throws {
    let source = CorpusSource(files: [try folder.write("가나다".utf8)])
    let stop = StopRequest()
    let encoder = CorpusEncoder(stop: stop) { _ in stop.request() }
    #expect(throws: WorkStopped.self) { try encoder.learn(source, to: .file(path)) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["text.txt"])
  }

  /// Who has compared the ids with their hash need not have it done again.
  @Test func whetherAFileIsCurrentIsToldWithoutItsIDs() throws {
    let text = try folder.write("가나다라".utf8)
    let source = CorpusSource(files: [text])
    let corpus = try CorpusEncoder().learn(source, to: .file(path))
    let tokenizer = corpus.tokenizer
    #expect(try CorpusEncoder().isCurrent(path, of: source, with: tokenizer))
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[128] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: StorageError.self) { try EncodedCorpus(tokenFile: path) }
    #expect(try CorpusEncoder().isCurrent(path, of: source, with: tokenizer))
    _ = try folder.write("가나다".utf8)
    #expect(try !CorpusEncoder().isCurrent(path, of: source, with: tokenizer))
    let missing = path + ".none"
    #expect(try !CorpusEncoder().isCurrent(missing, of: source, with: tokenizer))
  }

  @Test func manyFilesKeepTheirBeginnings() throws {
    let paths = try (0..<300).map { try folder.write("글\($0)".utf8, to: "\($0).txt") }
    let source = CorpusSource(files: paths)
    let corpus = try CorpusEncoder().learn(source, to: .file(path))
    var expected: [Int] = []
    var place = 0
    for number in 0..<300 {
      expected.append(place)
      // A line feed ends each but the last.
      place += 1 + String(number).count + 1
    }
    #expect(try corpus.tokens.documentStarts() == expected)
    #expect(
      try EncodedCorpus(tokenFile: path).tokens.documentStarts(3..<5) == Array(expected[3..<5]))
    #expect(corpus.tokens.documentCount == 300)
    #expect(corpus.tokens.count == place - 1)
  }
}
