/// What becomes of the line ends of a corpus.
public enum NewlinePolicy: String, Codable, CaseIterable, Sendable {
  /// CR LF and a CR alone become LF.
  case lf
  /// Line ends stay as they are.
  case keep
}

/// Turns CR LF and lone CR into LF in text that arrives in blocks.
struct NewlineConverter: Sendable {
  /// How many line ends were converted.
  private(set) var converted = 0
  private var followsCarriageReturn = false

  /// Converts the next block in place.
  mutating func convert(_ scalars: inout [UInt32]) {
    guard followsCarriageReturn || scalars.contains(0x0D) else { return }
    var kept = 0
    for position in scalars.indices {
      let scalar = scalars[position]
      defer { followsCarriageReturn = scalar == 0x0D }
      if scalar == 0x0A && followsCarriageReturn { continue }
      if scalar == 0x0D { converted += 1 }
      scalars[kept] = scalar == 0x0D ? 0x0A : scalar
      kept += 1
    }
    scalars.removeLast(scalars.count - kept)
  }
}
