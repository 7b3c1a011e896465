/// The seam between the libraries and the system: every operation on files is one of these calls, so that a test can
/// fail each in turn.
///
/// Each is one call of the C library, tried once: it may be interrupted, and take or give fewer bytes than it was
/// handed. `FileSystem` makes of them what the libraries use. Paths are C strings, since names need not be UTF-8.
public protocol SystemCalls: Sendable {
  /// `open`: a descriptor by the flags of fcntl.h, for a file that is made with `mode` less the umask.
  func open(_ path: UnsafePointer<CChar>, _ flags: Int32, mode: UInt32) -> SystemAnswer<Int32>

  /// `close`: the descriptor is gone even if this is refused.
  func close(_ descriptor: Int32) -> SystemAnswer<Void>

  /// `read`: fills the front of the buffer and returns how many bytes it took; none at the end of a file.
  func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> SystemAnswer<Int>

  /// `pread`: as `read`, from an offset on.
  func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int>

  /// `write`: takes bytes from the front of the buffer and returns how many.
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> SystemAnswer<Int>

  /// `pwrite`: as `write`, over what is at an offset.
  func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int>

  /// `fsync`: returns once a file's bytes, or a folder's names, survive a power cut.
  func sync(_ descriptor: Int32) -> SystemAnswer<Void>

  /// `sync_file_range`: has the system begin to write a part of a file to the disk; advice, that nothing rests on.
  func beginSync(_ descriptor: Int32, _ bytes: Range<Int>)

  /// `ftruncate`: makes a file so many bytes long.
  func truncate(_ descriptor: Int32, to size: Int) -> SystemAnswer<Void>

  /// `posix_fallocate`: has room on the disk for a part of a file, which is made longer if it ends before.
  func reserve(_ descriptor: Int32, _ bytes: Range<Int>) -> SystemAnswer<Void>

  /// `mmap`, shared: the first bytes of a file in memory. They are given back by `munmap`, which touches no file.
  func map(
    _ descriptor: Int32, count: Int, isWritable: Bool
  ) -> SystemAnswer<UnsafeMutableRawPointer>

  /// `flock`: by the operations of file.h.
  func lock(_ descriptor: Int32, _ operation: Int32) -> SystemAnswer<Void>

  /// `fstat`.
  func status(_ descriptor: Int32) -> SystemAnswer<FileStatus>

  /// `stat`, or `lstat` where a link is not followed.
  func status(
    _ path: UnsafePointer<CChar>, followingLinks: Bool
  ) -> SystemAnswer<FileStatus>

  /// `access`: succeeds if this process may use the path in the way of `mode`.
  func access(_ path: UnsafePointer<CChar>, _ mode: Int32) -> SystemAnswer<Void>

  /// `realpath`: the path from the root, links resolved.
  func realPath(_ path: UnsafePointer<CChar>) -> SystemAnswer<[UInt8]>

  /// `opendir`, `readdir` and `closedir`: the names in a folder, in any order, but `.` and `..`.
  func names(in folder: UnsafePointer<CChar>) -> SystemAnswer<[[UInt8]]>

  /// `statvfs`: bytes that a program without privileges may still write where the path is.
  func freeBytes(at path: UnsafePointer<CChar>) -> SystemAnswer<Int>

  /// `mkdir`: makes a folder with `mode` less the umask.
  func createFolder(_ path: UnsafePointer<CChar>, mode: UInt32) -> SystemAnswer<Void>

  /// `rename`: replaces what has the new name.
  func rename(
    _ path: UnsafePointer<CChar>, to newPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void>

  /// `renameat2` with RENAME_EXCHANGE: two names change places.
  func exchange(
    _ path: UnsafePointer<CChar>, with otherPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void>

  /// `linkat`: gives an open file that was made without a name this one, if it is free.
  func link(_ descriptor: Int32, to path: UnsafePointer<CChar>) -> SystemAnswer<Void>

  /// `unlink`: takes a file's name.
  func remove(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void>

  /// `rmdir`: removes an empty folder.
  func removeFolder(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void>
}
