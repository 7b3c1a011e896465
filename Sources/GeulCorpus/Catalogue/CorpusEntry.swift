import GeulStorage

/// A corpus that can be fetched: where it is, what it must be, and on what terms it may be used.
public struct CorpusEntry: Sendable, Equatable {
  /// What it is called on the command line, and its file: lower-case letters, digits and hyphens.
  public var name: String
  /// What it is.
  public var title: String
  /// Its language, in English.
  public var language: String
  /// The file as it is on the server.
  public var file: RemoteFile
  /// How the file is packed.
  public var format: ArchiveFormat
  /// The member of a zip or tar archive that is the text; nil for all of them.
  public var member: String?
  /// The terms of use, by their common name.
  public var licence: String
  /// Where the terms, or the statement of them, can be read.
  public var licenceURL: String
  /// Whom to name, and how.
  public var attribution: String
  /// What it is good for, and what to mind.
  public var purpose: String

  /// Reads an entry of a catalogue; every key but `member` is required, and no other is allowed.
  public init(_ reader: JSONReader) throws(StorageError) {
    try reader.refuseKeys(otherThan: Self.keys)
    name = try reader.string(at: "name")
    title = try reader.string(at: "title")
    language = try reader.string(at: "language")
    file = RemoteFile(
      url: try reader.string(at: "url"), bytes: try reader.integer(at: "bytes"),
      sha256: try reader.string(at: "sha256"))
    format = try reader.choice(at: "format")
    member = try reader.presentMember(at: "member")?.string()
    licence = try reader.string(at: "licence")
    licenceURL = try reader.string(at: "licence_url")
    attribution = try reader.string(at: "attribution")
    purpose = try reader.string(at: "purpose")
    if let flaw { throw reader.refusal(expected: flaw.expected, found: flaw.found) }
  }

  init(
    name: String, title: String, language: String, file: RemoteFile, format: ArchiveFormat,
    member: String? = nil, licence: String, licenceURL: String, attribution: String,
    purpose: String
  ) {
    self.name = name
    self.title = title
    self.language = language
    self.file = file
    self.format = format
    self.member = member
    self.licence = licence
    self.licenceURL = licenceURL
    self.attribution = attribution
    self.purpose = purpose
  }

  /// The keys in JSON.
  private static let keys = [
    "name", "title", "language", "url", "bytes", "sha256", "format", "member", "licence",
    "licence_url", "attribution", "purpose",
  ]

  /// The members in JSON; `member` is null where there is none.
  public var json: JSONObject {
    [
      "name": .string(name), "title": .string(title), "language": .string(language),
      "url": .string(file.url), "bytes": .integer(Int64(file.bytes)),
      "sha256": .string(file.sha256), "format": .string(format.rawValue),
      "member": member.map(JSONValue.string) ?? .null, "licence": .string(licence),
      "licence_url": .string(licenceURL), "attribution": .string(attribution),
      "purpose": .string(purpose),
    ]
  }

  /// What of it cannot be.
  var flaw: (expected: String, found: String)? {
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    if !isPlain || name.isEmpty || name.hasPrefix("-") || name.utf8.count > 64 {
      return ("a name of lower-case letters, digits and hyphens", "another name")
    }
    if member != nil && !format.hasMembers {
      return ("a member only with the formats zip and tar.gz", "the format \(format.rawValue)")
    }
    if member?.hasPrefix("-") == true {
      return ("a member whose name begins otherwise than by a hyphen", "another")
    }
    return file.flaw
  }
}
