import Foundation
import GeulStorage

/// Starting a program with all its signals as a shell would have them.
enum Spawn {
  /// Starts `arguments`, whose first is the program's path; returns its process id.
  static func start(
    _ arguments: [String], environment: [String: String], streams: ParentStreams
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal = streams.terminal {
      // A session's leader gets the first terminal that it opens.
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    } else {
      for (number, end) in streams.child.enumerated() {
        if let end {
          posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
        } else {
          posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDONLY, 0)
        }
      }
    }
    actions.closeAllButStandardStreams()
    var attributes = try Self.attributes(newSession: streams.isTerminal)
    defer { posix_spawnattr_destroy(&attributes) }

    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var id: pid_t = 0
    let failure = posix_spawn(&id, arguments[0], &actions, &attributes, words, variables)
    guard failure == 0 else {
      throw TestFailure("\(arguments[0]) cannot be started: \(String(cString: strerror(failure)))")
    }
    return id
  }

  private static func attributes(newSession: Bool) throws -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    if newSession { flags |= 0x80 }  // POSIX_SPAWN_SETSID, which the importer leaves out
    guard posix_spawnattr_setflags(&attributes, Int16(flags)) == 0 else {
      throw TestFailure("this system's posix_spawn lacks what the tests need")
    }
    return attributes
  }
}
