import Foundation
import GeulText

@testable import GeulStorage

/// The files of the Unicode Character Database that the conformance tests read.
///
/// They are looked for in the folder that GEUL_UNICODE_DATA names, or else where Debian's package
/// `unicode-data` puts them, plain or packed with bzip2.
enum UnicodeData {
  static let normalizationTest = file("NormalizationTest.txt")
  static let graphemeBreakTest = file("auxiliary/GraphemeBreakTest.txt")
  static let unicodeData = file("UnicodeData.txt")
  static let compositionExclusions = file("CompositionExclusions.txt")

  /// Why a test is skipped: what its file should have been.
  static let requirement = """
    needs the Unicode Character Database \(UnicodeLibrary.unicodeVersion): \
    Debian's package unicode-data, or a folder named by GEUL_UNICODE_DATA
    """

  /// A line without its comment, and its number.
  struct Line: Sendable {
    let number: Int
    let text: Substring
  }

  /// Whether a file is there and of the library's version, which its first line tells.
  static func isUsable(_ file: [Substring]?) -> Bool {
    guard let first = file?.first else { return false }
    return first.contains("-\(UnicodeLibrary.unicodeVersion).txt")
  }

  /// The lines of a file that hold anything but a comment.
  static func lines(_ file: [Substring]?) -> [Line] {
    (file ?? []).enumerated().compactMap { index, line in
      let text = line.prefix { $0 != "#" }
      return text.allSatisfy(\.isWhitespace) ? nil : Line(number: index + 1, text: text)
    }
  }

  /// The scalars of hexadecimal numbers with spaces between them.
  static func scalars(_ text: some StringProtocol) -> [UInt32] {
    text.split(separator: " ").compactMap { UInt32($0, radix: 16) }
  }

  private static func file(_ name: String) -> [Substring]? {
    let folder =
      ProcessInfo.processInfo.environment["GEUL_UNICODE_DATA"] ?? "/usr/share/unicode"
    for name in [name, String(name.split(separator: "/").last ?? "")] {
      let path = "\(folder)/\(name)"
      if let data = FileManager.default.contents(atPath: path) ?? unpacked("\(path).bz2") {
        return String(bytes: data, encoding: .utf8)?
          .split(separator: "\n", omittingEmptySubsequences: false)
      }
    }
    return nil
  }

  private static func unpacked(_ path: String) -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let unpacked = try TemporaryFile()
      let bzcat = try ExternalProgram("bzcat", for: path)
      guard try bzcat.run([path], output: unpacked.descriptor).status == 0 else {
        return nil
      }
      let file = try unpacked.finish()
      return Data(try file.read(file.size, at: 0))
    } catch {
      // Without the program the tests are skipped, as without the file.
      return nil
    }
  }
}

/// Failures in a large suite: all are counted, the first few kept for the message.
struct Failures: CustomStringConvertible {
  private(set) var count = 0
  private var first: [String] = []

  mutating func add(_ message: @autoclosure () -> String) {
    count += 1
    if first.count < 5 { first.append(message()) }
  }

  /// Notes a failure unless both are the same.
  mutating func compare(_ found: [UInt32], _ expected: [UInt32], _ place: @autoclosure () -> String)
  {
    if found != expected { add("\(place()): found \(hex(found)), expected \(hex(expected))") }
  }

  var description: String { "\(count) failures, the first: \(first.joined(separator: "; "))" }
}

/// Scalars the way the database writes them.
func hex(_ scalars: [UInt32]) -> String {
  scalars.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
}
