/// A safetensors file open for reading, its header checked in full.
public struct SafeTensorsFile: Sendable {
  /// The tensors in order of their bytes.
  public let descriptors: [TensorDescriptor]

  /// The header's strings that are no tensors.
  public let metadata: [String: String]

  private let input: InputFile
  private let places: [ExactString: Int]

  /// Opens the file and checks its header, strictly and before anything is allocated for a tensor.
  ///
  /// Refused: a header longer than 100,000,000 bytes or than the file, of more than 1,048,576 values,
  /// or not beginning with `{`; JSON faults, repeated names among them; unknown types and keys; shapes
  /// that do not give the range's bytes; gaps, overlaps, missing and further bytes.
  ///
  /// - Throws: `corrupt` with the place; `missing` or `unreadable` if it cannot be opened.
  public init(path: String) throws(StorageError) {
    try self.init(InputFile(path))
  }

  /// The same of a file that is open.
  public init(_ input: InputFile) throws(StorageError) {
    self.input = input
    let header = try SafeTensorsHeader(of: input)
    descriptors = header.descriptors
    metadata = header.metadata
    var places: [ExactString: Int] = [:]
    for (place, descriptor) in descriptors.enumerated() {
      places[ExactString(descriptor.name)] = place
    }
    self.places = places
  }

  /// The path it was opened by.
  public var path: String { input.path }

  /// What the file says of the tensor; throws `corrupt` if there is none of this name.
  public func descriptor(_ name: String) throws(StorageError) -> TensorDescriptor {
    if let place = places[ExactString(name)] { return descriptors[place] }
    let names = descriptors.prefix(8).map { quoted($0.name) }.joined(separator: ", ")
    let more = descriptors.count > 8 ? " and \(descriptors.count - 8) more" : ""
    throw .corrupt(
      file: path, offset: nil, expected: "a tensor \(quoted(name))",
      found: names.isEmpty ? "no tensors" : names + more,
      advice: "check that the file belongs to this model")
  }

  /// Reads a tensor into a buffer of exactly its size.
  public func read(
    _ name: String, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StorageError) {
    let range = try descriptor(name).byteRange
    precondition(
      buffer.count == range.count,
      "\(name) has \(range.count) bytes and the buffer \(buffer.count)")
    try input.read(into: buffer, at: range.lowerBound)
  }

  /// Reads a part of a tensor, counted in bytes from its first, into a buffer of exactly its size.
  public func read(
    _ name: String, bytes part: Range<Int>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StorageError) {
    let range = try descriptor(name).byteRange
    precondition(
      part.lowerBound >= 0 && part.upperBound <= range.count,
      "\(name) has \(range.count) bytes, not \(part)")
    precondition(
      buffer.count == part.count, "the part has \(part.count) bytes, the buffer \(buffer.count)")
    try input.read(into: buffer, at: range.lowerBound + part.lowerBound)
  }

  /// The whole file in memory, read where it is looked at; tensors lie at their descriptors' `byteRange`.
  public func map() throws(StorageError) -> MappedFile { try input.map() }

  /// The tensor's bytes.
  public func bytes(_ name: String) throws(StorageError) -> [UInt8] {
    let range = try descriptor(name).byteRange
    return try input.read(range.count, at: range.lowerBound)
  }
}
