import GeulWork

/// What went wrong between the program and what it stores, with the place and the next step.
///
/// Each case prints as one line: the file, the place, what was expected, what was found, what to do.
public enum StorageError: Error, Sendable, Equatable {
  /// The file or folder is not there.
  case missing(file: String, advice: String)

  /// The file or folder is there, but may not or cannot be read as what was asked for.
  case unreadable(file: String, reason: String, advice: String)

  /// Reading began and the system failed it, as a damaged disk does.
  case readFailed(file: String, reason: String, advice: String)

  /// The bytes are not what they must be; `offset` counts bytes from the start of the file, and is
  /// nil where the fault is in no single place.
  case corrupt(file: String, offset: Int?, expected: String, found: String, advice: String)

  /// The file is whole, but of a form that this program does not know.
  case unsupported(file: String, expected: String, found: String, advice: String)

  /// The file or folder cannot be made at this path.
  case cannotCreate(file: String, reason: String, advice: String)

  /// Writing began and the system failed it, as a full disk does.
  case writeFailed(file: String, reason: String, advice: String)

  /// Another process writes there; `process` names it, as far as it is known.
  case inUse(file: String, process: String, advice: String)
}

extension StorageError {
  /// The classes of failure; the raw value is the exit code that sysexits.h gives the class.
  public enum Kind: Int32, Sendable, CaseIterable {
    /// The input is there and wrong.
    case badData = 65
    /// The input is not there or may not be read.
    case missingInput = 66
    /// The output cannot be made.
    case cannotCreate = 73
    /// The system failed while reading or writing.
    case inputOutput = 74
    /// Somebody else is at work there.
    case inUse = 75
  }

  /// The class of this failure, for the command's exit code.
  public var kind: Kind {
    switch self {
    case .missing, .unreadable: .missingInput
    case .corrupt, .unsupported: .badData
    case .cannotCreate: .cannotCreate
    case .readFailed, .writeFailed: .inputOutput
    case .inUse: .inUse
    }
  }

  /// The file or folder concerned, as it was given.
  public var file: String {
    switch self {
    case .missing(let file, _), .unreadable(let file, _, _), .readFailed(let file, _, _),
      .corrupt(let file, _, _, _, _), .unsupported(let file, _, _, _),
      .cannotCreate(let file, _, _), .writeFailed(let file, _, _), .inUse(let file, _, _):
      file
    }
  }
}

extension StorageError: CustomStringConvertible {
  /// The failure in one line, safe to be shown.
  public var description: String {
    let line =
      switch self {
      case .missing(let file, let advice):
        "\(file): expected to exist, found nothing; \(advice)"
      case .unreadable(let file, let reason, let advice):
        "\(file): cannot be read: \(reason); \(advice)"
      case .readFailed(let file, let reason, let advice):
        "\(file): reading failed: \(reason); \(advice)"
      case .corrupt(let file, let offset, let expected, let found, let advice):
        "\(file)\(offset.map { ", byte \($0)" } ?? ""): expected \(expected), found \(found); \(advice)"
      case .unsupported(let file, let expected, let found, let advice):
        "\(file): expected \(expected), found \(found); \(advice)"
      case .cannotCreate(let file, let reason, let advice):
        "\(file): cannot be created: \(reason); \(advice)"
      case .writeFailed(let file, let reason, let advice):
        "\(file): writing failed: \(reason); \(advice)"
      case .inUse(let file, let process, let advice):
        "\(file): in use by \(process); \(advice)"
      }
    return VisibleText.line(line)
  }
}

/// A name from a file in quotation marks, cut to 60 scalars, since a damaged file's may be megabytes.
func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let head = scalars.prefix(60)
  let isWhole = head.endIndex == scalars.endIndex
  return "\"" + VisibleText.line(String(head)) + (isWhole ? "\"" : "…\"")
}
