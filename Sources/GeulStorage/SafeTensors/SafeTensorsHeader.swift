/// The header of a safetensors file, checked in full before a byte of any tensor is read.
struct SafeTensorsHeader {
  /// The tensors in order of their bytes.
  private(set) var descriptors: [TensorDescriptor] = []

  private(set) var metadata: [String: String] = [:]

  private let file: String
  private let dataStart: Int
  private let dataSize: Int

  /// Reads and checks the header; throws `corrupt` with the place of the first fault.
  init(of input: InputFile) throws(StorageError) {
    let length = try Self.readLength(of: input)
    file = input.path
    dataStart = 8 + length
    dataSize = input.size - dataStart
    let bytes = try input.read(length, at: 8)
    guard bytes.first == UInt8(ascii: "{") else {
      throw refusal(at: 8, expected: "'{' to begin the header", found: Self.describe(bytes.first))
    }
    var parser = JSONParser(bytes, file: file, base: 8, valueLimit: SafeTensors.valueLimit)
    guard case .object(let object) = try parser.parseDocument() else {
      throw refusal(at: 8, expected: "an object", found: "another value")
    }
    for (member, offset) in zip(object.members, parser.memberOffsets) {
      if ExactString(member.key) == ExactString(SafeTensors.metadataKey) {
        metadata = try readMetadata(member.value, at: offset)
      } else {
        descriptors.append(try readDescriptor(member, at: offset))
      }
    }
    descriptors.sort {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound)
        < ($1.byteRange.lowerBound, $1.byteRange.upperBound)
    }
    try checkCoverage()
  }

  private static func readLength(of input: InputFile) throws(StorageError) -> Int {
    try StandInFormat.refuse(in: input)
    func refusal(_ expected: String, _ found: String) -> StorageError {
      .corrupt(
        file: input.path, offset: 0, expected: expected, found: found,
        advice: "check that this is a safetensors file")
    }
    guard input.size >= 8 else {
      throw refusal("8 bytes with the header's length", "a file of \(input.size) bytes")
    }
    let length = try input.read(8, at: 0).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafeTensors.headerLimit else {
      throw refusal("a header of at most \(SafeTensors.headerLimit) bytes", "\(length)")
    }
    guard length >= 2 else { throw refusal("a header of at least 2 bytes", "\(length)") }
    guard length <= input.size - 8 else {
      throw refusal("a header within the file's \(input.size) bytes", "\(length) bytes of header")
    }
    return Int(length)
  }

  private func readMetadata(
    _ value: JSONValue, at offset: Int
  ) throws(StorageError) -> [String: String] {
    guard case .object(let object) = value else {
      throw refusal(at: offset, expected: "an object of metadata", found: value.kindName)
    }
    var metadata: [String: String] = [:]
    for member in object.members {
      guard case .string(let text) = member.value else {
        throw refusal(
          at: offset, expected: "a string for the metadata \(quoted(member.key))",
          found: member.value.kindName)
      }
      guard metadata.updateValue(text, forKey: member.key) == nil else {
        throw refusal(
          at: offset, expected: "metadata keys that differ by more than their composition",
          found: quoted(member.key))
      }
    }
    return metadata
  }

  /// Checks that the tensors follow each other without gap or overlap to the end of the file.
  private func checkCoverage() throws(StorageError) {
    var end = dataStart
    for descriptor in descriptors {
      guard descriptor.byteRange.lowerBound == end else {
        let fault = descriptor.byteRange.lowerBound > end ? "a gap before it" : "an overlap"
        throw refusal(
          at: end, expected: "\(quoted(descriptor.name)) to begin here",
          found: "\(fault): it begins at byte \(descriptor.byteRange.lowerBound)")
      }
      end = descriptor.byteRange.upperBound
    }
    guard end == dataStart + dataSize else {
      throw refusal(
        at: end, expected: "the end of the file after the last tensor",
        found: "\(dataStart + dataSize - end) more bytes")
    }
  }

  private static func describe(_ byte: UInt8?) -> String {
    byte.map { "the byte 0x" + String($0, radix: 16) } ?? "nothing"
  }

  private func refusal(at offset: Int, expected: String, found: String) -> StorageError {
    .corrupt(
      file: file, offset: offset, expected: expected, found: found,
      advice: "copy the file again, or make it anew")
  }
}

extension SafeTensorsHeader {
  /// Reads one tensor's entry and checks it by itself: its type, shape and range, and that they agree.
  private func readDescriptor(
    _ member: JSONObject.Member, at offset: Int
  ) throws(StorageError) -> TensorDescriptor {
    let name = quoted(member.key)
    guard case .object(let object) = member.value else {
      throw refusal(at: offset, expected: "an object for \(name)", found: member.value.kindName)
    }
    for key in object.keys where !["dtype", "shape", "data_offsets"].contains(key) {
      throw refusal(
        at: offset, expected: "only dtype, shape and data_offsets for \(name)", found: quoted(key))
    }
    let type = try readType(object["dtype"], of: name, at: offset)
    let shape = try readIntegers(object["shape"], "shape", of: name, at: offset)
    let range = try readIntegers(object["data_offsets"], "data_offsets", of: name, at: offset)
    guard range.count == 2, range[0] <= range[1] else {
      throw refusal(
        at: offset, expected: "data_offsets of begin and end for \(name)", found: "\(range)")
    }
    guard range[1] <= dataSize else {
      throw refusal(
        at: offset, expected: "\(name) within the file's \(dataSize) bytes of data",
        found: "an end at \(range[1])")
    }
    guard let count = type.byteCount(shape: shape) else {
      throw refusal(
        at: offset, expected: "a shape of \(name) that can be counted", found: "\(shape)")
    }
    guard count == range[1] - range[0] else {
      throw refusal(
        at: offset, expected: "\(count) bytes for \(name), \(type.rawValue) of shape \(shape)",
        found: "a range of \(range[1] - range[0])")
    }
    return TensorDescriptor(
      name: member.key, type: type, shape: shape,
      byteRange: dataStart + range[0]..<dataStart + range[1])
  }

  private func readType(
    _ value: JSONValue?, of name: String, at offset: Int
  ) throws(StorageError) -> TensorType {
    guard case .string(let text) = value, let type = TensorType(rawValue: text) else {
      let known = TensorType.allCases.map(\.rawValue).joined(separator: ", ")
      throw refusal(
        at: offset, expected: "a dtype of \(name) among \(known)",
        found: value?.kindName ?? "no dtype")
    }
    return type
  }

  private func readIntegers(
    _ value: JSONValue?, _ key: String, of name: String, at offset: Int
  ) throws(StorageError) -> [Int] {
    guard case .array(let elements) = value else {
      throw refusal(
        at: offset, expected: "an array as \(key) of \(name)", found: value?.kindName ?? "none")
    }
    var integers: [Int] = []
    for element in elements {
      guard case .integer(let wide) = element, wide >= 0, let integer = Int(exactly: wide) else {
        throw refusal(
          at: offset, expected: "whole numbers of at least 0 in \(key) of \(name)",
          found: element.kindName)
      }
      integers.append(integer)
    }
    return integers
  }
}
