/// A file on a server, with what it must be to be taken for the right one.
public struct RemoteFile: Sendable, Equatable {
  /// Where it is: https, or http on this very machine.
  public let url: String
  /// Its size.
  public let bytes: Int
  /// Its hash, as `SHA256.hex` writes it.
  public let sha256: String

  /// A file that is known beforehand.
  public init(url: String, bytes: Int, sha256: String) {
    self.url = url
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// What of the three cannot be, as a pair of what was expected and what was found.
  public var flaw: (expected: String, found: String)? {
    if urlScheme == nil {
      return ("an address that begins with https:// (http:// on this machine only)", quoted(url))
    }
    if bytes < 1 { return ("a size of at least one byte", "\(bytes)") }
    if !SHA256.isHex(sha256) {
      return ("a sha256 of 64 lower-case hexadecimal digits", quoted(sha256))
    }
    return nil
  }

  /// The protocol, nil for an address that is refused.
  var urlScheme: URLScheme? {
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    for scheme in URLScheme.allCases where url.hasPrefix(scheme.rawValue + "://") {
      let rest = url.utf8.dropFirst(scheme.rawValue.utf8.count + 3)
      let authority = rest.prefix { !"/?#".utf8.contains($0) }
      let host = authority.prefix { $0 != UInt8(ascii: ":") }
      let port = authority.dropFirst(host.count).dropFirst()
      guard !host.isEmpty, port.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      let isLocal = ["127.0.0.1", "localhost"].contains { $0.utf8.elementsEqual(host) }
      return scheme == .https || isLocal ? scheme : nil
    }
    return nil
  }
}

/// The protocols that files are fetched by.
enum URLScheme: String, CaseIterable {
  case https, http
}
