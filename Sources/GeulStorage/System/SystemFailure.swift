import Glibc

/// A system call's refusal, to be turned into the `StorageError` that fits what was attempted.
struct SystemFailure {
  let path: String
  private let refusal: ErrorNumber

  private var code: Int32 { refusal.code }

  /// The refusal of a call that was of this path.
  init(_ path: String, _ refusal: ErrorNumber) {
    self.path = path
    self.refusal = refusal
  }

  /// The error for a path that was to be opened for reading.
  var whileOpening: StorageError {
    switch code {
    case ENOENT, ENOTDIR:
      .missing(file: path, advice: "check the path")
    case EIO:
      whileReading
    default:
      .unreadable(file: path, reason: reason, advice: "check the path and its permissions")
    }
  }

  /// The error for a read that broke off.
  var whileReading: StorageError {
    .readFailed(file: path, reason: reason, advice: "check the disk, then try again")
  }

  /// The error for a name that was to be made, moved or removed.
  var whileCreating: StorageError {
    switch code {
    case ENOSPC, EDQUOT, EIO, EFBIG:
      whileWriting
    case ENOENT, ENOTDIR:
      .cannotCreate(file: path, reason: reason, advice: "make its folder, or choose another path")
    default:
      .cannotCreate(
        file: path, reason: reason, advice: "check the permissions, or choose another path")
    }
  }

  /// The error for a write that broke off.
  var whileWriting: StorageError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT: "free some space, then try again"
      default: "check the disk, then try again"
      }
    return .writeFailed(file: path, reason: reason, advice: advice)
  }

  private var reason: String { refusal.reason }
}
