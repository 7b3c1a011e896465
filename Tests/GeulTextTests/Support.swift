import Foundation
import GeulText

/// A seeded generator, splitmix64, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number below `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension String {
  /// The text of scalar values, which are all valid.
  init(values: [UInt32]) {
    self.init(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init)))
  }

  /// The text in a form as Foundation has it.
  func normalizedByFoundation(_ form: NormalizationForm) -> String {
    switch form {
    case .nfc: precomposedStringWithCanonicalMapping
    case .nfd: decomposedStringWithCanonicalMapping
    case .nfkc: precomposedStringWithCompatibilityMapping
    case .nfkd: decomposedStringWithCompatibilityMapping
    case .none: self
    }
  }

  /// Its scalar values; what tests compare, because `==` takes é for e + ◌́.
  var values: [UInt32] { unicodeScalars.map(\.value) }
}

/// Normalizes scalars that arrive in blocks cut at `cuts`.
func normalize(_ scalars: [UInt32], _ form: NormalizationForm, cuts: [Int] = []) -> [UInt32] {
  var normalizer = StreamingNormalizer(form)
  var output: [UInt32] = []
  var start = 0
  for end in cuts + [scalars.count] {
    normalizer.append(Array(scalars[start..<end]), into: &output)
    start = end
  }
  normalizer.finish(into: &output)
  return output
}

/// How long a processor works at `body` in this thread: no other load on the machine makes it longer.
func processorTime(_ body: () throws -> Void) rethrows -> Duration {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  let begun = now()
  try body()
  return now() - begun
}

/// A folder for one test, removed when the value goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String = "text.txt") throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }
}
