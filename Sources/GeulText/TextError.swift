/// What can be wrong with the text, the files or the tokenizer that a user hands in.
public enum TextError: Error, Equatable, Sendable {
  /// A file is not UTF-8.
  case malformedUTF8(MalformedUTF8)
  /// A path leads nowhere.
  case missingFile(path: String)
  /// A file or folder exists, but the system refuses to read it.
  case unreadable(path: String, reason: String)
  /// A folder holds no `.txt` file.
  case noTextFiles(folder: String)
  /// The files hold no text at all.
  case emptyCorpus(files: [String])
  /// A `tokenizer.json` cannot be honoured.
  case invalidTokenizer(file: String, place: String, expected: String, found: String)

  /// What kind of failure it is; the command turns it into an exit code.
  public enum Kind: Sendable {
    /// The data is there but wrong (exit code 65).
    case badData
    /// The input is missing or unreadable (exit code 66).
    case missingInput
  }

  /// The kind of this failure.
  public var kind: Kind {
    switch self {
    case .malformedUTF8, .emptyCorpus, .invalidTokenizer: .badData
    case .missingFile, .unreadable, .noTextFiles: .missingInput
    }
  }
}

/// The first ill-formed sequence of a file that should be UTF-8.
public struct MalformedUTF8: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// The place of the sequence's first byte, from 0.
  public let offset: Int
  /// The line of that byte, from 1.
  public let line: Int
  /// The sequence, up to and with the byte that makes it ill-formed.
  public let bytes: [UInt8]
  /// Whether the file ends within the sequence.
  public let endsEarly: Bool
  /// What should have stood in place of the last of the bytes, or after them.
  public let expected: String
}

extension TextError: CustomStringConvertible {
  /// The message for a person: the file, the place, what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .malformedUTF8(let malformed):
      malformed.description
    case .missingFile(let path):
      "\(path): no such file or folder; check the path"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check its permissions and what kind of file it is"
    case .noTextFiles(let folder):
      "\(folder): expected at least one .txt file below this folder, found none; name files one by one"
    case .emptyCorpus(let files):
      "\(files.joined(separator: ", ")): expected text, found none; name a file that is not empty"
    case .invalidTokenizer(let file, let place, let expected, let found):
      "\(file): \(place): expected \(expected), found \(found); "
        + "take the tokenizer.json that was saved with the model"
    }
  }
}

extension MalformedUTF8: CustomStringConvertible {
  /// The message for a person.
  public var description: String {
    let found = bytes.map { String(hexByte: $0) }.joined(separator: " ")
    let ending = endsEarly ? " and the end of the file" : ""
    return "\(file): byte offset \(offset), line \(line): not UTF-8: expected \(expected), "
      + "found \(found)\(ending); convert the file to UTF-8, or mend these bytes"
  }
}
