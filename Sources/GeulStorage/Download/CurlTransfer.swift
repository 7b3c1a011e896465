import GeulWork
import Glibc

/// The transfer of one file's missing bytes by the program curl.
struct CurlTransfer {
  let file: RemoteFile
  let part: String
  let fileSystem: FileSystem
  let searchPath: String?
  /// The pause before the second attempt; each that follows is twice as long, up to `longestPause`.
  let firstPause: Duration

  /// Attempts in a row that brought nothing, or beginnings from nothing, after which it is given up.
  private static let patience = 3
  private static let longestPause = Duration.seconds(5)

  /// Appends to the part until it has all bytes; throws `StorageError`, or `WorkStopped`, which leaves what came.
  ///
  /// A broken connection is taken up again where it broke. A server that cannot begin in the middle
  /// is asked for the whole, some times.
  ///
  /// - Parameter progress: told the bytes that are there, some times a second.
  func receive(stop: StopRequest?, progress: ((Int) -> Void)?) throws {
    let curl = try ExternalProgram("curl", for: file.url, searchPath: searchPath)
    // Not even the disk is to be filled by a server that sends without end.
    let enough = StopRequest(following: stop)
    var (fruitless, restarts, pause) = (0, 0, firstPause)
    while true {
      let had = try size()
      if had == file.bytes { return }
      if had > file.bytes {
        try fileSystem.emptyFile(part)
        continue
      }
      let ending = try curl.run(arguments(from: had), stop: enough) {
        let size = currentSize
        progress?(size)
        if size > file.bytes { enough.request() }
      }
      let has = try size()
      guard has <= file.bytes else { throw try wrongSize("more") }
      if ending.wasStopped { throw WorkStopped() }
      fruitless = has > had ? 0 : fruitless + 1
      let status = CurlStatus(ending.status, response: ending.output, isResuming: had > 0)
      switch status {
      case .done:
        guard has == file.bytes else { throw try wrongSize("\(has)") }
        return
      case .cannotResume where restarts < Self.patience:
        restarts += 1
        try fileSystem.emptyFile(part)
      case .brokenOff where fruitless < Self.patience:
        break
      case .cannotResume, .brokenOff, .diskFailed, .refused:
        throw failure(status, ending.complaint, has: has)
      }
      try wait(pause, stop, progress)
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Lets the server rest.
  private func wait(
    _ pause: Duration, _ stop: StopRequest?, _ progress: ((Int) -> Void)?
  ) throws(WorkStopped) {
    let end = ContinuousClock.now + pause
    while ContinuousClock.now < end {
      progress?(currentSize)
      try stop?.check()
      usleep(20_000)
    }
  }

  private func arguments(from offset: Int) -> [String] {
    let scheme = "=" + (file.urlScheme ?? .https).rawValue
    let resuming = offset > 0 ? ["--continue-at", "\(offset)"] : []
    // The user's own .curlrc could ask for headers in the output, and so on.
    return ["--disable", "--fail", "--location", "--max-redirs", "10", "--globoff"]
      + ["--proto", scheme, "--proto-redir", scheme, "--noproxy", "127.0.0.1,localhost"]
      + ["--silent", "--show-error", "--write-out", "%{http_code}"]
      + ["--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "60"]
      + resuming + ["--output", part, "--url", file.url]
  }

  private func size() throws(StorageError) -> Int { try InputFile(part, on: fileSystem).size }

  /// The size while curl writes; a file that cannot be looked at now is looked at afterwards.
  private var currentSize: Int {
    do { return try size() } catch { return 0 }
  }

  /// The error for an attempt that is the last one.
  private func failure(_ status: CurlStatus, _ complaint: String, has: Int) -> StorageError {
    switch status {
    case .diskFailed:
      .writeFailed(file: part, reason: complaint, advice: "free some space, then try again")
    case .cannotResume:
      .unreadable(
        file: file.url,
        reason:
          "it broke off \(Self.patience + 1) times, and the server cannot begin in the middle",
        advice: "try again later, or from a better connection")
    case .done, .brokenOff, .refused:
      .unreadable(
        file: file.url, reason: complaint,
        advice: has > 0
          ? "try again later; the \(has) bytes that came are kept"
          : "check the address and the connection")
    }
  }

  private func wrongSize(_ found: String) throws(StorageError) -> StorageError {
    try fileSystem.emptyFile(part)
    return .corrupt(
      file: file.url, offset: nil, expected: "\(file.bytes) bytes", found: found,
      advice: "nothing was kept; the file has changed since its entry was written")
  }
}

/// What an exit code of curl means here (curl's manual, "EXIT CODES").
private enum CurlStatus {
  case done, cannotResume, brokenOff, diskFailed, refused

  init(_ code: Int32, response: String, isResuming: Bool) {
    switch code {
    case 0: self = .done
    case 22 where response.hasSuffix("416") && isResuming, 33, 36: self = .cannotResume
    // Partial file, time-out, empty reply, send and receive errors, HTTP/2 stream errors.
    case 18, 28, 52, 55, 56, 92: self = .brokenOff
    case 23: self = .diskFailed
    default: self = .refused
    }
  }
}
