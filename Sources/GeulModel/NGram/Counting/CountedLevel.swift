import GeulStorage

/// The n-grams of one length with their counts, as they are counted.
final class CountedLevel {
  /// The last symbol of each.
  let symbols: ScratchArray<UInt32>
  /// How often each was seen.
  let counts: ScratchArray<UInt32>
  /// Where those of the next length begin that go on from each, and at last how many those are.
  let children: ScratchArray<UInt32>

  /// Nothing counted yet; memory is made in `folder`.
  init(in folder: String) throws(StorageError) {
    symbols = try ScratchArray(in: folder)
    counts = try ScratchArray(in: folder)
    children = try ScratchArray(in: folder)
  }

  /// How many n-grams there are.
  var count: Int { symbols.count }
}
