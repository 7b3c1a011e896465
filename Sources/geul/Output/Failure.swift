import ArgumentParser
import Foundation
import GeulKit

/// Exit codes, after sysexits.h.
enum ExitStatus: Int32 {
  case diverged = 1
  case wrongUsage = 64
  case badData = 65
  case missingInput = 66
  case defect = 70
  case cannotCreate = 73
  case inputOutput = 74
  case inUse = 75
}

/// An error of the command itself: a line for the user and an exit code.
struct Failure: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  /// Wrong usage.
  static func usage(_ description: String) -> Failure { Failure(.wrongUsage, description) }

  /// Wrong usage of an option whose name begins what is wrong; a number at its end stands as it is typed, -1 and not -1.0.
  static func flaw(_ flaw: String) -> Failure {
    usage("--" + (flaw.hasSuffix(".0") ? flaw.dropLast(2) : flaw[...]))
  }

  /// Prints the error as one line and leaves with its exit code; the only way out but the end of `main`.
  static func exit(with error: any Error) -> Never {
    // What cannot be written after a hangup is the hangup's doing.
    if error is WorkStopped || error is Output.Closed || error is Output.Unwritable,
      let status = Signals.status
    {
      Foundation.exit(status)
    }
    if error is Output.Closed || error is WorkStopped { Foundation.exit(0) }
    guard let status = status(of: error) else {
      // The parser's own errors include the requests for help and version, which it prints itself.
      let code = Geul.exitCode(for: error)
      if code == .validationFailure { refuse(error) }
      if error is ExitCode || code != .failure { exit(code, saying: Geul.fullMessage(for: error)) }
      Output.error("geul: a defect of ours, which we would like to hear of: \(error)")
      Foundation.exit(ExitStatus.defect.rawValue)
    }
    Output.error("geul: \(error)")
    Foundation.exit(status.rawValue)
  }

  /// Leaves with what the parser refuses, in one line, which ends with where to read more.
  private static func refuse(_ error: any Error) -> Never {
    let message = Geul.message(for: error)
    let line = message.split(separator: "\n").joined(separator: " ")
      .replacingOccurrences(of: ". Did you", with: "; did you")
      .replacingOccurrences(of: ". Please provide", with: "; give")
    // The parser knows which command it was of, and says so within quotation marks.
    let help = Geul.fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
    let command = help?.split(separator: "'").dropFirst().first ?? "geul --help"
    let bare = line.hasSuffix(".") ? line.dropLast() : line[...]
    Output.error("geul: " + bare.prefix(1).lowercased() + bare.dropFirst() + "; see: \(command)")
    Foundation.exit(ExitStatus.wrongUsage.rawValue)
  }

  /// Leaves with what the parser says: help on standard output, an error on the other.
  private static func exit(_ code: ExitCode, saying text: String) -> Never {
    if text.isEmpty { Foundation.exit(code.rawValue) }
    guard code == .success else {
      Output.notes(text + "\n")
      Foundation.exit(code.rawValue)
    }
    do { try Output.write(text + "\n") } catch { exit(with: error) }
    Foundation.exit(code.rawValue)
  }

  private static func status(of error: any Error) -> ExitStatus? {
    switch error {
    case let failure as Failure: failure.status
    case let error as RequestError: ExitStatus(error.kind)
    case is Output.Unwritable: .inputOutput
    case let error as TextError:
      switch error.kind {
      case .wrongUsage: .wrongUsage
      case .badData: .badData
      case .missingInput: .missingInput
      case .inputOutput: .inputOutput
      }
    case let error as StorageError: ExitStatus(error.kind)
    case let error as TrainingError:
      switch error {
      case .tooShort: .badData
      case .diverged, .nothingLearnt: .diverged
      case .unsaved: .inputOutput
      case .settings: .wrongUsage
      case .storage(let error): ExitStatus(error.kind)
      }
    default: nil
    }
  }
}

extension ExitStatus {
  init(_ kind: RequestError.Kind) {
    switch kind {
    case .wrongUsage: self = .wrongUsage
    case .badData: self = .badData
    case .missingInput: self = .missingInput
    case .cannotCreate: self = .cannotCreate
    }
  }

  init(_ kind: StorageError.Kind) {
    switch kind {
    case .badData: self = .badData
    case .missingInput: self = .missingInput
    case .cannotCreate: self = .cannotCreate
    case .inputOutput: self = .inputOutput
    case .inUse: self = .inUse
    }
  }
}
