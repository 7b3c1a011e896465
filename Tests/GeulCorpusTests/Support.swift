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

  /// Its scalar values; what tests compare, because `==` takes é for e + ◌́.
  var values: [UInt32] { unicodeScalars.map(\.value) }
}

/// A text normalized whole.
func normalize(_ scalars: [UInt32], _ form: NormalizationForm) -> [UInt32] {
  var normalizer = StreamingNormalizer(form)
  var output: [UInt32] = []
  normalizer.append(scalars, into: &output)
  normalizer.finish(into: &output)
  return output
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
  func write(_ bytes: some Sequence<UInt8>, to name: String = "text.txt") throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }
}
