import Foundation
import GeulKit
import Synchronization

/// The end of a program that the system refuses memory or threads: a line with what was wanted and what is to be had.
enum Shortages {
  /// Memory that is let go so that there is some for the line.
  nonisolated(unsafe) private static var reserve = malloc(1 << 18)
  private static let isEnding = Atomic(false)

  /// Tells of every shortage from now on.
  static func tell() {
    _ = (reserve, isEnding.load(ordering: .relaxed))
    Shortage.end { Shortages.end($0) }
  }

  private static func end(_ shortage: Shortage) -> Never {
    // Another worker's shortage is the same one.
    while isEnding.exchange(true, ordering: .acquiringAndReleasing) { sleep(1) }
    free(reserve)
    let limit = MemoryLimit.present
    let wanted =
      switch shortage {
      case .memory(let bytes): "no memory for \(Figures.grouped(max(1, bytes >> 20))) MiB more"
      case .thread: shortage.description
      }
    let advice =
      switch shortage {
      case .memory: "choose a smaller model, or allow more memory"
      case .thread: "choose fewer --threads, or allow more threads or memory"
      }
    LineEditorSignals.giveTerminalBack(when: TCSANOW)
    if ProgressLine.isShown { Output.clearLine() }
    Output.error(
      "geul: \(wanted): \(Figures.grouped(limit.bytes >> 20)) MiB are to be had (\(limit.source)); "
        + advice)
    _exit(ExitStatus.defect.rawValue)
  }
}
