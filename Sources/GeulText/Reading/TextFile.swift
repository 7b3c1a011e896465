/// A text that is read whole, such as a prompt.
public enum TextFile {
  private static let most = 1 << 30

  /// The text of a UTF-8 file, or of standard input for `-`, without a byte order mark at its start.
  ///
  /// Scalars are as they stand in the file, newlines too. Throws ``TextError``, also for more than 1 GiB.
  public static func read(_ path: String) throws -> String {
    var reader = CorpusReader(
      CorpusSource(files: [path]), ReadingOptions(encoding: .named(.utf8)))
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
    return String(text)
  }
}
