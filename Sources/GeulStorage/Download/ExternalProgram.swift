import GeulWork
import Glibc

/// A program of the system that is run for one task, such as curl or unzip.
///
/// A library in its place would be loaded at every start of a command that seldom needs it.
struct ExternalProgram: Sendable {
  /// How a run ended and what it wrote.
  struct Ending {
    /// The exit code, or 128 and the number of the signal that ended it.
    let status: Int32
    /// Standard output, unless it went elsewhere.
    let output: String
    /// The first line of standard error, or the exit code in words where there is none.
    let complaint: String
    /// Whether it was stopped because the caller asked for it.
    let wasStopped: Bool
  }

  private let path: String
  private let name: String

  /// Finds the program in the folders of `searchPath`, or of the variable PATH.
  ///
  /// - Parameter file: what needs the program, for the error `unreadable` that says what to install.
  init(_ name: String, for file: String, searchPath: String? = nil) throws(StorageError) {
    let folders = searchPath ?? Self.variable("PATH") ?? "/usr/bin:/bin"
    let paths = folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = paths.first(where: { access($0, X_OK) == 0 }) else {
      throw .unreadable(
        file: file, reason: "this needs the program \(name), which is not on PATH",
        advice: "install it, for example by: apt-get install \(name)")
    }
    self.name = name
    self.path = path
  }

  /// Runs the program to its end, or ends it when it is asked to stop.
  ///
  /// - Parameters:
  ///   - output: the descriptor that standard output goes to; kept in memory without one.
  ///   - watch: called some times a second.
  func run(
    _ arguments: [String], output: Int32? = nil, stop: StopRequest? = nil,
    watch: (() -> Void)? = nil
  ) throws(StorageError) -> Ending {
    let kept = output == nil ? try TemporaryFile() : nil
    let errors = try TemporaryFile()
    let id = try start(
      arguments, output: output ?? kept?.descriptor ?? 1, errors: errors.descriptor)
    let (status, wasStopped) = wait(for: id, stop, watch)
    let line = try text(errors).split(separator: "\n").first.map(String.init)
    return Ending(
      status: status, output: try kept.map(text) ?? "",
      complaint: line ?? "\(name) ended with exit code \(status)", wasStopped: wasStopped)
  }

  /// What a program wrote, up to 64 MiB.
  private func text(_ file: TemporaryFile) throws(StorageError) -> String {
    let input = try file.finish()
    return String(decoding: try input.read(min(input.size, 64 << 20), at: 0), as: UTF8.self)
  }

  private func wait(
    for id: pid_t, _ stop: StopRequest?, _ watch: (() -> Void)?
  ) -> (status: Int32, wasStopped: Bool) {
    var raw: Int32 = 0
    var wasStopped = false
    var pause: UInt32 = 500
    while waitpid(id, &raw, WNOHANG) == 0 {
      watch?()
      if !wasStopped, stop?.isRequested == true {
        wasStopped = true
        kill(id, SIGTERM)
      }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
    watch?()
    // A signal to the whole group ends the program too, and may be seen here first.
    if stop?.isRequested == true { wasStopped = true }
    let signal = raw & 0x7F
    return (signal == 0 ? raw >> 8 & 0xFF : 128 + signal, wasStopped)
  }

  /// Starts the program, with `input` as its standard input or with none; whoever starts it waits for it.
  func start(
    _ arguments: [String], input: Int32? = nil, output: Int32, errors: Int32
  ) throws(StorageError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    actions.closeAllButStandardStreams()
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // The thread that runs this may be one whose signals are blocked.
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = Self.environment.map { strdup($0) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var id: pid_t = 0
    let failure = posix_spawn(&id, path, &actions, &attributes, words, variables)
    guard failure == 0 else { throw SystemFailure(path, ErrorNumber(failure)).whileOpening }
    return id
  }

  /// What the programs may know of this process: where things are, and the way to the network.
  private static var environment: [String] {
    let passed = [
      "PATH", "HOME", "TMPDIR", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
      "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
    ]
    return ["LC_ALL=C.UTF-8"] + passed.compactMap { name in variable(name).map { "\(name)=\($0)" } }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
