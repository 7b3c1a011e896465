/// A text that is read whole, such as a prompt.
public enum TextFile {
  private static let most = 1 << 30

  /// The text of a file, or of standard input for `-`, without a byte order mark at its start.
  ///
  /// It is read as a corpus is, and in the likeliest encoding where none is clear; `tell` is told of any other than
  /// UTF-8. Scalars are as they stand in the file, newlines too. Throws ``TextError``, also for more than 1 GiB.
  public static func read(
    _ path: String, encoding: EncodingChoice = .auto, tell: (DecodingReport) -> Void = { _ in }
  ) throws -> String {
    let path = CorpusFiles().found(path)
    var reader = CorpusReader(
      CorpusSource(files: [path]), ReadingOptions(encoding: encoding), guesses: .likely)
    var scalars: [UInt32] = []
    var text = String.UnicodeScalarView()
    while try reader.next() {
      guard reader.bytesRead <= most else {
        throw TextError.unreadable(
          path: path, reason: "more than \(most) bytes, which is no prompt")
      }
      scalars.removeAll(keepingCapacity: true)
      try reader.decode(into: &scalars)
      text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
    }
    tell(reader.report)
    return String(text)
  }
}
