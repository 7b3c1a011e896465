import CMessageDigest
import GeulWork

/// The hash that tells a file from every other, by malice too: SHA-256, FIPS 180-4.
public struct SHA256 {
  private var context = SHA2_CTX()

  /// The hash of no bytes.
  public init() {
    SHA256Init(&context)
  }

  /// Takes in the bytes, in order.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256Update(&context, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
  }

  /// Takes in the bytes, in order.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The hash of what was taken in so far, as 64 lower-case hexadecimal digits.
  public var hex: String {
    var ending = context
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256Final(&digest, &ending)
    return digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// Whether the text is a hash as `hex` writes it.
  public static func isHex(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The hash of a whole file, read in blocks of 1 MiB; throws `StorageError` or `WorkStopped`.
  ///
  /// - Parameter progress: called before each block with the number of bytes read.
  public static func hex(
    ofFile path: String, on fileSystem: FileSystem = .current, stop: StopRequest? = nil,
    progress: ((Int) -> Void)? = nil
  ) throws -> String {
    let file = try InputFile(path, on: fileSystem)
    var hash = SHA256()
    var place = 0
    while place < file.size {
      progress?(place)
      try stop?.check()
      let block = try file.read(min(1 << 20, file.size - place), at: place)
      hash.update(block)
      place += block.count
    }
    return hash.hex
  }
}
