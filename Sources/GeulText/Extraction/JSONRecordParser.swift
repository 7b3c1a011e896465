import CSimdJSON

/// simdjson, which reads one record at a time, in memory that it keeps.
final class JSONRecordParser {
  /// What a member is.
  enum Member {
    /// A string, a number or a truth value, good until the next call.
    case text(UnsafeBufferPointer<UInt8>)
    /// There is none, or it is null.
    case missing
    /// An object or an array.
    case noText
    /// The record is no object of JSON, and why.
    case invalid(String)
  }

  private let parser: OpaquePointer

  /// A parser; its memory is small until a record comes.
  init() {
    guard let parser = geul_json_create() else {
      preconditionFailure("no memory for a parser of JSON")
    }
    self.parser = parser
  }

  deinit { geul_json_destroy(parser) }

  /// The member of a record in UTF-8 at a key, or at keys with points between.
  func member(_ path: String, of record: [UInt8]) -> Member {
    var text: UnsafePointer<UInt8>?
    var size = 0
    let kind = geul_json_member(
      parser, record, record.count, path, path.utf8.count, &text, &size)
    let found = UnsafeBufferPointer(start: text, count: text == nil ? 0 : size)
    switch kind {
    case GEUL_JSON_TEXT: return .text(found)
    case GEUL_JSON_MISSING: return .missing
    case GEUL_JSON_NO_TEXT: return .noText
    case GEUL_JSON_NO_OBJECT: return .invalid("a value that is no object")
    default: return .invalid(String(decoding: found, as: UTF8.self))
    }
  }

  /// The keys of a record, with commas between.
  func keys(of record: [UInt8]) -> String {
    var text: UnsafePointer<UInt8>?
    var size = 0
    geul_json_keys(parser, record, record.count, &text, &size)
    return text.map { String(decoding: UnsafeBufferPointer(start: $0, count: size), as: UTF8.self) }
      ?? ""
  }
}
