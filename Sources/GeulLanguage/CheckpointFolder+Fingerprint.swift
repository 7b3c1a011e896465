import GeulModel
import GeulStorage

extension CheckpointFolder {
  /// A number that changes with anything that decides what the model expects: its sizes, what it has learnt, its
  /// vocabulary, unit and form. The same on every machine, and whatever the step or the settings of its training.
  ///
  /// Throws `StorageError` or `TextError`. Cost: that of reading the parameters once.
  public func fingerprint() throws -> UInt64 {
    let hash = ContentHash()
    let configuration = try ModelConfiguration(configuration().member(at: "model"))
    for bytes in [configuration.json.serialized(), try tokenizer().json()] {
      hash.combine(bytes.span.bytes)
    }
    let file = try files.file(Self.parameters)
    let tensors = try SafeTensorsFile(file)
    let start = tensors.descriptors.map(\.byteRange.lowerBound).min() ?? file.size
    for place in stride(from: start, to: file.size, by: 1 << 22) {
      let part = try file.read(min(1 << 22, file.size - place), at: place)
      hash.combine(part.span.bytes)
    }
    return hash.value
  }
}

extension CheckpointFolder {
  /// Bytes of the files that reading the model needs; throws `StorageError`.
  public func modelBytes() throws(StorageError) -> Int {
    var bytes = 0
    for name in [Self.parameters, Self.configuration, Self.tokenizer] {
      bytes += try files.file(name).size
    }
    return bytes
  }
}
