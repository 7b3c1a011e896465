import Glibc

/// The bytes of a file, read by the system where they are looked at, and shared by all who have it open.
///
/// The file must not be cut short while it is mapped; one that is replaced by renaming, as ours are, stays what it was.
public final class MappedFile: @unchecked Sendable {
  /// The first of its bytes.
  package let start: UnsafeRawPointer

  private let size: Int

  /// Maps an open file of at least a byte.
  init(descriptor: Int32, path: String, size: Int) throws(StorageError) {
    guard size > 0 else {
      throw .corrupt(
        file: path, offset: nil, expected: "at least a byte", found: "an empty file",
        advice: "copy the file again, or make it anew")
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0),
      start != MAP_FAILED
    else { throw SystemFailure(path).whileReading }
    self.start = UnsafeRawPointer(start)
    self.size = size
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), size) }
}
