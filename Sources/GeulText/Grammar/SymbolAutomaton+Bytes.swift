extension SymbolAutomaton {
  /// The bytes of UTF-8 (the Unicode Standard, table 3-7), as far as `allowed` has scalars of theirs.
  ///
  /// The first bytes of a character leave it in a range of scalars. That the set has one of these is all
  /// that is asked of them, so neither surrogates nor overlong forms need a rule of their own.
  ///
  /// Cost: a row for each range of 64 and 4,096 scalars that the set holds in part.
  static func bytes(allowing allowed: ScalarSet) -> SymbolAutomaton {
    var automaton = SymbolAutomaton(classes: Array(0..<256), classCount: 256)
    var row = automaton.emptyRow
    for byte in UInt32(0)..<0x80 where allowed.contains(byte) { row[Int(byte)] = closed }
    let leads: [(bytes: Range<UInt32>, least: UInt32)] = [
      (0xC0..<0xE0, 0x80), (0xE0..<0xF0, 0x800), (0xF0..<0xF8, 0x10000),
    ]
    for (index, lead) in leads.enumerated() {
      for byte in lead.bytes {
        let start = (byte - lead.bytes.lowerBound) << (6 * UInt32(index + 1))
        row[Int(byte)] = automaton.bytes(
          index + 1, from: start, least: lead.least, allowing: allowed)
      }
    }
    automaton.setClosedRow(row)
    return automaton
  }

  /// The state in which `count` bytes are to come, of a scalar from `start` on and not below `least`.
  private mutating func bytes(
    _ count: Int, from start: UInt32, least: UInt32, allowing allowed: ScalarSet
  ) -> Int32 {
    let step = UInt32(1) << (6 * UInt32(count))
    let range = start...start + (step - 1)
    guard range.upperBound >= least,
      allowed.intersects(max(least, range.lowerBound)...range.upperBound)
    else { return Self.dead }
    guard count > 0 else { return Self.closed }
    var row = emptyRow
    if start >= least, allowed.isSuperset(of: range) {
      // All 64 are alike, which saves visiting up to 262,144 scalars one by one.
      let target = bytes(count - 1, from: start, least: least, allowing: allowed)
      for byte in 0x80..<0xC0 { row[byte] = target }
    } else {
      for byte in 0..<64 {
        let start = start + UInt32(byte) * (step / 64)
        row[0x80 + byte] = bytes(count - 1, from: start, least: least, allowing: allowed)
      }
    }
    return state(row, isClosed: false)
  }
}
