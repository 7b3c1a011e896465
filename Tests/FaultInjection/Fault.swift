import Glibc

/// What goes wrong at one of a program's calls of the system.
public enum Fault: Sendable, Hashable {
  /// The call is refused with this number, and those after it are done: a disk that is full for a moment, or a signal.
  case once(Int32)
  /// The call and all after it are refused with this number: a disk that is gone.
  case fromThere(Int32)
  /// If it reads or writes, it does so for half of the bytes.
  case short
  /// The process dies in it: a write is done by half, anything else not at all, and nothing after it is done, so that no
  /// cleaning up happens. Its locks end.
  case dies
  /// The process dies in it because the machine stops, and some of what was not synced is lost; if there is no such call,
  /// the machine stops when all is done.
  case losesPower(Loss)

  /// What a power cut takes of that which no `fsync` has kept; see `Disk`.
  public enum Loss: Sendable, Hashable {
    /// Names and bytes: a folder is as at its last sync, and so is each file that it then had.
    case everything
    /// Bytes: names are where they were, and what they lead to is as at its last sync, or empty.
    case bytes
    /// The latter half of the bytes that were appended since the last sync.
    case halfOfBytes
  }

  /// Those after which the old or the new must be there.
  public static let all: [Fault] =
    refusals + [.dies, .losesPower(.everything), .losesPower(.bytes), .losesPower(.halfOfBytes)]

  /// Those that the program lives to tell of.
  public static let refusals: [Fault] = [
    .once(ENOSPC), .once(EIO), .fromThere(ENOSPC), .fromThere(EIO),
  ]

  /// Those of a disk that cannot be read.
  public static let unreadable: [Fault] = [.once(EIO), .fromThere(EIO)]

  /// Those that must change nothing at all.
  public static let harmless: [Fault] = [.once(EINTR), .short]
}

/// What a file system may be without.
public struct MissingAbilities: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// `renameat2` with RENAME_EXCHANGE.
  public static let exchange = MissingAbilities(rawValue: 1)
  /// `open` with O_TMPFILE.
  public static let unnamedFiles = MissingAbilities(rawValue: 2)
  /// `linkat` on what O_TMPFILE made.
  public static let linking = MissingAbilities(rawValue: 4)
}
