import GeulStorage
import GeulWork

/// What can be wrong with the text, the files or the tokenizer that a user hands in.
public enum TextError: Error, Equatable, Sendable {
  /// A file is no text in the encoding that it is read in.
  case malformedText(MalformedText)
  /// The encoding of a file cannot be told from its bytes.
  case undecidedEncoding(UndecidedEncoding)
  /// Lines of a file are in different encodings.
  case mixedEncodings(MixedEncodings)
  /// A file is no text but of another format.
  case foreignFile(ForeignFile)
  /// A record of a structured file cannot be read.
  case brokenRecord(file: String, line: Int, expected: String, found: String, advice: String)
  /// A structured file has nothing of what `--text-of` names.
  case nothingToExtract(file: String, selection: String, found: String)
  /// A name that no known encoding has; `nearest` is a known one that is like it.
  case unknownEncoding(name: String, nearest: String?)
  /// An encoding that Geul knows and this system's C library cannot decode.
  case unavailableEncoding(name: String)
  /// Standard input is named more than once.
  case repeatedInput
  /// A pattern chooses among the files of folders, and no folder was named.
  case needlessSelection(pattern: String)
  /// A path leads nowhere.
  case missingFile(path: String)
  /// A file or folder exists, but the system refuses to read it.
  case unreadable(path: String, reason: String)
  /// Reading began and the system failed it, as a damaged disk does.
  case readFailed(path: String, reason: String)
  /// A file grew, shrank or was written to while it was read.
  case changedWhileRead(path: String, expected: Int, found: Int)
  /// A symbolic link in a folder, named as a text file is, leads nowhere.
  case brokenLink(path: String)
  /// The path of a text file in a folder is not UTF-8; `path` shows the bytes that are not as `\xB0`.
  case undecodableName(path: String)
  /// A folder holds no file that is read: `found` are others.
  case noTextFiles(folder: String, expected: String, found: String)
  /// The files hold no text at all.
  case emptyCorpus(files: [String])
  /// A `tokenizer.json` cannot be honoured.
  case invalidTokenizer(file: String, place: String, expected: String, found: String)
  /// A file whose vocabulary was to be taken was not made by Geul, and is none of characters.
  case foreignTokenizer(file: String, reason: String)
  /// A `tokenizer.json` was made with a newer version of the Unicode Standard.
  case newerUnicode(file: String, found: String, library: String)

  /// What kind of failure it is; the command turns it into an exit code.
  public enum Kind: Sendable {
    /// What was asked for makes no sense (exit code 64).
    case wrongUsage
    /// The data is there but wrong (exit code 65).
    case badData
    /// The input is missing or unreadable (exit code 66).
    case missingInput
    /// The system failed while reading (exit code 74).
    case inputOutput
  }

  /// The kind of this failure.
  public var kind: Kind {
    switch self {
    case .unknownEncoding, .unavailableEncoding, .repeatedInput, .needlessSelection: .wrongUsage
    case .malformedText, .undecidedEncoding, .mixedEncodings, .foreignFile, .brokenRecord,
      .nothingToExtract, .emptyCorpus, .invalidTokenizer, .newerUnicode, .foreignTokenizer,
      .changedWhileRead:
      .badData
    case .missingFile, .unreadable, .brokenLink, .undecodableName, .noTextFiles: .missingInput
    case .readFailed: .inputOutput
    }
  }
}

extension TextError: CustomStringConvertible {
  /// The message for a person: the file, the place, what was expected, what was found, what to do.
  ///
  /// It is one line: a name may hold line feeds and what drives a terminal, so both are escaped.
  public var description: String { VisibleText.line(message) }

  private var message: String {
    switch self {
    case .malformedText(let malformed):
      malformed.description
    case .undecidedEncoding(let undecided):
      undecided.description
    case .mixedEncodings(let mixed):
      mixed.description
    case .foreignFile(let foreign):
      foreign.description
    case .brokenRecord(let file, let line, let expected, let found, let advice):
      "\(file): line \(line): expected \(expected), found \(found); \(advice)"
    case .nothingToExtract(let file, let selection, let found):
      "\(file): expected text in \"\(selection)\", found \(found); name the one that is meant: --text-of NAME"
    case .unknownEncoding(let name, let nearest):
      "expected the name of an encoding, such as utf-8, cp949 or utf-16le, found \"\(name)\"; "
        + (nearest.map { "did you mean \($0)?" } ?? "iconv -l lists those of this system")
    case .unavailableEncoding(let name):
      "this system's C library cannot decode \(name); install its converters "
        + "(glibc-gconv-extra on Fedora), or convert the file to UTF-8"
    case .repeatedInput:
      "- is named twice, and standard input can be read once; name it once"
    case .needlessSelection(let pattern):
      "--include '\(pattern)' chooses among the files of a folder, and no folder is named; name the folder, or leave "
        + "--include out"
    case .missingFile(let path):
      "\(path): no such file or folder; check the path"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check its permissions and what kind of file it is"
    case .readFailed(let path, let reason):
      "\(path): reading failed: \(reason); check the disk, then try again"
    case .changedWhileRead(let path, let expected, let found):
      "\(path): byte offset \(min(expected, found)): expected the file to stay as it was, "
        + "\(expected) bytes, found it changed, \(found) bytes; wait until nothing writes to it"
    case .brokenLink(let path):
      "\(path): expected a text file, found a symbolic link that leads nowhere; mend or remove the link"
    case .undecodableName(let path):
      "\(path): expected a file name in UTF-8, found the bytes shown by \\x; rename the file or the folder"
    case .noTextFiles(let folder, let expected, let found):
      "\(folder): expected at least one file \(expected) below this folder, found \(found.isEmpty ? "none" : found); "
        + "name files one by one, or take others with --include '*.ENDING'"
    case .emptyCorpus(let files):
      "\(files.joined(separator: ", ")): expected text, found none; name a file that is not empty"
    case .invalidTokenizer(let file, let place, let expected, let found):
      "\(file): \(place): expected \(expected), found \(found); "
        + "take the tokenizer.json that was saved with the model"
    case .foreignTokenizer(let file, let reason):
      "\(file): not made by Geul: \(reason); name the folder of a run or a tokenizer.json of Geul, or let the text say "
        + "what its symbols are"
    case .newerUnicode(let file, let found, let library):
      "\(file): expected a text normalized by Unicode \(UnicodeLibrary.unicodeVersion) or older, "
        + "found \(found); install a libutf8proc newer than this one (\(library))"
    }
  }
}
