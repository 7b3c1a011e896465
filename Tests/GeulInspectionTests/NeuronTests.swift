import Foundation
import GeulCompute
import GeulModel
import GeulText
import Testing

@testable import GeulInspection

/// What single cells follow.
@Suite struct NeuronTests {
  private func values(_ property: TextProperty, _ text: String) -> [Double?] {
    property.values(of: CharacterText(text))
  }

  /// Where a property of yes and no holds, as the characters there.
  private func held(_ property: TextProperty, _ text: String) -> String {
    String(
      String.UnicodeScalarView(
        zip(text.unicodeScalars, values(property, text)).filter { $0.1 == 1 }.map(\.0)))
  }

  @Test(
    arguments: [
      (TextProperty.quotation, "he \"said so\" and “went” on", "\"said so“went"),
      // A mark without partner turns nothing around.
      (.quotation, "a \"b\n\nc \"de\" f", "\"de"),
      (.quotation, "그는 \"밥\"이라고 「말」했다", "\"밥「말"),
      (.brackets, "f(a[1]) } {b} :( c", "(a[1]{b"),
      (.indentation, "  a b\n\tc", "  \t"),
      (.comment, "a # b\nc // d\ne /* f */ g http://h", "# b/ d* f *"),
      (.speaker, "\nROMEO:\nO, she\nFirst Citizen:\nNo", "ROMEO:First Citizen:"),
      (.blank, "a b\n", " \n"), (.wordStart, "ab 가나 (c", "a가c"),
      (.finalConsonant, "가각 나난a", "각난"), (.hangul, "a가ㅋ1", "가ㅋ"),
      (.particle, "나는 학교에서 책을 읽는다. 물은", "는서을은"),
      (.ending, "나는 간다. 먹고 자요", "다고요"),
      (.digit, "a1２", "1２"), (.capital, "aB가C", "BC"), (.vowel, "Abe 가", "Ae"),
      (.punctuation, "a, b! (c)", ",!()"),
    ] as [(TextProperty, String, String)])
  func rulesHold(property: TextProperty, text: String, expected: String) {
    #expect(Array(held(property, text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func numbersCount() {
    #expect(values(.linePosition, "ab\nc") == [1, 2, 0, 1])
    #expect(values(.lineEnd, "ab\nc") == [2, 1, 0, nil])
    #expect(values(.wordPosition, "가나 b.") == [1, 2, nil, 1, nil])
    #expect(values(.depth, "((a)b)c") == [1, 2, 2, 1, 1, 0, 0])
    #expect(values(.hangul, "1.") == [nil, nil])
  }

  /// Symbols smaller than characters belong to the character that they make.
  @Test func piecesMakeCharacters() {
    let bytes = CharacterText(Array("가a".utf8).map(UInt32.init), .bytes)
    #expect(bytes.scalars == Array("가a".unicodeScalars.map(\.value)))
    #expect(bytes.places == [0, 0, 0, 1])
    #expect(bytes.text(of: 0..<3).unicodeScalars.elementsEqual("가".unicodeScalars))
    #expect(bytes.text(of: 3..<4) == "a")
    let broken = CharacterText([0xEA, 0x61, 0x80], .bytes)
    #expect(broken.scalars == [0xFFFD, 0x61, 0xFFFD])
    #expect(broken.places == [0, 1, 2])
  }

  /// A text of a b c whose cells are made up: one follows the blanks, one their opposite, one nothing.
  private func half(seed: UInt64) -> WatchedHalves.Half {
    var random = RandomStream(seed: seed, purpose: 7)
    let scalars = (0..<2_000).map { _ in random.uniform() < 0.3 ? UInt32(0x20) : UInt32(0x61) }
    let text = String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    let values = scalars.map { scalar in
      let isBlank = scalar == 0x20
      let noisy = random.uniform() < 0.05 ? !isBlank : isBlank
      return [isBlank ? 0.4 : 0.1, noisy ? -0.7 : 0.6, random.uniform() * 2 - 1]
    }
    return WatchedHalves.Half(
      traces: CellTraces(layers: 1, width: 3, values: values), text: CharacterText(text))
  }

  @Test func theRightCellIsFound() throws {
    let ranking = try CellRanking(WatchedHalves(first: half(seed: 1), second: half(seed: 2)))
    let blank = try #require(ranking.findings.first { $0.property == .blank })
    #expect(blank.cells.map(\.unit) == [0, 1, 2])
    #expect(blank.cells[0].heldOutAccuracy == 1 && blank.cells[0].saysYesAbove)
    #expect(blank.cells[0].heldOutShare == 1)
    #expect(abs(blank.cells[0].correlation - 1) < 1e-6)
    #expect(blank.cells[1].saysYesAbove == false)
    #expect(abs(blank.cells[1].heldOutAccuracy - 0.95) < 0.03)
    #expect(abs(blank.cells[2].heldOutAccuracy - 0.5) < 0.05)
    #expect(abs(blank.control - 0.5) < 0.05)
    #expect(abs(blank.majority - 0.7) < 0.04)
    #expect(ranking.missing.contains(.hangul) && ranking.missing.contains(.quotation))
  }

  /// Traces are those of the network, each lane's as of one stream.
  @Test(arguments: [CellKind.lstm, .gru, .rnn])
  func tracesAreTheNetworks(cell: CellKind) throws {
    let model = RecurrentModel(
      RecurrentConfiguration(
        cell: cell, layers: 1, hidden: 5, input: .embedding(3), vocabulary: 7), seed: 3)
    var random = RandomStream(seed: 4, purpose: 9)
    let ids = (0..<640).map { _ in UInt32(random.next() % 7) }
    let traces = try CellTraces(
      model, TokenSequence(ids, symbolCount: 7), range: 30..<430, warmUp: 30,
      pool: WorkerPool(count: 2))
    #expect(traces.count == 400 && traces.cells == 5)
    let network = DoubleNetwork(model)
    // The second lane of four begins to read at 100, and is watched from 130 on.
    var state = network.start
    for (place, id) in ids[100..<230].enumerated() {
      state = network.step(state, id).state
      guard place >= 30 else { continue }
      for unit in 0..<5 {
        let value = cell == .lstm ? tanh(state[5 + unit]) : state[unit]
        let found = traces.value(unit, at: 100 + place - 30)
        #expect(abs(found - value) < 0.006, "symbol \(place), unit \(unit)")
      }
    }
  }

  @Test func cellsOfASpanAreFound() throws {
    let ids = (0..<1_000).map { UInt32($0 % 100) }
    // One cell is on at 40 and 41 of each hundred, one at 80 alone.
    let values = ids.map { [$0 == 40 || $0 == 41 ? 0.9 : -0.9, $0 == 80 ? 0.9 : -0.9] }
    let traces = CellTraces(layers: 1, width: 2, values: values)
    let found = try #require(SpanCells(traces, ids: ids, span: [40, 41], most: 1))
    #expect(found.occurrences.count == 10 && found.occurrences[3] == 340..<342)
    #expect(found.cells[0].unit == 0 && found.cells[0].accuracy == 1 && found.cells[0].isOnAbove)
    #expect(abs(found.cells[0].share - 0.02) < 1e-9)
    #expect(found.elsewhere.isEmpty)
    let one = try #require(SpanCells(traces, ids: ids, span: [40], most: 1))
    #expect(one.elsewhere.first == 41..<42)
    #expect(SpanCells(traces, ids: ids, span: [41, 40]) == nil)
  }
}
