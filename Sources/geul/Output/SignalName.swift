import Foundation

/// The signals that end a program which does not catch them, and tell of no defect of it.
enum SignalName {
  private static let named: [(Int32, String)] = [
    (SIGHUP, "SIGHUP"), (SIGINT, "SIGINT"), (SIGQUIT, "SIGQUIT"), (SIGTERM, "SIGTERM"),
    (SIGUSR1, "SIGUSR1"), (SIGUSR2, "SIGUSR2"), (SIGALRM, "SIGALRM"), (SIGVTALRM, "SIGVTALRM"),
    (SIGPROF, "SIGPROF"), (SIGXCPU, "SIGXCPU"), (SIGPOLL, "SIGIO"), (SIGPWR, "SIGPWR"),
    (SIGSTKFLT, "SIGSTKFLT"),
  ]

  /// The real-time signals that the C library leaves to programs, without a meaning of their own.
  private static let realTime = __libc_current_sigrtmin()...__libc_current_sigrtmax()

  /// Their numbers.
  static var all: [Int32] { named.map(\.0) + realTime }

  /// What people call a signal, such as `SIGTERM` or `SIGRTMIN+3`.
  static func of(_ number: Int32) -> String {
    if let name = named.first(where: { $0.0 == number })?.1 { return name }
    guard realTime.contains(number) else { return "signal \(number)" }
    return number == realTime.lowerBound ? "SIGRTMIN" : "SIGRTMIN+\(number - realTime.lowerBound)"
  }
}
