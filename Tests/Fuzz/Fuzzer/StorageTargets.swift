import GeulStorage

/// Readers of what is stored.
enum StorageTargets {
  static func readSafeTensors(_ bytes: [UInt8]) throws {
    try readTensors(bytes)
    // Few lengths of a header are within the file: another input for each that is not.
    try readTensors(fittingHeader(bytes))
  }

  /// The bytes with a length of the header that the file can have.
  static func fittingHeader(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 8 else { return bytes }
    return bytes.replacing(at: 0, by: bytes.number(at: 0) % UInt64(bytes.count - 7))
  }

  private static func readTensors(_ bytes: [UInt8]) throws {
    let file: SafeTensorsFile
    do {
      file = try SafeTensorsFile(path: try Scratch.file(bytes))
    } catch let error as StorageError {
      precondition(error.kind == .badData, "\(error)")
      return
    }
    var total = 0
    for descriptor in file.descriptors {
      let tensor = try file.bytes(descriptor.name)
      let size = descriptor.type.byteCount(shape: descriptor.shape)
      precondition(size == tensor.count, "\(descriptor.name) has \(tensor.count) bytes")
      total += tensor.count
    }
    precondition(total < bytes.count, "\(total) bytes of tensors in a file of \(bytes.count)")
    _ = try file.map()
  }

  /// What is parsed is written and parsed again, to the same value.
  static func readJSON(_ bytes: [UInt8]) throws {
    let value = try JSONValue.parse(bytes, file: "input")
    for pretty in [false, true] {
      let written = value.serialized(pretty: pretty)
      let again = try JSONValue.parse(written, file: "input")
      precondition(again == value, "\(value) became \(again)")
    }
  }
}
