import GeulStorage
import GeulWork
import Glibc

/// What finding the files of a corpus asks of the system.
struct CorpusFiles {
  private let fileSystem: FileSystem

  init(_ fileSystem: FileSystem = .current) { self.fileSystem = fileSystem }

  /// The path, or where nothing has that name what has it in another normal form.
  func found(_ path: String) -> String { fileSystem.found(path) }

  /// The status of a path, links followed.
  func status(_ path: String) throws(TextError) -> FileStatus {
    try asking(path) { $0.status(path, followingLinks: true) }
  }

  /// The status of a file of a folder, links followed.
  func status(ofBytes path: [UInt8]) throws(TextError) -> FileStatus {
    let terminated = Self.terminated(path)
    switch fileSystem.retrying({ $0.status(terminated, followingLinks: true) }) {
    case .success(let status): return status
    case .failure(let refusal):
      let failure = Self.failure(Self.shown(path), refusal)
      guard case .missingFile(let shown) = failure,
        case .success = fileSystem.retrying({ $0.status(terminated, followingLinks: false) })
      else { throw failure }
      throw .brokenLink(path: shown)
    }
  }

  /// The status of an open file.
  func status(of descriptor: Int32, _ path: String) throws(TextError) -> FileStatus {
    try asking(path) { $0.status(descriptor) }
  }

  /// Opens a file for reading; `stop` is looked for where a signal interrupts what may wait long, as for a pipe.
  ///
  /// Throws ``TextError`` or `WorkStopped`.
  func open(_ path: String, _ stop: StopRequest?) throws -> Int32 {
    while true {
      switch fileSystem.calls.open(path, O_RDONLY | O_CLOEXEC, mode: 0) {
      case .success(let descriptor): return descriptor
      case .failure(ErrorNumber(EINTR)): try stop?.check()
      case .failure(let refusal): throw Self.failure(path, refusal)
      }
    }
  }

  /// The path from the root, links resolved.
  func realPath(_ path: String) throws(TextError) -> String {
    String(decoding: try asking(path) { $0.realPath(path) }, as: UTF8.self)
  }

  /// The names in a folder but `.` and `..`, ordered by their bytes, which need not be UTF-8.
  func names(in folder: [UInt8]) throws(TextError) -> [[UInt8]] {
    let names = try asking(Self.shown(folder)) { $0.names(in: Self.terminated(folder)) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func asking<Value>(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) throws(TextError) -> Value {
    try fileSystem.retrying(call).mapError { Self.failure(path, $0) }.get()
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

  /// The error for a path that the system refused to open, look at or read.
  static func failure(_ path: String, _ refusal: ErrorNumber) -> TextError {
    switch refusal.code {
    case ENOENT, ENOTDIR: .missingFile(path: path)
    case EIO: .readFailed(path: path, reason: refusal.reason)
    default: .unreadable(path: path, reason: refusal.reason)
    }
  }
}
