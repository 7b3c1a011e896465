import GeulText

/// A place in one of the files of a corpus, in its text as UTF-8.
///
/// For a file that is UTF-8, without a byte order mark and without invalid sequences, the offset is the
/// file's own.
public struct TextPlace: Equatable, Sendable {
  /// Which file, counted from 0 in the order read.
  public let file: Int
  /// The offset in bytes of the file's text, encoded in UTF-8, from 0.
  public let utf8Offset: Int
  /// The line, from 1; lines end with LF, CR LF or a lone CR.
  public let line: Int

  /// The place after `scalars`, which begin here.
  func advanced(by scalars: ArraySlice<UInt32>) -> TextPlace {
    var bytes = 0
    var lineEnds = 0
    var previous: UInt32 = 0
    for scalar in scalars {
      bytes += UTF8Encoding.length(scalar)
      if scalar == 0x0D || scalar == 0x0A && previous != 0x0D { lineEnds += 1 }
      previous = scalar
    }
    return TextPlace(file: file, utf8Offset: utf8Offset + bytes, line: line + lineEnds)
  }
}
