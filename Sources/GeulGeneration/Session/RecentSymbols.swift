/// The latest symbols of a text, as many as a repetition penalty may look at.
struct RecentSymbols: Sendable {
  /// At least the latest `SamplingSettings.longestWindow`, the last one at the end.
  private(set) var symbols: [UInt32] = []

  /// Appends symbols; those that no window reaches are dropped now and then.
  mutating func append(_ new: some Collection<UInt32>) {
    let longest = SamplingSettings.longestWindow
    symbols.append(contentsOf: new.suffix(longest))
    if symbols.count > 2 * longest { symbols.removeFirst(symbols.count - longest) }
  }
}
