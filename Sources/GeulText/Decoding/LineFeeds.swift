/// Counts line feeds, for the line numbers in messages.
///
/// Without comparisons, of which the compiler makes branches: for an unsigned x the highest bit of
/// (x − 1) ∧ ¬x is set if and only if x is 0.
enum LineFeeds {
  /// Bytes counted together: no more than a byte can count, which keeps sixteen counts in a register.
  private static let stretch = 192

  /// How many of the bytes are line feeds.
  static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard var start = bytes.baseAddress else { return 0 }
    var total = 0
    for _ in 0..<bytes.count / stretch {
      var count: UInt8 = 0
      for place in 0..<stretch {
        let difference = start[place] ^ 0x0A
        count &+= ((difference &- 1) & ~difference) &>> 7
      }
      total += Int(count)
      start += stretch
    }
    for byte in bytes.suffix(bytes.count % stretch) where byte == 0x0A { total += 1 }
    return total
  }

  /// How many of the scalars are line feeds.
  static func count(_ scalars: ArraySlice<UInt32>) -> Int {
    scalars.withUnsafeBufferPointer { scalars in
      var count: UInt32 = 0
      for scalar in scalars {
        let difference = scalar ^ 0x0A
        count &+= ((difference &- 1) & ~difference) &>> 31
      }
      return Int(count)
    }
  }
}
