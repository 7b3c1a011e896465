/// A text that is read whole, such as a prompt.
public enum TextFile {
  private static let most = 1 << 30

  /// The text of a UTF-8 file, or of standard input for `-`, without a byte order mark at its start.
  ///
  /// Scalars are as they stand in the file, newlines too. Throws ``TextError``, also for more than 1 GiB.
  public static func read(_ path: String) throws(TextError) -> String {
    var reader = try BlockReader(path)
    var decoder = TextDecoder(file: CorpusSource.name(of: path), encoding: .named(.utf8))
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var scalars: [UInt32] = []
    var text = String.UnicodeScalarView()
    var size = 0
    while true {
      let count = try reader.read(into: &block)
      size += count
      guard size <= most else {
        throw .unreadable(path: path, reason: "more than \(most) bytes, which is no prompt")
      }
      scalars.removeAll(keepingCapacity: true)
      try decoder.append(block[..<count], into: &scalars)
      if count == 0 { try decoder.finish(into: &scalars) }
      text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
      if count == 0 { return String(text) }
    }
  }
}
