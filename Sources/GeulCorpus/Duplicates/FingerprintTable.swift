/// Hashes of windows and what is known of each, a bounded number of them.
///
/// Open addressing in a table of fixed size: the hashes are random, so their own bits say where to look.
struct FingerprintTable<Value: Sendable>: Sendable {
  private var keys: [UInt64]
  private var values: [Value]
  /// How many there are.
  private(set) var count = 0

  /// An empty table with room for `capacity`, in half of its places; `value` fills the others.
  init(capacity: Int, _ value: Value) {
    var places = 2
    while places < 2 * capacity { places *= 2 }
    keys = [UInt64](repeating: 0, count: places)
    values = [Value](repeating: value, count: places)
  }

  /// Whether no more should be added.
  var isFull: Bool { 2 * count >= keys.count }

  /// The place of a hash, nil if it is not there.
  @inline(__always)
  func place(of hash: UInt64) -> Int? {
    let place = search(hash)
    return keys[place] == 0 ? nil : place
  }

  /// What is known of the hash at a place.
  subscript(place: Int) -> Value {
    get { values[place] }
    set { values[place] = newValue }
  }

  /// Adds a hash that is not there.
  mutating func insert(_ hash: UInt64, _ value: Value) {
    let place = search(hash)
    keys[place] = hash == 0 ? 1 : hash
    values[place] = value
    count += 1
  }

  /// Keeps those of at most `limit`.
  mutating func keep(upTo limit: UInt64) {
    let (oldKeys, oldValues) = (keys, values)
    for place in keys.indices { keys[place] = 0 }
    count = 0
    for (key, value) in zip(oldKeys, oldValues) where key != 0 && key <= limit {
      insert(key, value)
    }
  }

  /// All that is known.
  var all: [Value] { keys.indices.filter { keys[$0] != 0 }.map { values[$0] } }

  @inline(__always)
  private func search(_ hash: UInt64) -> Int {
    let key = hash == 0 ? 1 : hash
    let mask = keys.count - 1
    // The bits at the top are alike in all hashes that are chosen, and those at the bottom depend on the last symbols.
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
    while keys[place] != key && keys[place] != 0 { place = (place + 1) & mask }
    return place
  }
}
