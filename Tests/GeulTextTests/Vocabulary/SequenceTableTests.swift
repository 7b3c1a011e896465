import Testing

@testable import GeulText

@Suite struct SequenceTableTests {
  @Test func countsAsADictionaryDoes() {
    var generator = SeededGenerator(state: 21)
    var table = SequenceTable()
    var expected: [[UInt32]: Int] = [:]
    var order: [[UInt32]] = []
    for _ in 0..<20_000 {
      let sequence = (0..<generator.below(5)).map { _ in UInt32(generator.below(8)) }
      let times = generator.below(3) + 1
      let isNew = expected[sequence] == nil
      if isNew { order.append(sequence) }
      expected[sequence, default: 0] += times
      let added = sequence.withUnsafeBufferPointer { table.add($0, times: times) }
      #expect(added?.isNew == isNew)
    }
    #expect(table.count == expected.count)
    #expect(table.count > 1000)
    #expect(table.storedScalars == order.reduce(0) { $0 + $1.count })
    for (index, sequence) in order.enumerated() {
      #expect(Array(table.sequence(index)) == sequence)
      #expect(table.counts[index] == expected[sequence])
    }
  }

  @Test func aFullTableCountsWhatItKnows() {
    var table = SequenceTable()
    let (known, unknown): ([UInt32], [UInt32]) = ([1, 2], [2, 1])
    _ = known.withUnsafeBufferPointer { table.add($0) }
    #expect(known.withUnsafeBufferPointer { table.add($0, isFull: true) }?.index == 0)
    #expect(unknown.withUnsafeBufferPointer { table.add($0, isFull: true) } == nil)
    #expect(table.counts == [2])
  }
}
