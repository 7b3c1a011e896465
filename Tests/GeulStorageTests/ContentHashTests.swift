import GeulStorage
import Testing

@Suite struct ContentHashTests {
  /// `xxhsum -H3` of the same bytes, xxhash 0.8.1.
  @Test(arguments: [("", 0x2d06_8005_38d3_94c2), ("abc", 0x78af_5f94_892f_3950 as UInt64)])
  func isXXH3(text: String, expected: UInt64) {
    let hash = ContentHash()
    hash.combine(Array(text.utf8).span.bytes)
    #expect(hash.value == expected)
  }

  @Test(arguments: [1, 7, 256, 1000])
  func doesNotDependOnBlocks(size: Int) {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
    let whole = ContentHash()
    whole.combine(bytes.span.bytes)
    let parts = ContentHash()
    for start in stride(from: 0, to: bytes.count, by: size) {
      parts.combine(Array(bytes[start..<min(start + size, bytes.count)]).span.bytes)
    }
    #expect(whole.value == parts.value)
  }
}
