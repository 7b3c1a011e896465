/// Looks at the text of a corpus while it is read for something else, as it was decoded: before line ends and forms are
/// changed.
public struct CorpusObserver {
  private let mayTake: () -> Bool
  private let append: ([UInt32]) -> Void
  private let endOfFile: (DecodedFile) -> Void

  /// An observer. `mayTake` says whether it wants more; `append` takes scalars, and `endOfFile` what decoding a file has
  /// shown, at its end.
  public init(
    mayTake: @escaping () -> Bool, append: @escaping ([UInt32]) -> Void,
    endOfFile: @escaping (DecodedFile) -> Void
  ) {
    self.mayTake = mayTake
    self.append = append
    self.endOfFile = endOfFile
  }

  func take(_ scalars: @autoclosure () -> [UInt32]) {
    if mayTake() { append(scalars()) }
  }

  func take(_ scalars: [UInt32], endOf reader: borrowing CorpusReader) {
    if mayTake() {
      var scalars = scalars
      reader.replaceBorders(in: &scalars)
      append(scalars)
    }
    if reader.isLast { endOfFile(DecodedFile(reader)) }
  }
}
