import GeulCompute

/// Seeded values for tests.
extension RandomStream {
  /// A stream of its own for each case of a table.
  init(case number: Int) { self.init(seed: UInt64(number), purpose: 0x7E57) }

  /// A number in -1 ..< 1.
  mutating func signed() -> Float { Float(uniform()) * 2 - 1 }

  /// `count` numbers in -1 ..< 1.
  mutating func signed(_ count: Int) -> [Float] { (0..<count).map { _ in signed() } }

  /// An integer of `range`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }
}
