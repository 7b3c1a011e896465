import GeulText

/// Finds what occurs twice in a corpus that arrives in blocks: files that are the same, and parts of them.
///
/// Windows of 32 symbols are compared as ``TextOverlap`` does, in NFC. Memory is constant: of a longer text only the
/// windows of the lowest hashes are kept, 65,536 of them (bottom-k sampling, Broder 1997), so that every share is known
/// to within half a percent.
struct DuplicateCensus: Sendable {
  private static let mostWindows = 1 << 16
  /// What comes again within so many symbols is a run of the same, such as laughter or a ruled line, and no copy.
  private static let run = 1024

  /// What is known of a window.
  struct Window: Sendable {
    /// Where it was seen first.
    var first: DuplicateFinding.Place
    /// Where it was seen in another file, or at another place of the same.
    var again: DuplicateFinding.Place?
    /// Symbols of the corpus before its first and its latest sight.
    var start: Int
    var latest: Int
    /// The file of its latest sight.
    var latestFile: Int
    /// How often it came again, runs not counted.
    var repeats = 0
    /// The first four files that hold it, -1 for none.
    var files: SIMD4<Int32>
  }

  private var normalizer = StreamingNormalizer(.nfc)
  private var scalars: [UInt32] = []
  private var hash = GearHash()
  private var limit = UInt64.max
  private var windows = FingerprintTable<Window?>(capacity: mostWindows, nil)
  private var line = 1
  private var symbols = 0
  private var content: UInt64 = 0
  private var files: [DuplicateFinding.File] = []

  /// Takes the next scalars of the file.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>) {
    scalars.removeAll(keepingCapacity: true)
    normalizer.append(block.span, into: &scalars)
    take()
  }

  /// Ends the file; the next scalars begin another.
  mutating func endOfFile() {
    scalars.removeAll(keepingCapacity: true)
    normalizer.finish(into: &scalars)
    take()
    files.append(DuplicateFinding.File(symbols: hash.symbols, content: content))
    symbols += hash.symbols
    hash = GearHash()
    (line, content) = (1, 0)
  }

  private mutating func take() {
    for scalar in scalars {
      let gear = GearHash.gear(of: scalar)
      guard gear != 0 else {
        if scalar == 0x0A { line += 1 }
        continue
      }
      hash.push(gear)
      content = content &* 0x9E37_79B9_7F4A_7C15 &+ gear
      if hash.value <= limit && hash.isFull { note(hash.value) }
    }
  }

  private mutating func note(_ value: UInt64) {
    let (file, position) = (Int32(files.count), symbols + hash.symbols)
    let here = DuplicateFinding.Place(file: files.count, line: line)
    guard let place = windows.place(of: value), var window = windows[place] else {
      windows.insert(
        value,
        Window(
          first: here, start: position, latest: position, latestFile: files.count,
          files: [file, -1, -1, -1]))
      while windows.isFull {
        limit /= 2
        windows.keep(upTo: limit)
      }
      return
    }
    if window.latestFile != files.count || position - window.latest > Self.run {
      window.repeats += 1
      window.again = window.again ?? here
    }
    (window.latest, window.latestFile) = (position, files.count)
    if !any(window.files .== file), let free = (0..<4).first(where: { window.files[$0] < 0 }) {
      window.files[free] = file
    }
    windows[place] = window
  }

  /// What was found; `validation` is the part of the corpus at its end that training keeps from itself by default.
  func finish(validation: Double = 0.1) -> DuplicateFinding {
    DuplicateFinding(
      files, windows: windows.all.compactMap { $0 },
      validationStart: symbols - Int(Double(symbols) * validation), isWhole: limit == .max)
  }
}
