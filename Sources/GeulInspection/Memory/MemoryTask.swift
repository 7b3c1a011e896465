import GeulCompute
import GeulModel

/// A task that nothing but memory solves: what was shown is asked for after a delay of blanks.
public enum MemoryTask: String, Sendable, CaseIterable {
  /// Letters are shown, and after the delay a mark asks for them in their order (Hochreiter and Schmidhuber 1997; Arjovsky
  /// et al. 2016, who copy ten).
  case copy
  /// Pairs of key and value are shown, and after the delay one of the keys asks for its value.
  case recall

  /// Letters, of which 1 in 8 is right by chance.
  static let letters = 8
  /// Letters that are copied, and pairs of which one is recalled.
  public static let (copied, pairs) = (3, 2)
  private static let blank = UInt32(2 * letters)
  private static let mark = UInt32(2 * letters + 1)

  /// V: letters, values or keys, the blank and the mark.
  static let vocabulary = 2 * letters + 2

  /// The share that guessing gets right.
  public static let chance = 1 / Double(letters)

  /// Symbols of a sequence with a delay of so many blanks.
  public func steps(delay: Int) -> Int {
    switch self {
    case .copy: 2 * Self.copied + delay
    case .recall: 2 * Self.pairs + delay + 1
    }
  }

  /// Sequences side by side, each from its beginning; only what is asked for counts.
  func fill(_ chunk: inout Chunk, delay: Int, random: inout RandomStream) {
    chunk.resize(steps: steps(delay: delay))
    let lanes = chunk.lanes
    for place in chunk.weights.indices {
      (chunk.inputs[place], chunk.targets[place], chunk.weights[place]) = (
        Self.blank, Self.blank, 0
      )
    }
    for lane in 0..<lanes {
      chunk.startsStream[lane] = true
      switch self {
      case .copy:
        for index in 0..<Self.copied {
          let letter = UInt32(random.next() % UInt64(Self.letters))
          let asked = (Self.copied + delay + index) * lanes + lane
          chunk.inputs[index * lanes + lane] = letter
          chunk.targets[asked] = letter
          chunk.weights[asked] = 1
        }
        chunk.inputs[(Self.copied + delay) * lanes + lane] = Self.mark
      case .recall:
        var keys = Array(0..<UInt32(Self.letters))
        var values: [UInt32] = []
        for index in 0..<Self.pairs {
          keys.swapAt(index, index + Int(random.next() % UInt64(keys.count - index)))
          values.append(UInt32(Self.letters) + UInt32(random.next() % UInt64(Self.letters)))
          chunk.inputs[2 * index * lanes + lane] = keys[index]
          chunk.inputs[(2 * index + 1) * lanes + lane] = values[index]
        }
        let asked = Int(random.next() % UInt64(Self.pairs))
        let place = (2 * Self.pairs + delay) * lanes + lane
        chunk.inputs[place] = keys[asked]
        chunk.targets[place] = values[asked]
        chunk.weights[place] = 1
      }
    }
  }

  /// The symbols that may be asked for.
  var answers: Range<Int> {
    switch self {
    case .copy: 0..<Self.letters
    case .recall: Self.letters..<2 * Self.letters
    }
  }
}
