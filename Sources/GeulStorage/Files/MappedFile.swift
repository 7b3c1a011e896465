import Glibc

/// The bytes of a file, read by the system where they are looked at, and shared by all who have it open.
///
/// The file must not be cut short while it is mapped; one that is replaced by renaming, as ours are, stays what it was.
public final class MappedFile: @unchecked Sendable {
  /// The first of its bytes.
  package let start: UnsafeRawPointer

  private let size: Int

  /// Maps an open file of at least a byte.
  init(_ file: OpenFile, size: Int, on fileSystem: FileSystem) throws(StorageError) {
    guard size > 0 else {
      throw .corrupt(
        file: file.path, offset: nil, expected: "at least a byte", found: "an empty file",
        advice: "copy the file again, or make it anew")
    }
    start = UnsafeRawPointer(
      try fileSystem.reading(file.path) {
        $0.map(file.descriptor, count: size, isWritable: false)
      })
    self.size = size
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), size) }
}
