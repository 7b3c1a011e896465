/// What was asked for cannot be done, for a reason that lies in the asking: contradicting settings, another text than
/// the one that is needed, a file in the way.
///
/// What the files and the texts themselves do wrong is told by `StorageError`, `TextError` and `TrainingError`.
public struct RequestError: Error, Equatable, CustomStringConvertible {
  /// What to make of the error; the command has an exit code for each.
  public enum Kind: Sendable, CaseIterable {
    /// Settings or names make no sense, or not together.
    case wrongUsage
    /// A file holds other data than is needed.
    case badData
    /// A file or folder is not there.
    case missingInput
    /// Something is in the way of what was to be written.
    case cannotCreate
  }

  /// What to make of it.
  public let kind: Kind
  /// One line for a person: what was expected, what was found, and what to do.
  public let description: String

  /// An error that `description` explains.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// Settings or names that make no sense.
  public static func usage(_ description: String) -> RequestError {
    RequestError(.wrongUsage, description)
  }
}
