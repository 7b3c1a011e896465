import CSimdJSON

/// simdjson, which reads one record at a time, in memory that it keeps.
final class JSONRecordParser {
  /// What a member is.
  enum Member {
    /// Strings, numbers or truth values, with ``border`` between those of different elements of an array; good until the
    /// next call.
    case text(UnsafeBufferPointer<UInt8>)
    /// There is none, or it is null.
    case missing
    /// An object of these keys, of which there is one at least.
    case object([String])
    /// The record is no object of JSON, but what this says.
    case invalid(String)
  }

  /// Stands between texts, in none of which it can be.
  static let border: UInt8 = 0xFF

  private let parser: OpaquePointer
  /// The way to the member, and the same in other normal forms.
  private let paths: [String]

  /// A parser for the member at a key, or at keys with points between; its memory is small until a record comes.
  init(member path: String) {
    guard let parser = geul_json_create() else {
      preconditionFailure("no memory for a parser of JSON")
    }
    self.parser = parser
    // Strings that differ in form are equal, so they are told apart by their bytes.
    let forms = [NormalizationForm.nfc, .nfd].map { $0.normalize(path) }
    paths = [path] + forms.filter { !$0.utf8.elementsEqual(path.utf8) }
  }

  deinit { geul_json_destroy(parser) }

  /// The member of a record in UTF-8.
  func member(of record: [UInt8]) -> Member {
    for path in paths.dropLast() {
      let found = member(path, of: record)
      if case .missing = found { continue }
      return found
    }
    return member(paths[paths.count - 1], of: record)
  }

  private func member(_ path: String, of record: [UInt8]) -> Member {
    var text: UnsafePointer<UInt8>?
    var size = 0
    let kind = geul_json_member(
      parser, record, record.count, path, path.utf8.count, &text, &size)
    let found = UnsafeBufferPointer(start: text, count: text == nil ? 0 : size)
    switch kind {
    case GEUL_JSON_TEXT: return .text(found)
    case GEUL_JSON_MISSING: return .missing
    case GEUL_JSON_NO_TEXT:
      let keys = found.split(separator: Self.border, omittingEmptySubsequences: false)
      return .object(keys.map { String(decoding: $0, as: UTF8.self) })
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
