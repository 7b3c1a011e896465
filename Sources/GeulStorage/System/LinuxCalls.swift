import Glibc

/// The system itself.
public struct LinuxCalls: SystemCalls {
  /// The system itself; it holds nothing.
  public init() {}

  /// Calls `open`.
  public func open(
    _ path: UnsafePointer<CChar>, _ flags: Int32, mode: UInt32
  ) -> SystemAnswer<Int32> {
    answer(Glibc.open(path, flags, mode_t(mode)))
  }

  /// Calls `close`.
  public func close(_ descriptor: Int32) -> SystemAnswer<Void> { done(Glibc.close(descriptor)) }

  /// Calls `read`.
  public func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) -> SystemAnswer<Int> {
    answer(Glibc.read(descriptor, buffer.baseAddress, buffer.count))
  }

  /// Calls `pread`.
  public func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> {
    answer(pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
  }

  /// Calls `write`.
  public func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer
  ) -> SystemAnswer<Int> {
    answer(Glibc.write(descriptor, bytes.baseAddress, bytes.count))
  }

  /// Calls `pwrite`.
  public func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> {
    answer(pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset)))
  }

  /// Calls `fsync`.
  public func sync(_ descriptor: Int32) -> SystemAnswer<Void> { done(fsync(descriptor)) }

  /// Calls `sync_file_range`.
  public func beginSync(_ descriptor: Int32, _ bytes: Range<Int>) {
    _ = Self.syncFileRange?(
      descriptor, off_t(bytes.lowerBound), off_t(bytes.count), Self.syncFileRangeWrite)
  }

  /// Calls `ftruncate`.
  public func truncate(_ descriptor: Int32, to size: Int) -> SystemAnswer<Void> {
    done(ftruncate(descriptor, off_t(size)))
  }

  /// Calls `posix_fallocate`, which returns its error and leaves `errno` alone.
  public func reserve(_ descriptor: Int32, _ bytes: Range<Int>) -> SystemAnswer<Void> {
    let code = posix_fallocate(descriptor, off_t(bytes.lowerBound), off_t(bytes.count))
    return code == 0 ? .success(()) : .failure(ErrorNumber(code))
  }

  /// Calls `mmap`.
  public func map(
    _ descriptor: Int32, count: Int, isWritable: Bool
  ) -> SystemAnswer<UnsafeMutableRawPointer> {
    let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
    guard let start = mmap(nil, count, protection, MAP_SHARED, descriptor, 0), start != MAP_FAILED
    else { return refused() }
    return .success(start)
  }

  /// Calls `flock`.
  public func lock(_ descriptor: Int32, _ operation: Int32) -> SystemAnswer<Void> {
    done(flock(descriptor, operation))
  }
}

extension LinuxCalls {
  /// What the last call was refused for; nothing may come between the two.
  func refused<Value>() -> SystemAnswer<Value> { .failure(ErrorNumber(errno)) }

  func answer<Number: SignedInteger>(_ result: Number) -> SystemAnswer<Number> {
    result >= 0 ? .success(result) : refused()
  }

  func done(_ result: Int32) -> SystemAnswer<Void> { result == 0 ? .success(()) : refused() }

  private typealias SyncFileRange = @convention(c) (Int32, off_t, off_t, UInt32) -> Int32

  /// The C library's `sync_file_range`, looked up by name because the module map of Glibc omits it.
  private static let syncFileRange: SyncFileRange? = dlsym(nil, "sync_file_range").map {
    unsafeBitCast($0, to: SyncFileRange.self)
  }
  /// SYNC_FILE_RANGE_WRITE
  private static let syncFileRangeWrite: UInt32 = 2
}
