import Glibc
import Testing

@testable import GeulStorage

@Suite struct SafeTensorsTests {
  private func write(
    _ tensors: [TensorSource], metadata: [String: String] = [:], to path: String
  ) throws {
    try AtomicFile(path).write { (writer) throws(StorageError) in
      try SafeTensors.write(tensors, metadata: metadata, to: writer)
    }
  }

  @Test func readsBackWhatWasWritten() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("f.safetensors")
    let tensors = TensorType.allCases.enumerated().map { index, type in
      let shape = [index + 1, 3]
      let bytes = (0..<(index + 1) * 3 * type.elementSize).map { UInt8(truncatingIfNeeded: $0) }
      return (name: "layer.\(type.rawValue)", type: type, shape: shape, bytes: bytes)
    }
    try write(
      tensors.map { TensorSource(name: $0.name, type: $0.type, shape: $0.shape, bytes: $0.bytes) },
      metadata: ["format": "pt", "글": "\u{E9}\"\n"], to: path)
    let file = try SafeTensorsFile(path: path)
    #expect(file.metadata == ["format": "pt", "글": "\u{E9}\"\n"])
    #expect(file.descriptors.count == tensors.count)
    for tensor in tensors {
      let descriptor = try file.descriptor(tensor.name)
      #expect(descriptor.type == tensor.type)
      #expect(descriptor.shape == tensor.shape)
      #expect(descriptor.byteRange.lowerBound % tensor.type.elementSize == 0)
      #expect(try file.bytes(tensor.name) == tensor.bytes)
      var bytes = [UInt8](repeating: 0, count: tensor.bytes.count)
      try bytes.withUnsafeMutableBytes { try file.read(tensor.name, into: $0) }
      #expect(bytes == tensor.bytes)
      var part: [UInt8] = [0, 0]
      try part.withUnsafeMutableBytes { try file.read(tensor.name, bytes: 1..<3, into: $0) }
      #expect(part == Array(tensor.bytes[1..<3]))
    }
  }

  @Test func theBytesOfATinyFile() throws {
    let folder = try TemporaryFolder()
    try write(
      [
        TensorSource(name: "b", type: .u8, shape: [], bytes: [7]),
        TensorSource(name: "a", type: .i16, shape: [1, 2], bytes: [1, 0, 2, 0]),
      ], metadata: ["k": "v"], to: folder.path("f"))
    let header =
      #"{"__metadata__":{"k":"v"},"a":{"dtype":"I16","shape":[1,2],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"U8","shape":[],"data_offsets":[4,5]}}"#
    let padded = header.utf8 + [UInt8](repeating: 0x20, count: 136 - header.utf8.count)
    #expect(
      try readFile(folder.path("f"), limit: 999)
        == [136, 0, 0, 0, 0, 0, 0, 0] + padded + [1, 0, 2, 0, 7])
  }

  @Test func noTensorsAndEmptyTensorsAreFiles() throws {
    let folder = try TemporaryFolder()
    try write([], to: folder.path("none"))
    #expect(try SafeTensorsFile(path: folder.path("none")).descriptors == [])
    try write(
      [
        TensorSource(name: "e", type: .f32, shape: [0, 5], bytes: []),
        TensorSource(name: "x", type: .f32, shape: [1], bytes: [1, 2, 3, 4]),
        TensorSource(name: "e2", type: .f32, shape: [7, 0], bytes: []),
      ], to: folder.path("empty"))
    let file = try SafeTensorsFile(path: folder.path("empty"))
    #expect(try file.bytes("e2") == [])
    #expect(try file.bytes("x") == [1, 2, 3, 4])
  }

  @Test func namesAreToldApartByScalars() throws {
    let folder = try TemporaryFolder()
    try write(
      [
        TensorSource(name: "\u{E9}", type: .u8, shape: [], bytes: [1]),
        TensorSource(name: "e\u{301}", type: .u8, shape: [], bytes: [2]),
      ], to: folder.path("f"))
    let file = try SafeTensorsFile(path: folder.path("f"))
    #expect(try file.bytes("\u{E9}") == [1])
    #expect(try file.bytes("e\u{301}") == [2])
  }

  @Test func anAbsentTensorIsBadDataThatNamesThePresent() throws {
    let folder = try TemporaryFolder()
    try write([TensorSource(name: "w", type: .u8, shape: [], bytes: [1])], to: folder.path("f"))
    let file = try SafeTensorsFile(path: folder.path("f"))
    let error = #expect(throws: StorageError.self) { try file.bytes("v") }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains(#"expected a tensor "v", found "w"; check"#) == true)
  }

  @Test func aFileCutWhileItIsOpenIsBadData() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("f")
    try write([TensorSource(name: "w", type: .u8, shape: [4], bytes: [1, 2, 3, 4])], to: path)
    let file = try SafeTensorsFile(path: path)
    let size = try readFile(path, limit: 999).count
    #expect(truncate(path, size - 1) == 0)
    let error = #expect(throws: StorageError.self) { try file.bytes("w") }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("byte \(size - 1): expected 1 more bytes") == true)
  }
}
