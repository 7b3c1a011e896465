import Foundation

/// What is said of a signal the moment it comes: lines that are made before, since a handler may not make any.
struct SignalLines: @unchecked Sendable {
  /// What is said.
  enum Saying: Int, CaseIterable {
    /// Nothing looks for a stop, so it leaves at once.
    case left
    /// It stops at the next place that looks for it.
    case stopping
    /// It saves what was trained.
    case saving
    /// A signal had come before.
    case leftAgain

    func line(_ name: String) -> String {
      switch self {
      case .left: "geul: \(name): stopped"
      case .stopping: "geul: \(name): stopping; a second signal leaves at once"
      case .saving:
        "geul: \(name): saving a checkpoint, then leaving; a second signal leaves at once, without it"
      case .leftAgain: "geul: \(name): a second signal; left at once"
      }
    }
  }

  /// The bytes of each signal's lines, kept for as long as the program runs.
  private let lines: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>
  private let isTerminal = Output.errorIsTerminal

  init() {
    let sayings = Saying.allCases.count
    lines = .allocate(capacity: 128 * sayings)
    lines.initialize(repeating: UnsafeBufferPointer(start: nil, count: 0))
    for number in SignalName.all {
      for saying in Saying.allCases {
        let text = Array((Output.fitted(saying.line(SignalName.of(number))) + "\n").utf8)
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        _ = bytes.initialize(from: text)
        lines[Int(number) * sayings + saying.rawValue] = UnsafeBufferPointer(bytes)
      }
    }
  }

  /// Writes the line to standard error, below what stands in the terminal's line, or in place of the progress and of the
  /// ^C that a terminal shows. Safe in a handler.
  func say(_ saying: Saying, of number: Int32) {
    if isTerminal { send(ProgressLine.isShown || !Output.isMidLine ? Self.erase : Self.below) }
    let line = lines[Int(number) * 4 + saying.rawValue]
    _ = write(STDERR_FILENO, line.baseAddress, line.count)
  }

  private static let erase: StaticString = "\r\u{1B}[K"
  private static let below: StaticString = "\n"

  private func send(_ text: StaticString) {
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
