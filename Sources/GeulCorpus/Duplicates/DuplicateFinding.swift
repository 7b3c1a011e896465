/// What occurs twice in a corpus.
public struct DuplicateFinding: Sendable, Equatable {
  /// A place that a person can find.
  public struct Place: Sendable, Equatable {
    /// The file's number.
    public let file: Int
    /// The line, from 1.
    public let line: Int
  }

  /// Something that occurs twice.
  public struct Repeat: Sendable, Equatable {
    /// Where it stands first.
    public let original: Place
    /// Where it stands again.
    public let again: Place
  }

  /// A file that repeats an earlier one.
  public struct Pair: Sendable, Equatable {
    /// The number of the file.
    public let file: Int
    /// The number of the earlier one.
    public let of: Int
    /// Whether both hold the same text, but for blanks, the case of ASCII letters and the normal form.
    public let isSame: Bool
    /// The part of the file that is in the earlier one.
    public let share: Double
    /// What both hold, where it is first seen.
    public let first: Repeat
  }

  /// What a file holds, in a number.
  struct File: Sendable, Equatable {
    let symbols: Int
    let content: UInt64
  }

  /// Windows of 32 symbols that were compared.
  public let windows: Int
  /// Those of them, counted as often as they occur, that had occurred before, as a part of all.
  public let share: Double
  /// The part of the windows of the last tenth of the corpus, on which training validates by default, that stand before
  /// it too.
  public let validationShare: Double
  /// Whether every window was compared, and no sample.
  public let isWhole: Bool
  /// Files that repeat an earlier one by a tenth and more, each with the one that it repeats most.
  public let pairs: [Pair]
  /// Where something is repeated first.
  public let first: Repeat?

  init(
    _ files: [File], windows: [DuplicateCensus.Window], validationStart: Int, isWhole: Bool
  ) {
    self.windows = windows.count
    self.isWhole = isWhole
    let repeats = windows.reduce(0) { $0 + $1.repeats }
    share = Double(repeats) / Double(max(1, windows.count + repeats))
    let validated = windows.filter { $0.latest > validationStart }
    let known = validated.count { $0.start <= validationStart }
    validationShare =
      validated.count < TextOverlap.leastWindows ? 0 : Double(known) / Double(validated.count)
    let repeated = windows.filter { $0.repeats > 0 }
    first = repeated.min { $0.start < $1.start }.flatMap(\.asRepeat)
    pairs = Self.pairs(files, windows)
  }

  private static func pairs(
    _ files: [File], _ windows: [DuplicateCensus.Window]
  ) -> [Pair] {
    var totals = [Int](repeating: 0, count: files.count)
    var shared: [Int: [Int: Int]] = [:]
    var sights: [Int: DuplicateCensus.Window] = [:]
    for window in windows {
      let holders = (0..<4).map { Int(window.files[$0]) }.filter { $0 >= 0 }
      for holder in holders { totals[holder] += 1 }
      for holder in holders.dropFirst() {
        shared[holder, default: [:]][holders[0], default: 0] += 1
        if window.again?.file == holder, window.start < sights[holder]?.start ?? .max {
          sights[holder] = window
        }
      }
    }
    return files.indices.compactMap { file in
      let same = files.indices.prefix(file).first {
        files[$0] == files[file] && files[file].symbols > 0
      }
      let most = shared[file]?.max { ($0.value, $1.key) < ($1.value, $0.key) }
      let share = most.map { Double($0.value) / Double(max(1, totals[file])) } ?? 0
      guard let of = same ?? most?.key else { return nil }
      guard
        same != nil || share >= TextOverlap.notableShare && totals[file] >= TextOverlap.leastWindows
      else { return nil }
      return Pair(
        file: file, of: of, isSame: same != nil, share: same == nil ? share : 1,
        first: sights[file]?.asRepeat
          ?? Repeat(original: Place(file: of, line: 1), again: Place(file: file, line: 1)))
    }
  }

  /// Whether a person should know.
  public var isNotable: Bool {
    !pairs.isEmpty || max(share, validationShare) >= TextOverlap.notableShare
  }
}

extension DuplicateCensus.Window {
  /// Where it stands first, and again; nil if it does not.
  fileprivate var asRepeat: DuplicateFinding.Repeat? {
    again.map { DuplicateFinding.Repeat(original: first, again: $0) }
  }
}
