import GeulModel
import GeulText
import GeulTraining
import Testing

/// The ids of these texts are their places, so a symbol says where it stood.
@Suite struct LaneReaderTests {
  private static let start = 3

  private func reader(
    _ count: Int, lanes: Int, steps: Int, order: ChunkOrder = .carried, seed: UInt64 = 1
  ) -> LaneReader {
    let end = Self.start + count
    let tokens = TokenSequence((0..<UInt32(end + 4)).map { $0 }, symbolCount: end + 4)
    return LaneReader(
      tokens, range: Self.start..<end, lanes: lanes, steps: steps, order: order, seed: seed)
  }

  @Test(arguments: [2, 3, 5, 17, 100, 257], [(1, 1), (1, 64), (2, 3), (3, 4), (8, 5), (500, 2)])
  func lanesAreContiguousAndPredictEachSymbolOnce(
    count: Int, sizes: (lanes: Int, steps: Int)
  ) throws {
    var reader = reader(count, lanes: sizes.lanes, steps: sizes.steps)
    var chunk = reader.makeChunk()
    let laneCount = reader.lanes
    #expect(laneCount >= 1 && laneCount <= sizes.lanes)
    #expect(reader.steps == min(sizes.steps, count - 1))
    var next = (0..<laneCount).map { UInt32(Self.start + $0 * reader.width) }
    var predicted: [UInt32] = []
    for index in 0..<reader.chunkCount {
      try reader.fill(&chunk, index)
      #expect(chunk.lanes == laneCount)
      #expect(chunk.steps == min(reader.steps, reader.width - index * reader.steps))
      #expect(chunk.startsStream == [Bool](repeating: index == 0, count: laneCount))
      for t in 0..<chunk.steps {
        for b in 0..<laneCount {
          #expect(chunk.inputs[t * laneCount + b] == next[b])
          #expect(chunk.targets[t * laneCount + b] == next[b] + 1)
          next[b] += 1
        }
      }
      predicted += chunk.targets
    }
    #expect(Set(predicted).count == predicted.count)
    #expect(predicted.allSatisfy { $0 > Self.start && $0 < Self.start + count })
    #expect(predicted.count > count - 1 - laneCount)
  }

  @Test(arguments: [
    (2, 5, 9, (lanes: 1, steps: 1, chunks: 1)), (6, 5, 9, (lanes: 1, steps: 5, chunks: 1)),
    (50, 5, 9, (lanes: 5, steps: 9, chunks: 1)), (46, 5, 9, (lanes: 5, steps: 9, chunks: 1)),
    (45, 5, 9, (lanes: 4, steps: 9, chunks: 2)), (100, 5, 9, (lanes: 5, steps: 9, chunks: 3)),
    (100, 1, 200, (lanes: 1, steps: 99, chunks: 1)), (4, 900, 1, (lanes: 3, steps: 1, chunks: 1)),
  ])
  func aTextTooShortForTheLanesGetsFewer(
    count: Int, lanes: Int, steps: Int, expected: (lanes: Int, steps: Int, chunks: Int)
  ) {
    let reader = reader(count, lanes: lanes, steps: steps)
    #expect(reader.lanes == expected.lanes)
    #expect(reader.steps == expected.steps)
    #expect(reader.chunkCount == expected.chunks)
  }
}

/// What the chunks are that do not go on where those before them ended.
extension LaneReaderTests {
  @Test(arguments: [2, 17, 100], [(1, 1), (2, 3), (8, 5)])
  func resetChunksAreTheCarriedOnesFromNothing(
    count: Int, sizes: (lanes: Int, steps: Int)
  ) throws {
    var carried = reader(count, lanes: sizes.lanes, steps: sizes.steps)
    var reset = reader(count, lanes: sizes.lanes, steps: sizes.steps, order: .reset)
    #expect(reset.chunkCount == carried.chunkCount)
    var (chunk, expected) = (reset.makeChunk(), carried.makeChunk())
    for index in 0..<reset.chunkCount {
      try reset.fill(&chunk, index, epoch: 1)
      try carried.fill(&expected, index, epoch: 1)
      #expect(chunk.inputs == expected.inputs && chunk.targets == expected.targets)
      #expect(chunk.startsStream.allSatisfy { $0 })
    }
  }

  @Test(arguments: [2, 17, 100], [(1, 1), (2, 3), (8, 5), (3, 200)])
  func randomChunksAreWholePiecesOfTheText(
    count: Int, sizes: (lanes: Int, steps: Int)
  ) throws {
    var reader = reader(count, lanes: sizes.lanes, steps: sizes.steps, order: .random)
    var chunk = reader.makeChunk()
    for epoch in 0..<3 {
      for index in 0..<reader.chunkCount {
        try reader.fill(&chunk, index, epoch: epoch)
        #expect(chunk.steps == reader.steps && chunk.startsStream.allSatisfy { $0 })
        for b in 0..<chunk.lanes {
          let lane = (0..<chunk.steps).map { chunk.inputs[$0 * chunk.lanes + b] }
          #expect(lane == (0..<UInt32(chunk.steps)).map { lane[0] + $0 })
          for t in 0..<chunk.steps { #expect(chunk.targets[t * chunk.lanes + b] == lane[t] + 1) }
          #expect(lane[0] >= Self.start && lane[0] + UInt32(chunk.steps) < Self.start + count)
        }
      }
    }
  }

  /// Of 21 symbols, pieces of 4 and their target begin at 17 places.
  @Test func randomChunksAreDrawnFromEverywhereAlike() throws {
    var reader = reader(21, lanes: 3, steps: 4, order: .random, seed: 7)
    var chunk = reader.makeChunk()
    var counts = [Int](repeating: 0, count: 17)
    let epochs = 2_000
    for epoch in 0..<epochs {
      for index in 0..<reader.chunkCount {
        try reader.fill(&chunk, index, epoch: epoch)
        for b in 0..<chunk.lanes { counts[Int(chunk.inputs[b]) - Self.start] += 1 }
      }
    }
    let mean = Double(epochs * reader.chunkCount * reader.lanes) / 17
    // Five standard deviations of a count.
    for count in counts { #expect(abs(Double(count) - mean) < 5 * mean.squareRoot(), "\(counts)") }
  }

  @Test func randomChunksAreAFunctionOfSeedEpochAndChunk() throws {
    func places(_ seed: UInt64, _ index: Int, _ epoch: Int) throws -> [UInt32] {
      var reader = reader(257, lanes: 6, steps: 5, order: .random, seed: seed)
      var chunk = reader.makeChunk()
      try reader.fill(&chunk, index, epoch: epoch)
      return Array(chunk.inputs[..<chunk.lanes])
    }
    let expected = try places(1, 2, 3)
    #expect(Set(expected).count > 2)
    #expect(try places(1, 2, 3) == expected)
    #expect(try places(2, 2, 3) != expected)
    #expect(try places(1, 3, 3) != expected)
    #expect(try places(1, 2, 4) != expected)
  }
}

@Suite struct CorpusSplitTests {
  @Test(arguments: [0, 1, 2, 3, 7, 10, 99, 1000, 1_000_003], [0, 0.1, 0.25, 0.5, 0.999])
  func partsAreInOrderAndCoverTheCorpus(count: Int, fraction: Double) {
    for (validation, test) in [(fraction, 0), (0, fraction), (fraction / 2, fraction / 2)] {
      let split = CorpusSplit(count: count, validation: validation, test: test)
      #expect(split.train.lowerBound == 0)
      #expect(split.train.upperBound == split.validation.lowerBound)
      #expect(split.validation.upperBound == split.test.lowerBound)
      #expect(split.test.upperBound == count)
      #expect(abs(Double(split.validation.count) - Double(count) * validation) <= 0.5)
      #expect(abs(Double(split.test.count) - Double(count) * test) <= 0.5)
      for part in CorpusSplit.Part.allCases {
        #expect(split.range(of: part).count >= 0)
      }
    }
  }

  @Test func withoutFractionsAllIsTrainedOn() {
    let split = CorpusSplit(count: 12, validation: 0, test: 0)
    #expect(split.train == 0..<12)
    #expect(split.validation.isEmpty && split.test.isEmpty)
    #expect(split.range(of: .train) == 0..<12)
  }

  @Test func partsAreWhatTheirNamesSay() {
    let split = CorpusSplit(count: 20, validation: 0.2, test: 0.1)
    #expect(split.range(of: .train) == 0..<14)
    #expect(split.range(of: .validation) == 14..<18)
    #expect(split.range(of: .test) == 18..<20)
  }
}
