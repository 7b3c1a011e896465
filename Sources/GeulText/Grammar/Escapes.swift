/// How a person types characters that a shell or a prompt's line hardly lets through.
///
/// `\n`, `\t`, `\r`, `\\` and `\-` are escapes, as is `\u{AC00}`, the scalar of one to six hexadecimal digits.
public enum Escapes {
  /// The text with every escape replaced by what it stands for; all else is left as it is.
  public static func resolve(_ text: String) throws(EscapeError) -> String {
    let scalars = text.unicodeScalars.map(\.value)
    var resolved: [UInt32] = []
    var position = 0
    while position < scalars.count { resolved.append(try read(scalars, &position)) }
    return String(scalars: resolved)
  }

  /// The reverse: a text on one line, without tabs.
  public static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\t": escaped.append(contentsOf: "\\t".unicodeScalars)
      case "\r": escaped.append(contentsOf: "\\r".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// The scalar that stands at `position`, by itself or as an escape, behind which `position` then is.
  static func read(
    _ scalars: [UInt32], _ position: inout Int
  ) throws(EscapeError) -> UInt32 {
    let start = position
    position += 1
    guard scalars[start] == backslash else { return scalars[start] }
    guard position < scalars.count else {
      throw EscapeError(place: start, expected: known, found: "a backslash that ends the text")
    }
    position += 1
    switch Unicode.Scalar(scalars[position - 1]) {
    case "n": return 0x0A
    case "t": return 0x09
    case "r": return 0x0D
    case "\\", "-": return scalars[position - 1]
    case "u": return try readNumber(scalars, &position, from: start)
    default:
      throw EscapeError(
        place: start, expected: known, found: String(scalars: scalars[start..<position]))
    }
  }

  /// Reads `{1F600}`, of an escape that began at `start`.
  private static func readNumber(
    _ scalars: [UInt32], _ position: inout Int, from start: Int
  ) throws(EscapeError) -> UInt32 {
    let end = scalars[position...].firstIndex(of: UInt32(UInt8(ascii: "}"))) ?? scalars.count
    let digits = String(scalars: scalars[position..<end].dropFirst())
    guard end < scalars.count, scalars[position] == UInt32(UInt8(ascii: "{")),
      (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
    else {
      // No more than a reader needs to find the place again.
      let shown = scalars[start..<min(end + 1, start + 12, scalars.count)]
      throw EscapeError(
        place: start,
        expected: "\\u{…} with one to six hexadecimal digits, up to 10FFFF and no surrogate",
        found: String(scalars: shown))
    }
    position = end + 1
    return value
  }

  private static let backslash = UInt32(UInt8(ascii: "\\"))
  private static let known = "one of the escapes \\n, \\t, \\r, \\\\, \\- and \\u{…}"
}

/// A backslash that begins no escape.
public struct EscapeError: Error, Equatable, Sendable {
  /// The place of the backslash, in scalars from 0 on.
  public let place: Int
  /// What should stand there.
  public let expected: String
  /// What stands there.
  public let found: String
}
