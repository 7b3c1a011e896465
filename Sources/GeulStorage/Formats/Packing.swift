/// A way of packing one file into another that a program of the system undoes.
public enum Packing: String, CaseIterable, Sendable {
  /// RFC 1952.
  case gzip
  /// The format of XZ Utils.
  case xz
  /// RFC 8878.
  case zstd
  /// The format of bzip2.
  case bzip2

  /// What packed a file that begins with `head`; nil for any other.
  package init?(head: ArraySlice<UInt8>) {
    let signature = head.first.flatMap { FileSignature.table[$0] }?.first { $0.matches(head) }
    guard let packing = signature?.format.packing else { return nil }
    self = packing
  }

  /// How the program is asked to unpack its standard input to its standard output.
  var arguments: [String] { self == .zstd ? ["-d", "-c", "-q"] : ["-d", "-c"] }

  /// The endings that packed files have, without the dot.
  package static let fileExtensions = ["gz": Packing.gzip, "xz": .xz, "zst": .zstd, "bz2": .bzip2]
}
