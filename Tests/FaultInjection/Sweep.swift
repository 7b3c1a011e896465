import Foundation
import GeulStorage
import Synchronization

/// One run of a sweep.
public struct Attempt<Outcome> {
  /// The call that had the fault, counted from 0.
  public let place: Int
  /// Whether the run made so many calls.
  public let isReached: Bool
  /// What the run came to.
  public let result: Result<Outcome, any Error>

  /// Whether the run threw nothing.
  public var succeeded: Bool {
    if case .success = result { true } else { false }
  }
}

/// Lets `run` go once for each call of the system that it makes, with the fault at that call, and once without it, which
/// must succeed.
///
/// - Parameters:
///   - prepare: fills a new empty folder, before each run.
///   - run: is handed the folder; `FileSystem.current` has the fault meanwhile.
///   - check: looks at what is there after each run.
///   - name: what the count is told of.
/// - Returns: how many calls there are.
@discardableResult
public func sweep<Outcome>(
  _ fault: Fault, missing: MissingAbilities = [],
  prepare: (String) throws -> Void = { _ in },
  run: (String) throws -> Outcome,
  check: (String, Attempt<Outcome>) throws -> Void,
  name: String = #function, file: String = #fileID
) throws -> Int {
  var place = 0
  while true {
    let folder =
      FileManager.default.temporaryDirectory.path(percentEncoded: false)
      + "geul-sweep-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
    try prepare(folder)
    let calls = FaultyCalls(fault, at: place, in: folder, missing: missing)
    let result = FileSystem.$current.withValue(calls.fileSystem) {
      Result { try run(folder) }
    }
    calls.bury()
    try check(folder, Attempt(place: place, isReached: calls.isReached, result: result))
    if !calls.isReached {
      _ = try result.get()
      tellSweep(of: place, name, file)
      return place
    }
    place += 1
  }
}

private let told = Mutex<Set<String>>([])

/// Prints, once for each number, how many calls a test has failed in turn.
public func tellSweep(of count: Int, _ name: String = #function, _ file: String = #fileID) {
  let line = "\(file) \(name.prefix { $0 != "(" }): \(count) calls, each with a fault in turn"
  if told.withLock({ $0.insert(line).inserted }) { print(line) }
}
