import GeulKit
import Testing

/// What `corpora/README.md` says of the bundled texts is so.
@Suite struct CorporaTests {
  @Test(arguments: ["korean.txt", "english.txt", "eunpo.txt", "orrin.txt"])
  func theTableCountsTheText(name: String) throws {
    let bytes = try readFile(repositoryRoot + "corpora/" + name, limit: 1 << 24)
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    #expect(bytes.count >= 40_000)
    #expect(scalars.elementsEqual(normalized(scalars)))
    let readme = String(
      decoding: try readFile(repositoryRoot + "corpora/README.md", limit: 1 << 20), as: UTF8.self)
    let figures = [bytes.count, scalars.count, Set(scalars).count].map(withSeparators)
    let row = (["`\(name)`"] + figures).joined(separator: " | ")
    #expect(readme.utf8.split(separator: 0x0A).contains { $0.elementsEqual("| \(row) |".utf8) })
  }

  /// The scalars in NFC.
  private func normalized(_ scalars: String.UnicodeScalarView) -> [Unicode.Scalar] {
    var normalizer = StreamingNormalizer(.nfc)
    var values: [UInt32] = []
    normalizer.append(scalars.map(\.value), into: &values)
    normalizer.finish(into: &values)
    return values.compactMap(Unicode.Scalar.init)
  }

  /// A number with a comma between thousands.
  private func withSeparators(_ number: Int) -> String {
    number < 1_000
      ? "\(number)"
      : withSeparators(number / 1_000) + "," + "\(number % 1_000 + 1_000)".dropFirst()
  }
}

/// The repository's root, a slash at its end.
let repositoryRoot = String(#filePath.dropLast("Tests/GeulKitTests/CorporaTests.swift".utf8.count))
