/// Characters that a shell or a prompt's line hardly lets a person type.
public enum Escapes {
  /// The text with `\n`, `\t`, `\r` and `\\` replaced by what they mean; throws a `RequestError`, naming `option`, for others.
  public static func resolve(_ text: String, of option: String) throws(RequestError) -> String {
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        result.append(scalar)
        continue
      }
      switch scalars.next() {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "\\": result.append("\\")
      case let other:
        let found = other.map { "\\\($0)" } ?? "\\ at the end"
        throw .usage(
          "\(option): expected \\n, \\t, \\r or \\\\, found \(found); write \\\\ for a backslash")
      }
    }
    return String(result)
  }

  /// The reverse: a text on one line.
  public static func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
      .replacing("\r", with: "\\r")
  }
}
