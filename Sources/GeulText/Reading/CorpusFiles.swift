import Glibc

/// What finding the files of a corpus asks of the system.
enum CorpusFiles {
  /// What and which a file is.
  struct Status: Equatable {
    let device: UInt64
    let inode: UInt64
    let isFolder: Bool
    let isRegular: Bool
    let size: Int
    /// When it was last changed in any way, in nanoseconds since 1970; nobody can set this time back.
    let changed: Int

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
      isFolder = status.st_mode & S_IFMT == S_IFDIR
      isRegular = status.st_mode & S_IFMT == S_IFREG
      size = Int(status.st_size)
      changed = status.st_ctim.tv_sec &* 1_000_000_000 &+ status.st_ctim.tv_nsec
    }

    /// Whether both are of the same file, whatever has happened to it.
    func isSameFile(as other: Status) -> Bool { device == other.device && inode == other.inode }
  }

  /// The status of a path, links followed.
  static func status(_ path: String) throws(TextError) -> Status {
    guard let status = status(ofBytes: Array(path.utf8)) else { throw failure(path) }
    return status
  }

  /// The status of a path, links followed; nil if the system refuses, which `errno` then says why.
  static func status(ofBytes path: [UInt8]) -> Status? {
    var status = stat()
    return stat(terminated(path), &status) == 0 ? Status(status) : nil
  }

  /// The error for a file of a folder whose status the system has just refused.
  static func failure(ofBytes path: [UInt8]) -> TextError {
    let failure = failure(shown(path))
    var status = stat()
    guard case .missingFile(let path) = failure, lstat(path, &status) == 0 else { return failure }
    return .brokenLink(path: path)
  }

  /// The status of an open file.
  static func status(of descriptor: Int32) -> Status {
    var status = stat()
    _ = fstat(descriptor, &status)
    return Status(status)
  }

  /// The path from the root, links resolved.
  static func realPath(_ path: String) throws(TextError) -> String {
    guard let resolved = realpath(path, nil) else { throw failure(path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a folder but `.` and `..`, ordered by their bytes, which need not be UTF-8.
  static func names(in folder: [UInt8]) throws(TextError) -> [[UInt8]] {
    guard let stream = opendir(terminated(folder)) else { throw failure(shown(folder)) }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 })
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw failure(shown(folder)) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A path for people: bytes that are not UTF-8 are written as `\xB0`.
  static func shown(_ path: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var stepper = UTF8Stepper()
    func escape(_ bytes: [UInt8]) {
      for byte in bytes { text.append(contentsOf: "\\x\(String(hexByte: byte))".unicodeScalars) }
    }
    for byte in path {
      var outcome = stepper.push(byte)
      if outcome == .refused, !stepper.held.isEmpty {
        escape(stepper.held)
        stepper.reset()
        outcome = stepper.push(byte)
      }
      switch outcome {
      case .scalar(let value): if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      case .refused: escape([byte])
      case .incomplete: break
      }
    }
    escape(stepper.held)
    return String(text)
  }

  private static func terminated(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }

  /// The error that the last failed call left behind.
  static func failure(_ path: String) -> TextError {
    let code = errno
    if code == ENOENT || code == ENOTDIR { return .missingFile(path: path) }
    return .unreadable(path: path, reason: String(cString: strerror(code)))
  }
}
