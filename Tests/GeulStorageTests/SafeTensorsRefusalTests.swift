import Testing

@testable import GeulStorage

@Suite struct SafeTensorsRefusalTests {
  /// A header, the number of bytes after it, where the fault lies counted from the file's start, and
  /// a part of what the message expects or found.
  static let headers: [(String, Int, Int, String)] = [
    (#"[]"#, 0, 8, "'{' to begin"), (#" {}"#, 0, 8, "'{' to begin"),
    (#"{} x"#, 0, 11, "the end of the text"), ("{}\0", 0, 10, "the end of the text"),
    (#"{"a":1}"#, 0, 9, "an object for \"a\""),
    (#"{"a":{}}"#, 0, 9, "no dtype"),
    (#"{"a":{"dtype":"F33","shape":[],"data_offsets":[0,4]}}"#, 4, 9, "a dtype of \"a\" among"),
    (#"{"a":{"dtype":"f32","shape":[],"data_offsets":[0,4]}}"#, 4, 9, "the string \"f32\""),
    (#"{"a":{"dtype":4,"shape":[],"data_offsets":[0,4]}}"#, 4, 9, "a dtype of \"a\" among"),
    (#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 4, 9, "an array as shape"),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, 9, "an array as data_offsets"),
    (#"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#, 4, 9, "an array as shape"),
    (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, 9, "whole numbers"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, 9, "whole numbers"),
    (#"{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#, 4, 9, "whole numbers"),
    (#"{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}"#, 4, 9, "whole"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4, 9, "begin and end"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 8, 9, "begin and end"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, 9, "begin and end"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4, 9, "whole numbers"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 3, 9, "within the file's 3 bytes"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, 9, "8 bytes for \"a\""),
    (#"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,0]}}"#, 0, 9, "4 bytes for \"a\""),
    (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,4]}}"#, 4, 9, "0 bytes for \"a\""),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0, 9,
      "can be counted"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0, 9,
      "can be counted"
    ),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":0}}"#, 1, 9, "found \"x\""),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 2, 62, "1 more bytes"),
    (#"{}"#, 1, 10, "1 more bytes"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, 61, "a gap"),
    (
      #"{"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"#
        + #""a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, 3, 115, "an overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 1, 114, "an overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}"#, 3, 114, "a gap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, 61, "each key once"
    ),
    (#"{"a":{"dtype":"U8","dtype":"U8"}}"#, 0, 27, "each key once"),
    (#"{"__metadata__":1}"#, 0, 9, "an object of metadata"),
    (#"{"__metadata__":{"k":1}}"#, 0, 9, "a string for the metadata \"k\""),
    (#"{"__metadata__":{"k":null}}"#, 0, 9, "a string for the metadata \"k\""),
    (
      "{\"__metadata__\":{\"\u{E9}\":\"\",\"e\u{301}\":\"\"}}", 0, 9,
      "by more than their composition"
    ),
    (#"{"__metadata__":{},"__metadata__":{}}"#, 0, 27, "each key once"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},}"#, 1, 61, "a key"),
    (#"{"a""#, 0, 12, "':'"), (#"{'a':1}"#, 0, 9, "a key"),
  ]

  @Test(arguments: headers)
  func refusesTheHeader(header: String, dataSize: Int, offset: Int, part: String) throws {
    let length = UInt64(header.utf8.count)
    try expectRefusal(
      of: Self.littleEndian(length) + header.utf8 + [UInt8](repeating: 9, count: dataSize),
      at: offset, saying: part)
  }

  @Test(
    arguments: [
      ([], 0, "a file of 0 bytes"), ([2, 0, 0, 0, 0, 0, 0], 0, "a file of 7 bytes"),
      (littleEndian(0), 0, "at least 2 bytes, found 0"),
      (littleEndian(2), 0, "within the file's 8 bytes"),
      (littleEndian(3) + [0x7B, 0x7D], 0, "within the file's 10 bytes"),
      (littleEndian(100_000_000) + [0x7B, 0x7D], 0, "within the file's 10 bytes"),
      (littleEndian(100_000_001) + [0x7B, 0x7D], 0, "at most 100000000 bytes, found 100000001"),
      (littleEndian(.max) + [0x7B, 0x7D], 0, "at most 100000000 bytes"),
      (littleEndian(1 << 63) + [0x7B, 0x7D], 0, "at most 100000000 bytes"),
      (littleEndian(5) + [0x7B, 0x22, 0xFF, 0x22, 0x7D], 10, "valid UTF-8"),
      (littleEndian(5) + [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], 8, "'{' to begin"),
      (Array("#!/bin/sh\necho".utf8), 0, "at most 100000000 bytes"),
    ] as [([UInt8], Int, String)])
  func refusesTheBytes(bytes: [UInt8], offset: Int, part: String) throws {
    try expectRefusal(of: bytes, at: offset, saying: part)
  }

  /// Each file that is a good one cut short is refused, wherever the cut.
  @Test func refusesEveryTruncation() throws {
    let header =
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
      + #""b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#
    let bytes = Self.littleEndian(UInt64(header.utf8.count)) + header.utf8 + [1, 2, 3, 4, 5, 6]
    let folder = try TemporaryFolder()
    try folder.write("f", bytes)
    #expect(try SafeTensorsFile(path: folder.path("f")).bytes("b") == [3, 4, 5, 6])
    for count in 0..<bytes.count {
      try expectRefusal(of: Array(bytes[..<count]), at: nil, saying: "")
    }
  }

  /// A good file with any one byte of its length or header changed is refused or still coherent.
  @Test func noChangedByteMakesItTrap() throws {
    let header = #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#
    let bytes = Self.littleEndian(UInt64(header.utf8.count)) + header.utf8 + [1, 2]
    let folder = try TemporaryFolder()
    for place in 0..<bytes.count - 2 {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        try folder.write("f", changed)
        _ = succeeds { () throws(StorageError) in
          let file = try SafeTensorsFile(path: folder.path("f"))
          for descriptor in file.descriptors { _ = try file.bytes(descriptor.name) }
        }
      }
    }
  }

  static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private func expectRefusal(of bytes: [UInt8], at offset: Int?, saying part: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("f.safetensors")
    try folder.write("f.safetensors", bytes)
    let error = #expect(throws: StorageError.self) { try SafeTensorsFile(path: path) }
    guard case .corrupt(path, let place, _, _, _) = error else {
      Issue.record("\(String(describing: error)) is not about the file's bytes")
      return
    }
    if let offset { #expect(place == offset) }
    let message = error?.description ?? ""
    #expect(part.isEmpty || message.contains(part), "\(message)")
  }
}
