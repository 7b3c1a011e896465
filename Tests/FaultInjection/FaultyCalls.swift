import GeulStorage
import Glibc
import Synchronization

/// The system itself until a call that has a fault: the one double for all tests of what becomes of files.
///
/// Syncs reach no disk: `Disk` knows what a power cut would leave.
public final class FaultyCalls: SystemCalls {
  struct State {
    var log: [String] = []
    var isDead = false
    /// The last names of the paths of what is open.
    var open: [Int32: String] = [:]
    var disk: Disk?
  }

  let state: Mutex<State>
  let real = LinuxCalls()
  private let fault: Fault?
  private let place: Int
  private let missing: MissingAbilities
  private let onSync: @Sendable () -> Void

  /// The system, with a fault at the call `place`, counted from 0.
  ///
  /// - Parameters:
  ///   - folder: what a power cut may change; needed for that fault alone.
  ///   - onSync: called before each sync; a slow disk waits there.
  public init(
    _ fault: Fault? = nil, at place: Int = .max, in folder: String? = nil,
    missing: MissingAbilities = [], onSync: @escaping @Sendable () -> Void = {}
  ) {
    self.onSync = onSync
    self.fault = fault
    self.place = place
    self.missing = missing
    var disk: Disk?
    if case .losesPower = fault {
      guard let folder else { preconditionFailure("a power cut needs a folder") }
      disk = Disk(folder)
    }
    state = Mutex(State(disk: disk))
  }

  /// The file system of these calls.
  public var fileSystem: FileSystem { FileSystem(self) }

  /// The calls so far, each with the last name of its path.
  public var log: [String] { state.withLock { $0.log } }

  /// How many calls there were.
  public var count: Int { state.withLock { $0.log.count } }

  /// Whether the fault came.
  public var isReached: Bool { count > place }

  /// Ends a process that died: its files are closed and its locks end. Where the power goes, it goes now at the latest, and
  /// takes what it takes.
  public func bury() {
    if state.withLock({ $0.isDead }) {
      for descriptor in state.withLock({ $0.open.keys }) { closeReally(descriptor) }
    }
    guard case .losesPower(let loss) = fault else { return }
    state.withLock {
      $0.disk?.cut(loss)
      $0.disk = nil
    }
  }

  /// How a call is to be made.
  private enum Order {
    case whole
    case half
    case refused(Int32)
    case last
  }

  private func order(_ name: String, _ subject: String) -> Order {
    state.withLock { state in
      let number = state.log.count
      state.log.append("\(name) \(subject)")
      if state.isDead { return .refused(EIO) }
      switch fault {
      case .once(let code) where number == place: return .refused(code)
      case .fromThere(let code) where number >= place: return .refused(code)
      case .short where number == place: return .half
      case .dies where number == place, .losesPower where number == place:
        state.isDead = true
        return .last
      default: return .whole
      }
    }
  }

  /// Makes a call that is done or not.
  func make<Value>(
    _ name: String, _ subject: String, _ call: () -> SystemAnswer<Value>
  ) -> SystemAnswer<Value> {
    switch order(name, subject) {
    case .whole, .half: call()
    case .refused(let code): .failure(ErrorNumber(code))
    case .last: .failure(ErrorNumber(EIO))
    }
  }

  /// Makes a call that may be done in part; a process's last write is.
  private func transfer(
    _ name: String, _ descriptor: Int32, _ count: Int, _ call: (Int) -> SystemAnswer<Int>
  ) -> SystemAnswer<Int> {
    switch order(name, subject(descriptor)) {
    case .whole: return call(count)
    case .half: return call((count + 1) / 2)
    case .refused(let code): return .failure(ErrorNumber(code))
    case .last:
      if name == "write" { _ = call(count / 2) }
      return .failure(ErrorNumber(EIO))
    }
  }

  func lacks(_ ability: MissingAbilities) -> Bool { missing.contains(ability) }

  func subject(_ descriptor: Int32) -> String { state.withLock { $0.open[descriptor] ?? "?" } }

  func closeReally(_ descriptor: Int32) {
    // Closed twice, a number would be another test's file.
    guard state.withLock({ $0.open.removeValue(forKey: descriptor) }) != nil else { return }
    // A program that another test is starting may hold a copy of the descriptor, and with it the lock.
    _ = real.lock(descriptor, LOCK_UN)
    _ = real.close(descriptor)
  }
}

extension FaultyCalls {
  /// A close that is refused closes all the same, and so does a dead process's.
  public func close(_ descriptor: Int32) -> SystemAnswer<Void> {
    let answer: SystemAnswer<Void> = make("close", subject(descriptor)) { .success(()) }
    closeReally(descriptor)
    return answer
  }

  public func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) -> SystemAnswer<Int> {
    transfer("read", descriptor, buffer.count) {
      real.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<$0]))
    }
  }

  public func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> {
    transfer("read", descriptor, buffer.count) {
      real.read(
        descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<$0]), at: offset)
    }
  }

  public func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> SystemAnswer<Int> {
    transfer("write", descriptor, bytes.count) {
      real.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<$0]))
    }
  }

  public func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> {
    transfer("write", descriptor, bytes.count) {
      real.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<$0]), at: offset)
    }
  }

  public func sync(_ descriptor: Int32) -> SystemAnswer<Void> {
    onSync()
    return make("sync", subject(descriptor)) {
      state.withLock { $0.disk?.sync(descriptor) }
      return .success(())
    }
  }

  public func beginSync(_ descriptor: Int32, _ bytes: Range<Int>) {}

  public func truncate(_ descriptor: Int32, to size: Int) -> SystemAnswer<Void> {
    make("truncate", subject(descriptor)) { real.truncate(descriptor, to: size) }
  }

  public func reserve(_ descriptor: Int32, _ bytes: Range<Int>) -> SystemAnswer<Void> {
    make("reserve", subject(descriptor)) { real.reserve(descriptor, bytes) }
  }

  public func map(
    _ descriptor: Int32, count: Int, isWritable: Bool
  ) -> SystemAnswer<UnsafeMutableRawPointer> {
    make("map", subject(descriptor)) {
      real.map(descriptor, count: count, isWritable: isWritable)
    }
  }

  public func lock(_ descriptor: Int32, _ operation: Int32) -> SystemAnswer<Void> {
    make("lock", subject(descriptor)) { real.lock(descriptor, operation) }
  }
}
