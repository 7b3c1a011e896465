import Foundation

/// Work that several threads do at once.
enum SideBySide {
  /// Room for a training step's frames, as the main thread has it.
  private static let stackSize = 8 << 20

  /// Runs `body` in `count` threads, of which this is one, and returns when all have ended.
  static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let group = DispatchGroup()
    for _ in 1..<max(1, count) {
      group.enter()
      let thread = Thread {
        body()
        group.leave()
      }
      thread.stackSize = stackSize
      thread.start()
    }
    body()
    group.wait()
  }
}
