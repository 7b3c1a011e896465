import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// How much of the text before a symbol a model uses: its loss where the past is cut to k symbols, or where what is beyond k
/// is shuffled or another place's (Khandelwal et al. 2018).
public struct ContextMemory: Sendable, Equatable {
  /// A curve: the loss of every place by k.
  public struct Curve: Sendable, Equatable {
    /// k
    public let lengths: [Int]
    /// (k, places), nats.
    public let losses: [[Double]]

    /// Mean of the places that `holds` is true of, for each k; nil where there are none.
    public func means(_ holds: (Int) -> Bool = { _ in true }) -> [Double]? {
      let places = (losses.first?.indices).map { $0.filter(holds) } ?? []
      guard !places.isEmpty else { return nil }
      return losses.map { row in places.reduce(0) { $0 + row[$1] } / Double(places.count) }
    }
  }

  /// The past cut to k.
  public let cut: Curve
  /// Beyond k in another order, ``shuffledLength`` symbols in all.
  public let shuffled: Curve
  /// Beyond k from another place, likewise.
  public let replaced: Curve
  /// Symbols of the past where it is changed rather than cut.
  public let shuffledLength: Int
  /// The symbol at each place.
  public let targets: [UInt32]

  /// Pieces side by side.
  static let lanes = 64
  private static let (mostCut, mostShuffled, mostPlaces) = (1_024, 512, 1 << 14)

  /// The smallest k whose loss is at most 1 % above that of the longest past.
  public func effectiveContext(_ holds: (Int) -> Bool = { _ in true }) -> Int? {
    guard let means = cut.means(holds), let full = means.last else { return nil }
    return zip(cut.lengths, means).first { $0.1 <= 1.01 * full }?.0
  }

  /// The fewest symbols of a text.
  public static let fewest = 128

  /// The curves of a model over places of a range of a text, for about so many seconds; at least 64 places.
  ///
  /// What stands before the range is read too. Throws `WorkStopped` or `StorageError`.
  public init(
    _ model: Model, _ tokens: TokenSequence, range: Range<Int>, seconds: Double, kind: ProductKind,
    seed: UInt64, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    precondition(range.count >= Self.fewest, "a past in \(range.count) symbols")
    let longest = Self.powers(below: min(Self.mostCut, range.count / 2)).last ?? 1
    let first = max(range.lowerBound, longest)
    let most = max(Self.lanes, min(Self.mostPlaces, range.upperBound - first))
    let reader = PastReader(model, lanes: Self.lanes, kind: kind, pool: pool)
    let changed = min(Self.mostShuffled, longest)
    let lengths = (Self.powers(below: longest), Self.powers(below: changed / 2))
    var random = RandomStream(seed: seed, purpose: RandomPurpose.shuffledPast)
    var cut = [[Double]](repeating: [], count: lengths.0.count)
    var shuffled = [[Double]](repeating: [], count: lengths.1.count)
    var replaced = shuffled
    var targets: [UInt32] = []
    let start = ContinuousClock.now
    var elapsed = 0.0
    repeat {
      let places = Self.places(from: targets.count, first..<range.upperBound)
      let pasts = try places.map { try tokens.ids($0 - longest..<$0) }
      let next = try places.map { try tokens.ids($0..<$0 + 1)[0] }
      for (row, k) in lengths.0.enumerated() {
        try stop.check()
        cut[row] += reader.losses(pasts, last: k, targets: next)
      }
      let near = pasts.map { Array($0.suffix(changed)) }
      for (row, k) in lengths.1.enumerated() {
        try stop.check()
        let mixed = PastReader.changed(near, beyond: k, .shuffled, random: &random)
        shuffled[row] += reader.losses(mixed, last: changed, targets: next)
        let other = PastReader.changed(near, beyond: k, .replaced, random: &random)
        replaced[row] += reader.losses(other, last: changed, targets: next)
      }
      targets += next
      elapsed = (ContinuousClock.now - start).inSeconds
      progress(min(1, max(elapsed / max(seconds, 1e-9), Double(targets.count) / Double(most))))
    } while elapsed < seconds && targets.count + Self.lanes <= most
    self.cut = Curve(lengths: lengths.0, losses: cut)
    self.shuffled = Curve(lengths: lengths.1, losses: shuffled)
    self.replaced = Curve(lengths: lengths.1, losses: replaced)
    self.targets = targets
    shuffledLength = changed
  }

  /// The places of a batch, of which `from` were before it: by the golden section, so that they are spread evenly however
  /// many there are.
  private static func places(from: Int, _ range: Range<Int>) -> [Int] {
    (from..<from + lanes).map { index in
      let share = (Double(index) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
      return range.lowerBound + Int(share * Double(range.count))
    }
  }

  /// 1, 2, 4 … up to a number.
  static func powers(below most: Int) -> [Int] {
    (0..<Int.bitWidth - 2).map { 1 << $0 }.prefix { $0 <= most }
  }

  /// The mean loss of another model at the same places of the same text, nats.
  public static func loss(
    of model: Model, _ tokens: TokenSequence, range: Range<Int>, like other: ContextMemory,
    pool: WorkerPool
  ) throws -> Double {
    let longest = other.cut.lengths.last ?? 1
    let first = max(range.lowerBound, longest)
    let reader = PastReader(model, lanes: lanes, kind: .fp32, pool: pool)
    let count = min(longest, max(1, model.contextLength ?? longest))
    var sum = 0.0
    for from in stride(from: 0, to: other.targets.count, by: lanes) {
      let places = places(from: from, first..<range.upperBound)
      let pasts = try places.map { try tokens.ids($0 - count..<$0) }
      let targets = Array(other.targets[from..<from + lanes])
      sum += reader.losses(pasts, last: count, targets: targets).reduce(0, +)
    }
    return sum / Double(max(1, other.targets.count))
  }
}

extension RandomPurpose {
  /// The order of shuffled pasts.
  static let shuffledPast: UInt64 = 52
}
