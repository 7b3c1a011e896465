import CMagic
import GeulStorage
import Synchronization

/// What the system's library of file formats (libmagic) says of bytes that are hardly text.
///
/// It is asked last: some of its signatures are two bytes long, and texts begin with them.
enum SystemMagic {
  /// The format of a file that begins with `head`; nil for what it takes for text or does not know, and where its
  /// database is missing.
  static func format(of head: ArraySlice<UInt8>) -> FileFormat? {
    guard let kind = ask(head, MAGIC_MIME_TYPE), !kind.hasPrefix("text/"), !textual.contains(kind),
      kind != "application/octet-stream", let words = ask(head, MAGIC_NONE)
    else { return nil }
    let name = words.prefix { $0 != "," && $0 != "(" }.split(separator: " ").joined(separator: " ")
    return name.isEmpty || name == "data" ? nil : FileFormat("\"\(name)\"", .noText)
  }

  /// Media types of what is text all the same.
  private static let textual: Set<String> = [
    "application/json", "application/x-ndjson", "application/javascript", "application/csv",
    "application/x-wine-extension-ini", "message/rfc822", "application/mbox",
    "application/x-subrip",
    "application/x-setupscript", "image/svg+xml", "application/x-empty", "message/news",
  ]

  private static func ask(_ head: ArraySlice<UInt8>, _ flags: Int32) -> String? {
    library.withLock { library in
      guard let cookie = library.cookie(), magic_setflags(cookie, flags) == 0 else { return nil }
      return head.withUnsafeBytes { bytes in
        magic_buffer(cookie, bytes.baseAddress, bytes.count).map { String(cString: $0) }
      }
    }
  }

  private static let library = Mutex(Library())

  /// The library's handle, which one thread uses at a time.
  private struct Library: ~Copyable {
    private var opened: magic_t?
    private var isMissing = false

    mutating func cookie() -> magic_t? {
      if opened == nil, !isMissing {
        opened = magic_open(MAGIC_NONE)
        if let cookie = opened, magic_load(cookie, nil) != 0 {
          magic_close(cookie)
          opened = nil
        }
        isMissing = opened == nil
      }
      return opened
    }
  }
}
