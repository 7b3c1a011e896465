import GeulWork
import Glibc

/// How the contents of two files compare.
enum FileComparison: Equatable {
  /// They are the same.
  case same
  /// The first byte that is another, or that only one of them has.
  case differ(at: Int)

  /// Reads both in blocks of 1 MiB, calling `progress` before each; throws `StorageError` or `WorkStopped`.
  init(
    _ one: InputFile, _ other: InputFile, stop: StopRequest?, progress: (() -> Void)?
  ) throws {
    let common = min(one.size, other.size)
    var place = 0
    while place < common {
      progress?()
      try stop?.check()
      let count = min(1 << 20, common - place)
      let (block, otherBlock) = (try one.read(count, at: place), try other.read(count, at: place))
      if memcmp(block, otherBlock, count) != 0 {
        let difference = zip(block, otherBlock).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        self = .differ(at: place + difference)
        return
      }
      place += count
    }
    self = one.size == other.size ? .same : .differ(at: common)
  }
}
