import Foundation

/// The parent's ends of a child's streams, and for a moment the child's.
struct ParentStreams {
  private(set) var input: Int32?
  private var output: Int32?
  private var errors: Int32?
  /// The child's standard input, output and error; nil for an empty input.
  private(set) var child: [Int32?]
  /// The terminal's name, if the child runs on one.
  let terminal: String?

  var isTerminal: Bool { terminal != nil }
  /// Whether more may come.
  var isReadable: Bool { output != nil || errors != nil }

  /// Pipes for output and errors, and for input if asked for.
  static func pipes(_ hasInput: Bool) throws -> ParentStreams {
    // A child that ends early must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let input = hasInput ? try pipe() : nil
    let (output, errors) = (try pipe(), try pipe())
    if let input { try unblock(input.write) }
    return ParentStreams(
      input: input?.write, output: output.read, errors: errors.read,
      child: [input?.read, output.write, errors.write], terminal: nil)
  }

  /// A terminal of 80 columns for all three.
  static func terminal() throws -> ParentStreams {
    // The calls of POSIX for this are not imported; these are what Linux makes of them.
    let (lock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
    var (locked, name) = (Int32(0), Int32(0))
    let parent = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard parent >= 0, ioctl(parent, lock, &locked) == 0, ioctl(parent, number, &name) == 0 else {
      throw TestFailure("no terminal can be had")
    }
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(parent, UInt(TIOCSWINSZ), &size)
    return ParentStreams(
      input: parent, output: parent, errors: nil, child: [],
      terminal: "/dev/pts/\(name)")
  }

  /// Closes the child's ends, once it has them.
  mutating func closeChildEnds() {
    for case let descriptor? in child { close(descriptor) }
    child = []
  }

  mutating func closeInput() {
    if let input, !isTerminal { close(input) }
    input = nil
  }

  mutating func closeAll() {
    closeInput()
    for descriptor in [output, errors] { if let descriptor { close(descriptor) } }
    (output, errors) = (nil, nil)
  }

  /// Bytes of output that could be read.
  var unreadOutput: Int {
    var count: Int32 = 0
    guard let output, ioctl(output, UInt(FIONREAD), &count) == 0 else { return 0 }
    return Int(count)
  }

  /// Which streams can be moved.
  func poll(
    wantsToWrite: Bool, milliseconds: Int32
  ) -> (canWrite: Bool, hasOutput: Bool, hasErrors: Bool) {
    func entry(_ descriptor: Int32?, _ events: Int32) -> pollfd {
      pollfd(fd: descriptor ?? -1, events: Int16(events), revents: 0)
    }
    var entries = [
      entry(wantsToWrite ? input : nil, POLLOUT), entry(output, POLLIN), entry(errors, POLLIN),
    ]
    _ = Foundation.poll(&entries, 3, milliseconds)
    return (entries[0].revents != 0, entries[1].revents != 0, entries[2].revents != 0)
  }

  /// Writes what fits and returns how much it was; all of it counts as written if nobody reads.
  mutating func write(_ bytes: [UInt8]) -> Int {
    guard let input else { return bytes.count }
    let count = Foundation.write(input, bytes, min(bytes.count, 4096))
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR { return 0 }
    closeInput()
    return bytes.count
  }

  mutating func readOutput() -> [UInt8] { Self.read(&output) }

  mutating func readErrors() -> [UInt8] { Self.read(&errors) }

  /// A terminal whose child has ended reports an error instead of an end.
  private static func read(_ descriptor: inout Int32?) -> [UInt8] {
    guard let open = descriptor else { return [] }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(open, &block, block.count)
    if count < 0 && errno == EINTR { return [] }
    guard count > 0 else {
      close(open)
      descriptor = nil
      return []
    }
    return Array(block[..<count])
  }

  private typealias Pipe2 = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32

  /// Linux's `pipe2`, looked up by name because it is not imported: a pipe that is closed at exec only once it is told
  /// so may by then have been inherited, and never ends while whoever did so runs.
  private static let pipe2: Pipe2? = dlsym(nil, "pipe2").map { unsafeBitCast($0, to: Pipe2.self) }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard let pipe2, pipe2(&ends, O_CLOEXEC) == 0 else { throw TestFailure("no pipe can be had") }
    return (ends[0], ends[1])
  }

  private static func unblock(_ descriptor: Int32) throws {
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      throw TestFailure("a pipe cannot be made not to block")
    }
  }
}
