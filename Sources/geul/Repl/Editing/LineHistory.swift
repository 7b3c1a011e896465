import Foundation
import GeulStorage

/// Lines typed in earlier sessions and in this one, in a file that only its owner reads.
///
/// One entry a line, appended as it comes, so that two sessions at once lose nothing of each other. What fails is told
/// once, and the history then lives in memory alone.
struct LineHistory {
  /// How many entries are kept.
  static let limit = 2000
  /// Longer lines, in scalars, are not kept.
  static let longest = 8192
  /// Bytes of a file that are looked at, from its end.
  private static let sizeLimit = 32 << 20

  /// The latest entries, oldest first.
  private(set) var entries: [String] = []
  private var path: String?
  private let tell: (String) -> Void

  /// Reads the file at `path`, trims it, and makes it its owner's alone; nil is a history without a file.
  ///
  /// What is wrong is handed to `tell`, a line each, once.
  init(path: String?, tell: @escaping (String) -> Void) {
    self.path = path
    self.tell = tell
    guard let path else { return }
    if let failure = Self.makeFolders(above: path) {
      giveUp(failure)
      return
    }
    do { try read(path) } catch { giveUp(error.reason) }
  }

  /// Where the history is: under `XDG_STATE_HOME`, or `~/.local/state`; nil if there is no home.
  static func path(in environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return state + "/geul/history"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/geul/history"
  }

  /// Adds a line; returns the entry that it became, nil if it is blank, too long, or the last one again.
  mutating func add(_ line: String) -> String? {
    guard let entry = Self.entry(of: line), !Self.areSame(entry, entries.last) else { return nil }
    entries.append(entry)
    if entries.count > 2 * Self.limit { entries.removeFirst(entries.count - Self.limit) }
    if let path {
      do {
        let file = try HistoryFile(path)
        try file.append(Self.line(of: entry))
      } catch { giveUp(error.reason) }
    }
    return entry
  }

  /// An entry as it stands in the file, where a line separator stands for a line feed within it.
  private static func line(of entry: String) -> [UInt8] {
    Array((entry.replacing("\n", with: "\u{2028}") + "\n").utf8)
  }

  /// The line without control characters but line feeds, for they would act on the terminal that shows them.
  private static func entry(of line: String) -> String? {
    var view = String.UnicodeScalarView()
    view.append(
      contentsOf: line.unicodeScalars.filter {
        $0 == "\t" || $0 == "\n" || $0.properties.generalCategory != .control
      })
    let isBlank = view.allSatisfy { $0.properties.isWhitespace }
    return isBlank || view.count > longest ? nil : String(view)
  }

  private static func areSame(_ entry: String, _ last: String?) -> Bool {
    last.map { entry.utf8.elementsEqual($0.utf8) } ?? false
  }

  private mutating func giveUp(_ reason: String) {
    tell("\(path ?? ""): \(reason), so this session's lines will be forgotten")
    path = nil
  }

  private mutating func read(_ path: String) throws(HistoryFile.Failure) {
    let file = try HistoryFile(path)
    let (bytes, isWhole) = try file.contents(limit: Self.sizeLimit)
    var malformed = 0
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true)
    if !isWhole && !lines.isEmpty { lines.removeFirst() }
    for line in lines {
      guard let text = String(validating: line, as: UTF8.self) else {
        malformed += 1
        continue
      }
      let whole = text.replacing("\u{2028}", with: "\n")
      if let entry = Self.entry(of: whole), !Self.areSame(entry, entries.last) {
        entries.append(entry)
      }
    }
    if malformed > 0 {
      tell("\(path): left out \(malformed) lines that are not UTF-8; mend or remove the file")
    }
    guard entries.count > Self.limit || !isWhole else { return }
    entries.removeFirst(max(0, entries.count - Self.limit))
    try file.replace(with: entries.flatMap(Self.line))
  }

  private static func makeFolders(above path: String) -> String? {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
        var status = stat()
        if stat(folder, &status) == 0 { continue }
        return "\(folder) cannot be made (\(String(cString: strerror(errno))))"
      }
    }
    return nil
  }
}
