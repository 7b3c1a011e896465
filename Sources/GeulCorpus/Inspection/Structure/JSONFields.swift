import GeulStorage
import GeulText

/// The fields of a record of JSON.
enum JSONFields {
  /// The keys of strings, of the longest first; empty for what is no record.
  static func ofText(in line: [UInt32]) -> [String] {
    var bytes: [UInt8] = []
    UTF8Encoding.append(line.drop { $0 == 0xFEFF }, into: &bytes)
    // What is cut off, or no record, has no fields to offer.
    guard let reader = try? JSONReader(bytes, file: ""), case .object(let object) = reader.value
    else { return [] }
    let texts = object.members.compactMap { member -> (String, Int)? in
      guard case .string(let text) = member.value else { return nil }
      return (member.key, text.unicodeScalars.count)
    }
    return texts.sorted { $0.1 > $1.1 }.map(\.0)
  }
}
