/// Sorts the n-grams that begin in a block of text, by radix.
///
/// A key holds as many symbols as 64 bits do. The keys of the last symbols are sorted first, those of the first symbols
/// last, each stably, by 11 bits at a time. Memory: 28 bytes for each place.
final class BlockSorter: @unchecked Sendable {
  /// Places of a block; the symbols behind them that their n-grams reach are not counted. Only the text's last block has
  /// up to `length` more.
  let capacity: Int

  /// The block's symbols: its places' own, and those behind.
  let symbols: UnsafeMutablePointer<UInt32>
  /// Places that hold a symbol at which an n-gram begins.
  var count = 0

  private let length: Int
  private let bits: Int
  private let symbolsPerKey: Int
  private var keys: UnsafeMutablePointer<UInt64>
  private var otherKeys: UnsafeMutablePointer<UInt64>
  private var places: UnsafeMutablePointer<UInt32>
  private var otherPlaces: UnsafeMutablePointer<UInt32>

  private static let digitBits = 11

  /// For n-grams of `length` symbols, none above `highest`.
  init(length: Int, highest: Int, capacity: Int) {
    self.length = length
    self.capacity = capacity
    bits = max(1, Int.bitWidth - highest.leadingZeroBitCount)
    symbolsPerKey = min(length, UInt64.bitWidth / bits)
    let most = capacity + length
    symbols = .allocate(capacity: most + length)
    keys = .allocate(capacity: most)
    otherKeys = .allocate(capacity: most)
    places = .allocate(capacity: most)
    otherPlaces = .allocate(capacity: most)
  }

  deinit {
    symbols.deallocate()
    keys.deallocate()
    otherKeys.deallocate()
    places.deallocate()
    otherPlaces.deallocate()
  }

  /// Sorts the n-grams of the block, then calls `body` with each different one: its first symbol, how many it shares with
  /// the one before, and how often it stands there.
  func sort<Failure: Error>(
    _ body: (_ gram: UnsafePointer<UInt32>, _ shared: Int, _ count: Int) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(
      count <= capacity + length, "\(count) places in a block of \(capacity) and \(length)")
    guard count > 0 else { return }
    for place in 0..<count { places[place] = UInt32(place) }
    for first in stride(from: 0, to: length, by: symbolsPerKey).reversed() {
      sort(bySymbols: first..<min(length, first + symbolsPerKey))
    }
    var (begin, shared) = (0, 0)
    for index in 1..<count {
      let common = sharedSymbols(index - 1, index)
      if common == length { continue }
      try body(symbols + Int(places[begin]), shared, index - begin)
      (begin, shared) = (index, common)
    }
    try body(symbols + Int(places[begin]), shared, count - begin)
  }

  private func sort(bySymbols range: Range<Int>) {
    for index in 0..<count {
      let gram = symbols + Int(places[index])
      var key: UInt64 = 0
      for symbol in range { key = key << UInt64(bits) | UInt64(gram[symbol]) }
      keys[index] = key
    }
    for shift in stride(from: 0, to: range.count * bits, by: Self.digitBits) {
      sort(byDigitAt: UInt64(shift))
    }
  }

  /// One pass, stable: counts, then places.
  private func sort(byDigitAt shift: UInt64) {
    let mask = UInt64(1 << Self.digitBits - 1)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << Self.digitBits) { starts in
      starts.initialize(repeating: 0)
      for index in 0..<count { starts[Int(keys[index] >> shift & mask)] += 1 }
      if starts[Int(keys[0] >> shift & mask)] == count { return }
      var sum = 0
      for digit in starts.indices { (starts[digit], sum) = (sum, sum + starts[digit]) }
      for index in 0..<count {
        let digit = Int(keys[index] >> shift & mask)
        otherKeys[starts[digit]] = keys[index]
        otherPlaces[starts[digit]] = places[index]
        starts[digit] += 1
      }
      swap(&keys, &otherKeys)
      swap(&places, &otherPlaces)
    }
  }

  /// How many first symbols two n-grams of the sorted order have in common; the keys are those of the first symbols.
  private func sharedSymbols(_ a: Int, _ b: Int) -> Int {
    let difference = keys[a] ^ keys[b]
    if difference != 0 {
      return symbolsPerKey - 1 - (UInt64.bitWidth - 1 - difference.leadingZeroBitCount) / bits
    }
    let (first, second) = (symbols + Int(places[a]), symbols + Int(places[b]))
    var shared = symbolsPerKey
    while shared < length, first[shared] == second[shared] { shared += 1 }
    return shared
  }
}
