/// A tensor to be written: what the header says, and who streams its bytes.
public struct TensorSource {
  /// What the header calls it.
  package let name: String
  let type: TensorType
  let shape: [Int]
  let byteCount: Int
  let write: (FileWriter) throws(StorageError) -> Void

  /// A tensor whose bytes, little-endian and in C order, the closure streams when its turn comes.
  public init(
    name: String, type: TensorType, shape: [Int],
    write: @escaping (FileWriter) throws(StorageError) -> Void
  ) {
    precondition(shape.allSatisfy { $0 >= 0 }, "the shape \(shape) of \(name) is negative")
    guard let byteCount = type.byteCount(shape: shape) else {
      preconditionFailure("the shape \(shape) of \(name) is too large")
    }
    self.name = name
    self.type = type
    self.shape = shape
    self.byteCount = byteCount
    self.write = write
  }

  /// A tensor of these bytes, little-endian and in C order.
  public init(name: String, type: TensorType, shape: [Int], bytes: [UInt8]) {
    self.init(name: name, type: type, shape: shape) { (writer) throws(StorageError) in
      try writer.write(bytes)
    }
  }
}

/// The safetensors format: the header's length in 8 bytes, a JSON header, the tensors' bytes.
///
/// https://huggingface.co/docs/safetensors
public enum SafeTensors {
  /// The longest header that the format allows.
  static let headerLimit = 100_000_000

  /// The most values of a header that is read: some hundred thousand tensors have as many.
  static let valueLimit = 1 << 20

  /// The key under which the header holds what is not a tensor.
  static let metadataKey = "__metadata__"

  /// Writes a whole file; the names must differ.
  ///
  /// The tensors are called in order of falling element size, else in the order given, so that each
  /// is aligned to its elements; no bytes are held beyond the writer's buffer. The same arguments
  /// give the same bytes.
  ///
  /// - Throws: what the writer or a tensor's closure does.
  public static func write(
    _ tensors: [TensorSource], metadata: [String: String] = [:], to writer: FileWriter
  ) throws(StorageError) {
    let ordered = tensors.enumerated().sorted {
      ($1.element.type.elementSize, $0.offset) < ($0.element.type.elementSize, $1.offset)
    }.map(\.element)
    let header = header(of: ordered, metadata: metadata)
    try writer.write(littleEndian: UInt64(header.count))
    try writer.write(header)
    for tensor in ordered {
      let start = writer.position
      try tensor.write(writer)
      precondition(
        writer.position - start == tensor.byteCount,
        "\(tensor.name) takes \(tensor.byteCount) bytes and was given \(writer.position - start)")
    }
  }

  /// The header, padded with spaces so that the tensors begin at a multiple of 8.
  private static func header(of tensors: [TensorSource], metadata: [String: String]) -> [UInt8] {
    var object = JSONObject()
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      object[metadataKey] = .object(JSONObject(pairs.map { ($0.key, .string($0.value)) }))
    }
    var offset = 0
    for tensor in tensors {
      precondition(tensor.name != metadataKey, "no tensor may be named \(metadataKey)")
      let isNew = object.append(
        tensor.name,
        [
          "dtype": .string(tensor.type.rawValue), "shape": .array(tensor.shape.map(integer)),
          "data_offsets": [integer(offset), integer(offset + tensor.byteCount)],
        ])
      precondition(isNew, "two tensors are named \(tensor.name)")
      offset += tensor.byteCount
    }
    var bytes = JSONValue.object(object).serialized()
    let padding = (8 - bytes.count % 8) % 8
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
    precondition(bytes.count <= headerLimit, "the header takes \(bytes.count) bytes")
    return bytes
  }

  private static func integer(_ value: Int) -> JSONValue {
    .integer(Int64(value))
  }
}
