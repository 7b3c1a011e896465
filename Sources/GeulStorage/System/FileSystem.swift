import Glibc

/// What the libraries do with files, made of the calls of one `SystemCalls`: interrupted calls are repeated, and what is
/// read or written by parts is read or written to the end.
///
/// Each method throws the `StorageError` that fits the system's refusal.
public struct FileSystem: Sendable {
  /// The one that files are opened on where none is named; the system itself, unless a test has put another in its place
  /// for the length of a call.
  ///
  /// An object keeps the one that it was made with, so it may move to another thread.
  @TaskLocal public static var current = FileSystem()

  /// The calls that all of it is made of.
  package let calls: any SystemCalls

  /// The file system of these calls.
  public init(_ calls: any SystemCalls = LinuxCalls()) { self.calls = calls }

  /// Makes a call until no signal interrupts it.
  package func retrying<Value>(
    _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) -> SystemAnswer<Value> {
    while true {
      let answer = call(calls)
      guard case .failure(ErrorNumber(EINTR)) = answer else { return answer }
    }
  }
}

extension FileSystem {
  /// Calls as `retrying`; throws that creating, moving or removing what is at the path was refused.
  func creating<Value>(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) throws(StorageError) -> Value {
    try retrying(call).mapError { SystemFailure(path, $0).whileCreating }.get()
  }

  /// Calls as `retrying`; throws that writing was refused.
  func writing<Value>(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) throws(StorageError) -> Value {
    try retrying(call).mapError { SystemFailure(path, $0).whileWriting }.get()
  }

  /// Calls as `retrying`; throws that opening for reading was refused.
  func opening<Value>(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) throws(StorageError) -> Value {
    try retrying(call).mapError { SystemFailure(path, $0).whileOpening }.get()
  }

  /// Calls as `retrying`; throws that reading was refused.
  func reading<Value>(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Value>
  ) throws(StorageError) -> Value {
    try retrying(call).mapError { SystemFailure(path, $0).whileReading }.get()
  }

  func refuseZeroByte(in path: String) throws(StorageError) {
    // The system would take the path to end there, and hit another file.
    guard !path.utf8.contains(0) else {
      throw .cannotCreate(
        file: path, reason: "the path holds a zero byte", advice: "choose another path")
    }
  }
}
