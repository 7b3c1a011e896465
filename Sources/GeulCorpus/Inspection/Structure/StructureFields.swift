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

/// The columns of a table.
enum TableFields {
  /// What the first row has in its fields, the usual names of texts first.
  static func names(in line: [UInt32]) -> [String] {
    let delimiter: UInt32 = line.contains(0x09) ? 0x09 : line.contains(0x2C) ? 0x2C : 0x3B
    let names = line.split(separator: delimiter).map { field in
      String(scalars: field.filter { $0 != 0x22 && $0 != 0x0D && $0 != 0xFEFF })
    }
    let usual = ["text", "document", "content", "body", "sentence", "review", "comment", "title"]
    let texts = names.filter { usual.contains($0.lowercased()) }
    return texts + names.filter { !texts.contains($0) }
  }
}
