/// The form in which a text is distributed.
public enum ArchiveFormat: String, Sendable, CaseIterable {
  /// The text itself.
  case plain
  /// One compressed file (RFC 1952).
  case gzip
  /// A zip archive.
  case zip
  /// A tape archive, compressed by gzip.
  case tarGzip = "tar.gz"

  /// How the names of such files end.
  public var fileExtension: String {
    switch self {
    case .plain: "txt"
    case .gzip: "txt.gz"
    case .zip: "zip"
    case .tarGzip: "tar.gz"
    }
  }

  /// Whether it holds several files with names.
  public var hasMembers: Bool { self == .zip || self == .tarGzip }
}
