import Foundation
import GeulText
import Glibc
import Testing

@Suite struct EncodingDetectorTests {
  private static let japanese = """
    昨日の夜、駅前の小さな本屋で古い辞書を見つけました。表紙は色あせていましたが、中の文字はまだはっきりと読めます。
    店の主人は「それは祖父が使っていたものです」と言って、笑いながら値段をまけてくれました。家に帰ってページをめくると、
    赤い鉛筆の線がところどころに引いてあり、知らない人の勉強の時間がそのまま残っているように思えました。

    """
  private static let chinese = """
    昨天晚上我在车站前面的小书店里找到了一本旧字典。封面已经褪色，可是里面的字还看得很清楚。老板说这是他爷爷用过的，
    他笑着给我便宜了一些。回到家里打开一看，书里有很多红笔画的线，好像不认识的人学习的时间就这样留下来了。

    """
  private static let traditional = """
    昨天晚上我在車站前面的小書店裡找到了一本舊字典。封面已經褪色，可是裡面的字還看得很清楚。老闆說這是他爺爺用過的，
    他笑著給我便宜了一些。回到家裡打開一看，書裡有很多紅筆畫的線，好像不認識的人學習的時間就這樣留下來了。

    """
  private static let french = """
    Hier soir, près de la gare, j'ai trouvé un vieux dictionnaire dans une petite librairie. La couverture était fanée,
    mais à l'intérieur les caractères restaient très lisibles. Le libraire m'a dit qu'il avait appartenu à son père.
    Rentré à la maison, j'ai remarqué des lignes tracées au crayon : quelqu'un avait étudié là, il y a très longtemps,
    et ses heures de travail étaient restées entre les pages, fidèles et silencieuses. Où est-il à présent ?

    """
  private static let korean: String = {
    let corpora = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "corpora/korean.txt")
    return (try? String(contentsOf: corpora, encoding: .utf8)) ?? ""
  }()

  /// Encodes text with the C library.
  private static func encode(_ text: String, _ encoding: String) -> [UInt8] {
    guard let descriptor = iconv_open(encoding, "UTF-8") else { return [] }
    defer { iconv_close(descriptor) }
    var source = text.utf8.map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: source.count * 4 + 16)
    var sourceLeft = source.count
    var targetLeft = target.count
    source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var into = target.baseAddress
        while sourceLeft > 0, iconv(descriptor, &from, &sourceLeft, &into, &targetLeft) == -1 {
          // What the encoding lacks is left out.
          let rest = source[(source.count - sourceLeft)...]
          let length = 1 + rest.dropFirst().prefix { UInt8(bitPattern: $0) & 0xC0 == 0x80 }.count
          from = from.map { $0 + length }
          sourceLeft -= length
        }
      }
    }
    return target.prefix(target.count - targetLeft).map { UInt8(bitPattern: $0) }
  }

  /// The bytes from each of some line or word starts on.
  private static func samples(_ bytes: [UInt8], _ length: Int) -> [ArraySlice<UInt8>] {
    let starts = bytes.indices.filter { $0 == 0 || bytes[$0 - 1] == 0x0A || bytes[$0 - 1] == 0x20 }
    let usable = starts.filter { $0 + length <= bytes.count }
    return stride(from: 0, to: usable.count, by: max(1, usable.count / 60)).map {
      bytes[usable[$0]..<usable[$0] + length]
    }
  }

  @Test(arguments: [
    ("CP949", "cp949", korean), ("EUC-KR", "cp949", korean), ("JOHAB", "johab", korean),
    ("CP932", "shift_jis", japanese), ("EUC-JP", "euc-jp", japanese),
    ("GB2312", "gb18030", chinese), ("GB18030", "gb18030", chinese), ("BIG5", "big5", traditional),
    ("UTF-8", "utf-8", korean), ("UTF-8", "utf-8", japanese),
  ])
  func aFewHundredBytesAreEnough(_ converter: String, _ name: String, _ text: String) {
    #expect(!text.isEmpty)
    for sample in Self.samples(Self.encode(text, converter), 240) {
      let guess = EncodingDetector.guess(sample, isWhole: false)
      #expect(guess.encoding.name == name)
      #expect(guess.isSure)
      #expect(guess.byteOrderMarkLength == 0)
    }
  }

  @Test func westernEuropeanText() {
    let guess = EncodingDetector.guess(Self.encode(Self.french, "CP1252")[...], isWhole: true)
    #expect(guess.encoding == .windows1252)
  }

  /// Encodings of one byte a character are guessed at, and never acted upon.
  @Test(arguments: [
    ("CP1252", "Brücke über den Fluß, schön und grüße\n"),
    ("CP1254", "İstanbul'da güneşli bir gün, çok güzel\n"),
    ("CP1251", "Дождь пришёл поздно, и никто не возражал.\n"),
    ("CP1253", "Η βροχή ήρθε αργά το βράδυ.\n"),
    ("CP1255", "הגשם בא מאוחר ואיש לא התנגד\n"), ("CP1258", "cà phê sữa đá\n"),
    ("CP1252", "naïve café\n"),
  ])
  func oneByteEncodingsAreNeverSure(_ converter: String, _ line: String) {
    for count in [1, 10, 200] {
      let bytes = Self.encode(String(repeating: line, count: count), converter)
      #expect(!EncodingDetector.guess(bytes[...], isWhole: true).isSure, "\(converter) ×\(count)")
    }
  }

  @Test(arguments: [
    ("UTF-16LE", "utf-16le"), ("UTF-16BE", "utf-16be"), ("UTF-32LE", "utf-32le"),
    ("UTF-32BE", "utf-32be"),
  ])
  func unicodeWithoutAMark(_ converter: String, _ name: String) {
    for text in [Self.korean, Self.japanese, Self.french, "plain ASCII, nothing else\n"] {
      let guess = EncodingDetector.guess(
        Self.encode(text, converter).prefix(4000), isWhole: text.utf8.count < 900)
      #expect(guess.encoding.name == name)
      #expect(guess.isSure)
    }
  }

  /// What is sure is right, and the shorter it is the less is sure.
  @Test func shortSamplesAreDoubted() {
    let bytes = Self.encode(Self.korean, "CP949")
    var shares: [Double] = []
    for length in [4, 20, 100] {
      let guesses = Self.samples(bytes, length).filter { $0.contains { $0 >= 0x80 } }
        .map { EncodingDetector.guess($0, isWhole: false) }
      let sure = guesses.filter(\.isSure)
      #expect(Double(sure.count { $0.encoding == .cp949 }) >= 0.9 * Double(sure.count))
      shares.append(Double(sure.count) / Double(guesses.count))
      for guess in guesses {
        #expect(guess.candidates.map(\.confidence).reduce(0, +) <= 1.000001)
        #expect(guess.runnerUp.map { $0.confidence <= guess.confidence } ?? true)
      }
    }
    #expect(shares[0] < 0.5)
    #expect(shares[0] <= shares[1] && shares[1] <= shares[2])
    #expect(shares[2] > 0.95)
    #expect(!EncodingDetector.guess([0xC0, 0xCC], isWhole: true).isSure)
  }

  @Test func randomBytesAreNoText() {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<100 {
      let bytes = (0..<300).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(!EncodingDetector.guess(bytes[...], isWhole: true).isSure)
    }
  }

  @Test func marksAndASCII() {
    let mark = EncodingDetector.guess([0xFF, 0xFE, 0x00, 0x00, 0x41, 0, 0, 0], isWhole: true)
    #expect(mark.encoding == .utf32LittleEndian)
    #expect(mark.byteOrderMarkLength == 4)
    #expect(
      EncodingDetector.guess([0xFF, 0xFE, 0x41, 0x00], isWhole: true).encoding == .utf16LittleEndian
    )
    for bytes in [[], [0x41, 0x0A]] as [[UInt8]] {
      let ascii = EncodingDetector.guess(bytes[...], isWhole: true)
      #expect(ascii.encoding == .utf8)
      #expect(ascii.confidence == 1)
    }
    #expect(EncodingDetector.guess(Array("한글".utf8)[..<5], isWhole: false).encoding == .utf8)
  }

  @Test func theDecoderDecidesWhereverTheEdgesAre() throws {
    let text = String(Self.korean.prefix(3000))
    for (converter, name) in [("CP949", "cp949"), ("UTF-16LE", "utf-16le"), ("UTF-8", "utf-8")] {
      let bytes = Self.encode(text, converter)
      for step in [1, 7, 1000, 1 << 18] {
        let cuts = Array(stride(from: step, to: bytes.count, by: step))
        let (scalars, report) = try decode(bytes, .auto, cuts: cuts)
        #expect(scalars == text.values)
        #expect(report.encoding?.name == name)
        #expect(report.confidence >= EncodingGuess.sureness)
      }
    }
  }

  /// A megabyte of ASCII goes before the first Korean word.
  @Test func asciiFirst() throws {
    let ascii = [UInt8](repeating: 0x61, count: 1 << 20) + [0x0A]
    let text = String(Self.korean.prefix(2000))
    let bytes = ascii + Self.encode(text, "CP949")
    for step in [1000, 1 << 18, 1 << 22] {
      let cuts = Array(stride(from: step, to: bytes.count, by: step))
      let (scalars, report) = try decode(bytes, .auto, cuts: cuts)
      #expect(scalars == ascii.map(UInt32.init) + text.values)
      #expect(report.encoding == .cp949)
    }
    let fault = ascii + [0xFF, 0xFF]
    let error = #expect(throws: TextError.self) { try decode(fault, .auto) }
    guard case .undecidedEncoding(let undecided) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(undecided.notUTF8?.offset == ascii.count)
    #expect(undecided.notUTF8?.line == 2)
  }

  /// NUL is a character of ASCII, but in the patterns of UTF-16 and UTF-32.
  @Test(arguments: [
    "hello\0world\n", "a.txt\0b.txt\0", "aaaa\0\0\0\0\0\0", "one\0two\0\n",
    String(repeating: "a line\n", count: 20_000) + "\0",
    "\0" + String(repeating: "a line\n", count: 20_000),
  ])
  func asciiMayHoldNUL(_ text: String) throws {
    for policy in InvalidPolicy.allCases {
      let (scalars, report) = try decode(Array(text.utf8), .auto, policy)
      #expect(scalars == text.values)
      #expect(report.encoding == .utf8)
      #expect(report.confidence == 1)
    }
    for (converter, name) in [("UTF-16LE", "utf-16le"), ("UTF-32BE", "utf-32be")] {
      let wide = Self.encode(String(repeating: "a line\n", count: 40) + "\0", converter)
      #expect(try decode(wide, .auto).report.encoding?.name == name)
    }
  }

  /// Who replaces or skips says that some bytes may be bad.
  @Test(arguments: [
    [0xFF], [0xFF, 0x61, 0xFE, 0x62, 0xFF], [0xFF, 0xFF], [0xFE], [0xFE, 0x20, 0xFF],
  ])
  func nearlyUTF8IsRepaired(_ damage: [UInt8]) throws {
    let ascii = Array(String(repeating: "a line of plain text\n", count: 55_000).utf8)
    for place in [0, 100, ascii.count / 2, ascii.count] {
      let bytes = Array(ascii[..<place] + damage + ascii[place...])
      let plain = damage.filter { $0 < 0x80 }.map(UInt32.init)
      let values = ascii.map(UInt32.init)
      for step in [1 << 14, 1 << 21] {
        let cuts = Array(stride(from: step, to: bytes.count, by: step))
        let (scalars, report) = try decode(bytes, .auto, .skip, cuts: cuts)
        #expect(report.encoding == .utf8)
        #expect(scalars == values[..<place] + plain + values[place...])
        #expect(report.invalidSequences == damage.count { $0 >= 0x80 })
      }
      #expect(throws: TextError.self) { try decode(bytes, .auto) }
    }
  }

  /// Repair is for damage, not for text in another encoding, nor for bytes that are hardly text.
  @Test func otherTextIsNotRepaired() throws {
    let ascii = Array(String(repeating: "a line of plain text\n", count: 5000).utf8)
    let korean = ascii + Self.encode("한글은 소리를 적는 글자이다", "CP949")
    #expect(try decode(korean, .auto, .replace).report.encoding == .cp949)
    #expect(throws: TextError.self) { try decode(ascii + [0xB0, 0xA1], .auto, .replace) }
    #expect(throws: TextError.self) { try decode([0x61, 0xFF, 0x62], .auto, .replace) }
  }

  /// Every byte beyond ASCII ends the ASCII before it.
  @Test(arguments: [0x80, 0xFF] as [UInt8])
  func whatIsNotASCII(_ byte: UInt8) {
    let bytes = [UInt8](repeating: 0x61, count: 100_000) + [byte, byte, byte, byte, byte, byte]
    let error = #expect(throws: TextError.self) { try decode(bytes, .auto) }
    guard case .undecidedEncoding = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test func theUndecidedNamesCandidates() {
    let error = #expect(throws: TextError.self) { try decode([0x0A, 0xC0, 0xCC], .auto) }
    let description = error?.description ?? ""
    #expect(description.hasPrefix("a.txt: byte offset 1, line 2: not UTF-8: expected "))
    #expect(description.contains("cp949 ("))
    #expect(description.hasSuffix("name it with --encoding NAME"))
    #expect(error?.kind == .badData)
  }

  @Test func whatIsNoUTF8SaysWhatItLooksLike() {
    let bytes = Array("plain\n".utf8) + Self.encode(String(Self.korean.prefix(200)), "CP949")
    let error = #expect(throws: TextError.self) { try decode(bytes, .named(.utf8)) }
    #expect(
      error?.description.contains("this looks like CP949; try --encoding cp949, or read on") == true
    )
    // One bad byte in UTF-8 leaves it UTF-8.
    let broken = Array(Self.korean.prefix(500).utf8) + [0xFF] + Array(Self.korean.prefix(500).utf8)
    let other = #expect(throws: TextError.self) { try decode(broken, .named(.utf8)) }
    #expect(
      other?.description.contains("mend these bytes, convert the file to UTF-8, or read on") == true
    )
  }

  /// Automatic decoding of anything ends in text or in an error, the same wherever the edges are.
  @Test func randomBytesWithAutomaticEncoding() {
    var generator = SeededGenerator(state: 9)
    for round in 0..<60 {
      let mask: UInt8 = round % 2 == 0 ? 0xFF : 0x3F
      let bytes = (0..<500).map { _ in
        UInt8(truncatingIfNeeded: generator.next()) & mask | (round % 2 == 0 ? 0 : 0x90)
      }
      let cuts = (0..<5).map { _ in generator.below(500) }.sorted()
      func outcome(_ cuts: [Int]) -> String {
        do throws(TextError) {
          let (scalars, report) = try decode(bytes, .auto, .replace, cuts: cuts)
          return "\(scalars) \(report)"
        } catch { return error.description }
      }
      #expect(outcome([]) == outcome(cuts))
    }
  }
}
