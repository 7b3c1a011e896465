/// What a folder's files must be: `contents.json`, the size and XXH3 of each, written last.
///
/// | key | value |
/// |---|---|
/// | `format` | 1 |
/// | `files` | an array of `name`, `size` in bytes and `xxh3`, sixteen hexadecimal digits |
///
/// A name may stand twice, while its file is being replaced: either is right then. A folder that has none, as one from
/// elsewhere, is taken as it is. The hash finds accidents, not malice.
public struct FolderManifest: Sendable, Equatable {
  /// The name of its file.
  public static let name = "contents.json"

  /// What is known of one file.
  public struct Entry: Sendable, Equatable {
    /// The file's name in the folder.
    public let name: String
    /// Its bytes.
    public let size: Int
    /// Their XXH3.
    public let hash: UInt64

    /// Of a file of these bytes.
    public init(name: String, bytes: [UInt8]) {
      let hash = ContentHash()
      hash.combine(bytes.span.bytes)
      self.init(name: name, size: bytes.count, hash: hash.value)
    }

    init(name: String, size: Int, hash: UInt64) {
      (self.name, self.size, self.hash) = (name, size, hash)
    }
  }

  /// What is known of the files, in the order in which they were written.
  public private(set) var entries: [Entry]

  /// Of these files.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Reads a `contents.json`; throws `StorageError`.
  public init(_ file: InputFile) throws(StorageError) {
    let reader = try JSONReader(try file.readAll(limit: 1 << 20), file: file.path)
    let format = try reader.integer(at: "format")
    guard format == 1 else {
      throw .unsupported(
        file: file.path, expected: "format 1", found: "format \(format)",
        advice: "use the version of geul that wrote it")
    }
    var entries: [Entry] = []
    for place in try reader.elements(at: "files") {
      let digits = try place.member(at: "xxh3")
      let text = try digits.string()
      guard text.utf8.count == 16, let hash = UInt64(text, radix: 16) else {
        throw digits.refusal(expected: "sixteen hexadecimal digits")
      }
      entries.append(
        Entry(
          name: try place.string(at: "name"), size: try place.integer(at: "size", in: 0...Int.max),
          hash: hash))
    }
    self.entries = entries
  }

  /// The bytes of the file that says so.
  public func serialized() -> [UInt8] {
    let files = entries.map { entry -> JSONValue in
      let digits = String(entry.hash, radix: 16)
      return [
        "name": .string(entry.name), "size": .integer(Int64(entry.size)),
        "xxh3": .string(String(repeating: "0", count: 16 - digits.utf8.count) + digits),
      ]
    }
    return JSONValue.object(JSONObject([("format", 1), ("files", .array(files))]))
      .serialized(pretty: true)
  }

  /// The same where a file may also be of these bytes, and one of that name no longer what it was before the last time.
  public func allowing(_ name: String, _ bytes: [UInt8]) -> FolderManifest {
    let name = ExactString(name)
    var kept = entries.filter { ExactString($0.name) != name }
    kept += entries.filter { ExactString($0.name) == name }.suffix(1)
    return FolderManifest(kept + [Entry(name: name.text, bytes: bytes)])
  }

  /// Throws `corrupt` where a file is not what it must be. Cost: a reading of the file.
  public func check(_ file: InputFile, called name: String) throws(StorageError) {
    let name = ExactString(name)
    let expected = entries.filter { ExactString($0.name) == name }
    guard expected.contains(where: { $0.size == file.size }) else {
      try StandInFormat.refuse(in: file)
      let sizes = expected.map { "\($0.size) bytes" }.joined(separator: " or ")
      throw Self.damage(
        file, expected.isEmpty ? "no file of this name, by \(Self.name)" : sizes,
        "\(file.size) bytes")
    }
    let hash = try file.contentHash()
    guard expected.contains(where: { $0.size == file.size && $0.hash == hash }) else {
      throw Self.damage(file, "the bytes that were written, by \(Self.name)", "others")
    }
  }

  private static func damage(
    _ file: InputFile, _ expected: String, _ found: String
  ) -> StorageError {
    .corrupt(
      file: file.path, offset: nil, expected: expected, found: found,
      advice:
        "copy the whole folder again, or use another checkpoint; if it was changed on purpose, "
        + "remove \(name)")
  }
}

extension InputFile {
  /// The XXH3 of all its bytes; throws as reading does.
  public func contentHash() throws(StorageError) -> UInt64 {
    let hash = ContentHash()
    var block = [UInt8](repeating: 0, count: min(max(1, size), 1 << 20))
    for start in stride(from: 0, to: size, by: block.count) {
      let count = min(block.count, size - start)
      try read(count, at: start, into: &block)
      hash.combine(block.span.bytes.extracting(first: count))
    }
    return hash.value
  }

  /// All its bytes; more than `limit` are `corrupt`, before any is read.
  public func readAll(limit: Int) throws(StorageError) -> [UInt8] {
    guard size <= limit else {
      throw .corrupt(
        file: path, offset: limit, expected: "at most \(limit) bytes", found: "\(size)",
        advice: "check that this is the right file")
    }
    return try read(size, at: 0)
  }
}
