import GeulCompute

/// Text as a pattern of n units of ±1: each stretch of three characters, and each of two, votes for every unit by a ±1 that is
/// drawn once for the stretch and the unit; a unit is the sign of its votes.
///
/// So texts that share stretches have patterns that overlap, wherever in the text they stand, and a damaged or partial text is
/// nearest to what it is a part of.
public struct TextPattern: Sendable {
  /// n
  public let units: Int

  /// Patterns of so many units.
  public init(units: Int) { self.units = units }

  /// The pattern of a text's characters.
  public func pattern(of text: String) -> [Int8] {
    // Ends are marked, so that a text of one character has stretches, too.
    let scalars = [0] + text.unicodeScalars.map { UInt64($0.value) } + [0]
    var votes = [Int](repeating: 0, count: units)
    for length in 2...3 where scalars.count >= length {
      for start in 0...scalars.count - length {
        var key: UInt64 = UInt64(length)
        for scalar in scalars[start..<start + length] { key = key &* 0x11_0001 &+ scalar + 1 }
        var random = RandomStream(seed: key, purpose: RandomPurpose.textPattern)
        var bits: UInt64 = 0
        for unit in 0..<units {
          if unit % 64 == 0 { bits = random.next() }
          votes[unit] += bits >> UInt64(unit % 64) & 1 == 1 ? 1 : -1
        }
      }
    }
    // Votes that are even are broken alike in all texts.
    var random = RandomStream(seed: 1, purpose: RandomPurpose.textPattern)
    return votes.map { vote in
      let tie: Int8 = random.next() & 1 == 1 ? 1 : -1
      return vote > 0 ? 1 : vote < 0 ? -1 : tie
    }
  }
}

extension RandomPurpose {
  /// How stretches of text vote for the units of a memory.
  static let textPattern: UInt64 = 48
  /// Patterns, damage and the order of updates of an experiment.
  static let hopfield: UInt64 = 49
}
