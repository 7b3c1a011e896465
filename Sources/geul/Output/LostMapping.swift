import Foundation

/// The end of a program that reads a mapped file which is no longer there to be read: somebody has cut it short, or its
/// disk fails. The system tells by SIGBUS.
enum LostMapping {
  /// In memory of its own, as the terminal's modes are in `LineEditorSignals`, and for the same reason.
  nonisolated(unsafe) private static let previous = {
    let action = UnsafeMutablePointer<sigaction>.allocate(capacity: 1)
    action.initialize(to: sigaction())
    return action
  }()

  /// Tells of it in a line, with the exit code of failed input and output.
  static func watch() {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = { _, information, _ in
      LostMapping.end(information)
    }
    action.sa_flags = SA_SIGINFO
    sigaction(SIGBUS, &action, previous)
  }

  /// BUS_ADRERR, which the importer leaves out: an address behind which nothing lies.
  private static let noSuchAddress: Int32 = 2

  /// Unlike other handlers this may allocate, since it was the reading of a file that failed, and nothing within `malloc`.
  private static func end(_ information: UnsafeMutablePointer<siginfo_t>?) {
    let code = information?.pointee.si_code ?? 0
    let address = information?.pointee._sifields._sigfault.si_addr
    guard code == noSuchAddress, let file = file(at: UInt(bitPattern: address)) else {
      // Then it is a defect of ours, or somebody sent it.
      sigaction(SIGBUS, previous, nil)
      if code <= 0 { raise(SIGBUS) }
      return
    }
    LineEditorSignals.giveTerminalBack(when: TCSANOW)
    if ProgressLine.isShown { Output.clearLine() }
    Output.error(
      "geul: \(file): reading failed: the file was cut short while it was read, or its disk fails; "
        + "copy it again, or make it anew")
    _exit(ExitStatus.inputOutput.rawValue)
  }

  /// The file that is mapped at an address.
  private static func file(at address: UInt) -> String? {
    for line in maps.split(separator: "\n") {
      let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap {
        UInt($0, radix: 16)
      }
      guard ends.count == 2, address >= ends[0], address < ends[1] else { continue }
      // Nothing else in the line has a slash.
      return line.firstIndex(of: "/").map { String(line[$0...]) }
    }
    return nil
  }

  /// What this process has mapped, a line each, read to the end: the system gives it in pieces.
  private static var maps: String {
    let descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += block[..<count]
    }
  }
}
