/// The edges of an automaton: from a state by a scalar to a state, in one table of open places.
struct EdgeTable {
  private var keys: [UInt64]
  private var targets: [UInt32]
  private var count = 0
  private var mask: Int
  private static let free = UInt64.max

  init() {
    mask = 1023
    keys = [UInt64](repeating: Self.free, count: mask + 1)
    targets = [UInt32](repeating: 0, count: mask + 1)
  }

  /// The state that an edge leads to, if there is one.
  func target(_ state: UInt32, _ scalar: UInt32) -> UInt32? {
    let key = Self.key(state, scalar)
    var place = Self.hash(key) & mask
    while keys[place] != Self.free {
      if keys[place] == key { return targets[place] }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Makes an edge, or leads it elsewhere; returns whether it is new.
  @discardableResult
  mutating func set(_ state: UInt32, _ scalar: UInt32, to target: UInt32) -> Bool {
    if 2 * count > mask { grow() }
    let key = Self.key(state, scalar)
    var place = Self.hash(key) & mask
    while keys[place] != Self.free {
      if keys[place] == key {
        targets[place] = target
        return false
      }
      place = (place + 1) & mask
    }
    (keys[place], targets[place]) = (key, target)
    count += 1
    return true
  }

  private mutating func grow() {
    let (oldKeys, oldTargets) = (keys, targets)
    mask = 2 * mask + 1
    keys = [UInt64](repeating: Self.free, count: mask + 1)
    targets = [UInt32](repeating: 0, count: mask + 1)
    for (old, key) in oldKeys.enumerated() where key != Self.free {
      var place = Self.hash(key) & mask
      while keys[place] != Self.free { place = (place + 1) & mask }
      (keys[place], targets[place]) = (key, oldTargets[old])
    }
  }

  private static func key(_ state: UInt32, _ scalar: UInt32) -> UInt64 {
    UInt64(state) << 21 | UInt64(scalar)
  }

  private static func hash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20)
  }
}
