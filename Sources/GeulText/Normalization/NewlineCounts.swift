/// How lines end, and how often each way.
public struct NewlineCounts: Equatable, Sendable {
  /// LF not preceded by CR.
  public var lineFeeds = 0
  /// CR LF.
  public var pairs = 0
  /// CR not followed by LF.
  public var carriageReturns = 0
  /// NEL (U+0085).
  public var nextLines = 0
  /// The line separator (U+2028).
  public var lineSeparators = 0

  /// Counts that are known, by default those of nothing.
  public init(
    lineFeeds: Int = 0, pairs: Int = 0, carriageReturns: Int = 0, nextLines: Int = 0,
    lineSeparators: Int = 0
  ) {
    self.lineFeeds = lineFeeds
    self.pairs = pairs
    self.carriageReturns = carriageReturns
    self.nextLines = nextLines
    self.lineSeparators = lineSeparators
  }

  /// All but the lone LFs: what ``NewlinePolicy/lf`` converts.
  public var others: Int { pairs + carriageReturns + nextLines + lineSeparators }

  /// Each way with its name and how often it occurs, those that do not occur left out.
  public var styles: [(name: String, count: Int)] {
    [
      ("LF", lineFeeds), ("CR LF", pairs), ("CR", carriageReturns), ("NEL", nextLines),
      ("U+2028", lineSeparators),
    ].filter { $0.1 > 0 }
  }

  /// What two texts have together.
  package static func + (left: Self, right: Self) -> Self {
    NewlineCounts(
      lineFeeds: left.lineFeeds + right.lineFeeds, pairs: left.pairs + right.pairs,
      carriageReturns: left.carriageReturns + right.carriageReturns,
      nextLines: left.nextLines + right.nextLines,
      lineSeparators: left.lineSeparators + right.lineSeparators)
  }
}
