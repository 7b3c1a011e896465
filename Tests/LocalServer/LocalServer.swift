import Glibc
import Synchronization

/// A small HTTP server on 127.0.0.1 for tests, which can misbehave in the ways that servers do.
///
/// One thread serves one connection after the other and closes each after its answer. It ends with
/// the value, and no answer takes it longer than five seconds.
public final class LocalServer: Sendable {
  /// How it answers.
  public struct Behaviour: Sendable {
    /// What is served, whatever the path.
    public var body: [UInt8]
    /// The status of an answer, such as 404; 200 allows 206 too.
    public var status = 200
    /// Whether a request for a part is answered by that part.
    public var honoursRanges = true
    /// Connections are cut after so many bytes of the body, one number for each in turn.
    public var cuts: [Int] = []
    /// Added to the length that is announced.
    public var extraLength = 0
    /// Where a first request is sent on to, relative to the server.
    public var redirect: String?
    /// Milliseconds between pieces of 4 kB.
    public var pause = 0

    /// A server without faults.
    public init(_ body: [UInt8]) { self.body = body }
  }

  private struct State {
    var behaviour: Behaviour
    var requests: [String] = []
  }

  private let state: Mutex<State>
  private let listener: Int32
  /// The port that it listens at.
  public let port: UInt16

  /// Starts to serve.
  public init(_ behaviour: Behaviour) throws {
    state = Mutex(State(behaviour: behaviour))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var length = size
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return false
      }
      return bind(listener, base, size) == 0 && listen(listener, 8) == 0
        && getsockname(listener, base, &length) == 0
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isBound else { throw Failure(code: errno) }
    try start()
  }

  deinit {
    // Wakes the thread out of `accept`; it closes the socket.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// Why it cannot be started.
  public struct Failure: Error {
    let code: Int32
  }

  /// The address of a file on it.
  public func url(_ path: String = "corpus.txt") -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// The first line of each request and its Range, in order.
  public var requests: [String] { state.withLock { $0.requests } }

  /// Answers otherwise from now on.
  public func change(_ change: (inout Behaviour) -> Void) {
    state.withLock { change(&$0.behaviour) }
  }

  private func start() throws {
    let served = Served(server: self, listener: listener)
    let context = Unmanaged.passRetained(served)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Served>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard failure == 0 else { throw Failure(code: failure) }
    pthread_detach(thread)
  }

  fileprivate func answer(_ connection: Int32) {
    let request = Self.read(connection)
    let range = request.first { $0.lowercased().hasPrefix("range: bytes=") }
    let (behaviour, cut) = state.withLock { state in
      state.requests.append((request.first ?? "") + (range.map { " | " + $0 } ?? ""))
      let cut = state.behaviour.cuts.isEmpty ? Int.max : state.behaviour.cuts.removeFirst()
      return (state.behaviour, cut)
    }
    let isFirst = !(request.first?.contains("/moved") ?? false)
    if let place = behaviour.redirect, isFirst {
      Self.send("HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n", connection)
      return
    }
    let digits = range?.dropFirst("range: bytes=".count).prefix { $0 != "-" } ?? ""
    let offset = behaviour.honoursRanges ? Int(digits) : nil
    let total = behaviour.body.count
    if let offset, offset >= total {
      Self.send("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n", connection)
      return
    }
    let body = behaviour.body[(offset ?? 0)...]
    let length = "Content-Length: \(body.count + behaviour.extraLength)\r\nConnection: close\r\n"
    if let offset {
      Self.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes \(offset)-\(total - 1)/\(total)\r\n"
          + length + "\r\n", connection)
    } else {
      Self.send("HTTP/1.1 \(behaviour.status) Status\r\n" + length + "\r\n", connection)
    }
    Self.send(Array(body.prefix(cut)), pause: behaviour.pause, connection)
  }

  private static func read(_ connection: Int32) -> [String] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &block, block.count, 0)
      guard count > 0 else { break }
      bytes += block.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  private static func send(_ text: String, _ connection: Int32) {
    send(Array(text.utf8), pause: 0, connection)
  }

  private static func send(_ bytes: [UInt8], pause: Int, _ connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pause > 0 ? 4096 : rest.count))
      let count = Glibc.send(connection, piece, piece.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
      if pause > 0 { usleep(UInt32(pause) * 1000) }
    }
  }
}

/// What the thread holds: the server only while it answers, so that its end can come.
private final class Served: Sendable {
  private let answer: @Sendable (Int32) -> Void
  private let listener: Int32

  init(server: LocalServer, listener: Int32) {
    answer = { [weak server] connection in server?.answer(connection) }
    self.listener = listener
  }

  func run() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        setsockopt(
          connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
      }
      answer(connection)
      close(connection)
    }
    close(listener)
  }
}
