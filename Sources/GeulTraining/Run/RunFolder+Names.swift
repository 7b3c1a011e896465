import GeulLanguage
import GeulStorage
import Glibc

/// What a person may call a run or a checkpoint.
extension RunFolder {
  /// The folder that a name stands for: a file of a checkpoint or of a run stands for its folder, and `.` for the folder
  /// that one stands in, under its own name.
  ///
  /// Throws `StorageError` where a file of anything else is named.
  public static func folder(of name: String) throws(StorageError) -> String {
    let system = FileSystem.current
    var path = system.found(name)
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    if try system.exists(path), try !system.exists(path + "/.") {
      let slash = path.lastIndex(of: "/")
      let parent = slash.map { String(path[..<$0]) } ?? "."
      let file = slash.map { String(path[path.index(after: $0)...]) } ?? path
      guard try holds(parent.isEmpty ? "/" : parent, file) else {
        throw .unreadable(
          file: name, reason: "it is a file, and no run or checkpoint",
          advice: "name the folder of one; geul train FILE makes one")
      }
      path = parent
    }
    let last = path.split(separator: "/").last
    guard last == "." || last == ".." else { return path }
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a path leads to a file of a checkpoint or of a run, which stands for its folder; false for what cannot be
  /// looked at, and for a file by itself, such as a `tokenizer.json` that was copied.
  public static func isPart(_ path: String) -> Bool {
    do {
      return try FileSystem.current.exists(path) && folder(of: path) != path
    } catch { return false }
  }

  /// Whether a file is one of those of a checkpoint or of a run.
  private static func holds(_ folder: String, _ file: String) throws(StorageError) -> Bool {
    if try isCheckpoint(folder) {
      return file.hasSuffix(".json") || file.hasSuffix(".safetensors")
    }
    guard [indexName, "metrics.jsonl", "log.jsonl"].contains(file) else { return false }
    return try isRun(folder)
  }

  /// Whether a folder is a checkpoint.
  public static func isCheckpoint(_ folder: String) throws(StorageError) -> Bool {
    try FileSystem.current.exists(folder + "/" + CheckpointFolder.parameters)
  }

  /// Whether a folder holds checkpoints and is none itself.
  public static func isRun(_ folder: String) throws(StorageError) -> Bool {
    if try isCheckpoint(folder) { return false }
    return try !RunFolder(folder).steps().isEmpty
  }

  /// The process that writes in the folder, as far as the file of its lock says; nil if nobody does.
  public var writer: Int32? {
    do throws(StorageError) {
      let lock = path + "/" + FolderLock.name
      guard try fileSystem.exists(lock) else { return nil }
      let bytes = try readFile(lock, limit: 256, on: fileSystem)
      let word = String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
      // A process that was killed leaves its number behind.
      guard let process = Int32(word), kill(process, 0) == 0 || errno == EPERM else { return nil }
      return process
    } catch { return nil }
  }
}
