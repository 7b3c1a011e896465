import Glibc
import Synchronization

/// A small HTTP server on 127.0.0.1 for tests, which can misbehave in the ways that servers do.
///
/// One thread serves one connection after the other and closes each after its answer, however long
/// its client takes. It ends with the value.
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
    /// Answers stop after so many bytes of the body, and go on only when the client has left.
    public var stall: Int?

    /// A server without faults.
    public init(_ body: [UInt8]) { self.body = body }
  }

  private struct State {
    var behaviour: Behaviour
    var requests: [String] = []
  }

  private let state: Mutex<State>
  private let listener: Socket
  /// The port that it listens at.
  public let port: UInt16

  /// Starts to serve.
  public init(_ behaviour: Behaviour) throws {
    state = Mutex(State(behaviour: behaviour))
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    listener = Socket(socket(AF_INET, Int32(kind), 0))
    let descriptor = listener.descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var length = size
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return false
      }
      return bind(descriptor, base, size) == 0 && listen(descriptor, 8) == 0
        && getsockname(descriptor, base, &length) == 0
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isBound else { throw Failure(code: errno) }
    try start()
  }

  deinit {
    // Wakes the thread out of `accept`.
    shutdown(listener.descriptor, Int32(SHUT_RDWR))
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
    if let offset, offset >= behaviour.body.count {
      Self.send("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n", connection)
      return
    }
    sendBody(behaviour, from: offset, cut: cut, connection)
  }

  private func sendBody(
    _ behaviour: Behaviour, from offset: Int?, cut: Int, _ connection: Int32
  ) {
    let total = behaviour.body.count
    let body = behaviour.body[(offset ?? 0)...]
    let length = "Content-Length: \(body.count + behaviour.extraLength)\r\nConnection: close\r\n"
    if let offset {
      Self.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes \(offset)-\(total - 1)/\(total)\r\n"
          + length + "\r\n", connection)
    } else {
      Self.send("HTTP/1.1 \(behaviour.status) Status\r\n" + length + "\r\n", connection)
    }
    Self.send(Array(body.prefix(min(cut, behaviour.stall ?? .max))), connection)
    // It has nothing more to say: the next that is read is its end.
    if behaviour.stall != nil { _ = Self.read(connection) }
  }

  private static func read(_ connection: Int32) -> [String] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &block, block.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += block.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  private static func send(_ text: String, _ connection: Int32) {
    send(Array(text.utf8), connection)
  }

  private static func send(_ bytes: [UInt8], _ connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.send(connection, Array(rest), rest.count, Int32(MSG_NOSIGNAL))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// A socket, closed when the last reference goes: its number may then be another file's.
private final class Socket: Sendable {
  let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}

/// What the thread holds: the server only while it answers, so that its end can come.
private final class Served: Sendable {
  private let answer: @Sendable (Int32) -> Void
  private let listener: Socket

  init(server: LocalServer, listener: Socket) {
    answer = { [weak server] connection in server?.answer(connection) }
    self.listener = listener
  }

  func run() {
    while true {
      let connection = accept(listener.descriptor, nil, nil)
      guard connection >= 0 else {
        // The client left before it was its turn.
        if errno == ECONNABORTED || errno == EINTR { continue }
        return
      }
      answer(connection)
      // A program that is being started may hold a copy of the connection, which closing alone would leave open.
      shutdown(connection, Int32(SHUT_RDWR))
      close(connection)
    }
  }
}
