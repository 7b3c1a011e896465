/// How a text stood in its file, as far as the whole of it was alike, where reading changes that: so that what symbols
/// say can be turned back into the file's bytes.
public struct OriginalStyle: Hashable, Sendable {
  /// How the file ended its lines.
  public enum LineEnds: UInt8, CaseIterable, Sendable {
    /// LF, or what symbols keep anyway.
    case lf
    /// CR LF.
    case crlf
    /// CR.
    case cr
  }

  /// What stood for each LF.
  public var lineEnds = LineEnds.lf
  /// Whether the text was in NFD, which symbols in a composed form do not tell.
  public var isDecomposed = false

  /// LF, and the form of the symbols.
  public init() {}

  /// All there are.
  static let all: [OriginalStyle] = LineEnds.allCases.flatMap { ends in
    [false, true].map { decomposed in
      var style = OriginalStyle()
      (style.lineEnds, style.isDecomposed) = (ends, decomposed)
      return style
    }
  }

  /// A number below 6, and back.
  public var number: UInt8 { lineEnds.rawValue * 2 + (isDecomposed ? 1 : 0) }

  /// nil for a number that is none of a style.
  public init?(number: UInt8) {
    guard let ends = LineEnds(rawValue: number / 2) else { return nil }
    (lineEnds, isDecomposed) = (ends, number % 2 == 1)
  }

  /// The bytes of a text in this style: of whole lines, or of all.
  func bytes(of scalars: [UInt32]) -> [UInt8] {
    var styled = scalars
    if isDecomposed {
      var normalizer = StreamingNormalizer(.nfd)
      styled.removeAll(keepingCapacity: true)
      normalizer.append(scalars, into: &styled)
      normalizer.finish(into: &styled)
    }
    if lineEnds != .lf {
      styled = styled.flatMap { scalar -> [UInt32] in
        guard scalar == 0x0A else { return [scalar] }
        return lineEnds == .crlf ? [0x0D, 0x0A] : [0x0D]
      }
    }
    var bytes: [UInt8] = []
    UTF8Encoding.append(styled[...], into: &bytes)
    return bytes
  }
}
