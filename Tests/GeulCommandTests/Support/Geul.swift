import Foundation
import Testing

/// The command under test: the binary that was built beside the tests.
enum Geul {
  /// Its path.
  static let path = program("geul")

  /// The path of a program that was built beside the tests. On Linux the tests' bundle is the folder of the binaries;
  /// elsewhere it lies in it.
  static func program(_ name: String) -> String {
    let bundle = Bundle(for: Marker.self).bundleURL
    let places = [bundle, bundle.deletingLastPathComponent()].map {
      $0.appending(path: name).path(percentEncoded: false)
    }
    guard let found = places.first(where: FileManager.default.isExecutableFile) else {
      preconditionFailure("expected the program \(name) beside the tests, at one of \(places)")
    }
    return found
  }

  private final class Marker {}

  /// Runs it to its end.
  static func run(
    _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:],
    folder: String? = nil
  ) throws -> CommandResult {
    try start(arguments, input: input, environment: environment, folder: folder).finish()
  }

  static func run(_ arguments: String...) throws -> CommandResult { try run(arguments) }

  /// Starts it.
  static func start(
    _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:],
    folder: String? = nil, onTerminal: Bool = false
  ) throws -> ChildProcess {
    try ChildProcess(
      path, arguments, input: input, environment: environment, folder: folder,
      onTerminal: onTerminal)
  }

  /// Runs a line of shell, in which `$0` is the command and `$1` … are `arguments`.
  static func shell(
    _ line: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> CommandResult {
    try ChildProcess("/bin/sh", ["-c", line, path] + arguments, environment: environment).finish()
  }
}

/// Expects an exit code, and in the one line of standard error each of `parts`.
func expectRefusal(
  _ result: CommandResult, _ status: Int32, saying parts: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  for part in parts {
    #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: sourceLocation)
  }
  #expect(
    result.errors.split(separator: "\n").count == 1, "\(result.errors)",
    sourceLocation: sourceLocation)
}

/// Expects exit code 0.
func expectSuccess(
  _ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
}
