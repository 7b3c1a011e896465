import GeulStorage
import Glibc

/// What a token file notes of the corpus it was made from, so that it can be told whether it still holds.
struct CorpusRecord: Equatable {
  /// A file as it was when it was read.
  struct File: Equatable {
    let path: String
    let size: Int
    /// When it was last changed, in nanoseconds since 1970.
    let changed: Int

    /// In place of a time, for standard input and pipes: they cannot be read again.
    static let never = 0
  }

  /// The files in their order.
  let files: [File]
  /// How they were read.
  let reading: ReadingOptions
  /// How the tokenizer was learned from them; nil for one that was there before.
  let options: TokenizerOptions?
  /// When their reading began, in nanoseconds since 1970.
  let begun: Int

  /// A file changed so short a time before it was read may have been changed again within the same tick
  /// of the file system's clock.
  private static let doubt = 2_000_000_000

  /// The record of files that are about to be read. Throws `TextError` if one is not there.
  init(
    _ source: CorpusSource, reading: ReadingOptions, options: TokenizerOptions?
  ) throws(TextError) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    begun = now.tv_sec &* 1_000_000_000 &+ now.tv_nsec
    self.reading = reading
    self.options = options
    let system = CorpusFiles()
    var files: [File] = []
    for file in source.files {
      guard file != CorpusSource.standardInput, case let status = try system.status(file),
        status.kind == .file
      else {
        files.append(File(path: file, size: 0, changed: File.never))
        continue
      }
      files.append(
        File(path: try system.realPath(file), size: status.size, changed: status.changed))
    }
    self.files = files
  }

  /// Whether files that are as `now` says need not be read to know that they are the same.
  func surelyHolds(for now: CorpusRecord) -> Bool {
    files == now.files
      && files.allSatisfy { $0.changed != File.never && $0.changed < begun - Self.doubt }
  }

  /// Whether they may be the same: as many, of the same sizes.
  func mayHold(for now: CorpusRecord) -> Bool {
    files.map(\.size) == now.files.map(\.size)
      && !(files + now.files).contains { $0.changed == File.never }
  }
}

extension CorpusRecord {
  /// The record as a token file holds it.
  var json: JSONValue {
    let files = files.map { file -> JSONValue in
      [
        "path": .string(file.path), "size": .integer(Int64(file.size)),
        "changed": .integer(Int64(file.changed)),
      ]
    }
    return [
      "files": .array(files), "begun": .integer(Int64(begun)),
      "reading": reading.json, "tokenizer": options?.json ?? .null,
    ]
  }

  /// Reads a record; throws `StorageError` or `TextError`.
  init(_ reader: JSONReader) throws {
    var files: [File] = []
    for file in try reader.elements(at: "files") {
      files.append(
        File(
          path: try file.string(at: "path"), size: try file.integer(at: "size"),
          changed: try file.integer(at: "changed")))
    }
    self.files = files
    begun = try reader.integer(at: "begun", in: 0...Int.max)
    reading = try ReadingOptions(try reader.member(at: "reading"))
    options = try reader.presentMember(at: "tokenizer").map { try TokenizerOptions($0) }
  }
}

extension ReadingOptions {
  /// The options as files of ours hold them.
  public var json: JSONValue {
    [
      "encoding": .string(encoding.name), "invalid": .string(invalid.rawValue),
      "text_of": textOf.map { .string($0) } ?? .null,
      "include": .array(include.map { .string($0) }),
      "documents": .string(documents.rawValue),
      "byte_order_marks": .string(byteOrderMarks.rawValue),
    ]
  }

  /// Reads options; throws `StorageError`, or `TextError` for an encoding that is not known here.
  public init(_ reader: JSONReader) throws {
    self.init(
      encoding: try EncodingChoice(try reader.string(at: "encoding")),
      invalid: try reader.choice(at: "invalid"),
      textOf: try reader.presentMember(at: "text_of")?.string(),
      include: try reader.presentMember(at: "include") == nil
        ? [] : reader.elements(at: "include").map { try $0.string() },
      documents: try reader.presentMember(at: "documents") == nil
        ? .file : reader.choice(at: "documents"),
      byteOrderMarks: try reader.presentMember(at: "byte_order_marks") == nil
        ? .first : reader.choice(at: "byte_order_marks"))
  }
}

extension TokenizerOptions {
  /// The options as files of ours hold them.
  public var json: JSONValue {
    [
      "unit": .string(unit.rawValue), "normalization": .string(form.rawValue),
      "newlines": .string(newlines.rawValue), "minimum_count": .integer(Int64(minimumCount)),
      "size": size.map { .integer(Int64($0)) } ?? .null, "unknown": .string(unknown.rawValue),
    ]
  }

  /// Reads options; throws `StorageError`.
  public init(_ reader: JSONReader) throws(StorageError) {
    self.init(
      unit: try reader.choice(at: "unit"), form: try reader.choice(at: "normalization"),
      newlines: try reader.choice(at: "newlines"),
      minimumCount: try reader.integer(at: "minimum_count", in: 1...Int.max),
      size: try reader.optionalInteger(at: "size"), unknown: try reader.choice(at: "unknown"))
  }
}
