import GeulStorage

/// The carried symbols in a checkpoint.
extension WindowLearner {
  /// Begins all lanes before their first symbol.
  public func forgetCarried() { state = WindowState(model.configuration, lanes: lanes) }

  /// `state.symbols` (B, n), the oldest first; V where nothing was read.
  public func carriedTensors() -> [TensorSource] {
    let symbols = state.symbols
    return [
      TensorSource(
        name: "state.symbols", type: .u32, shape: [lanes, model.configuration.window],
        bytes: symbols.withUnsafeBytes { Array($0) })
    ]
  }

  /// Takes up the symbols of that tensor; throws `StorageError` where it is of another shape, or holds others.
  public func readCarried(_ file: SafeTensorsFile) throws(StorageError) {
    let (name, shape) = ("state.symbols", [lanes, model.configuration.window])
    let found = try file.descriptor(name)
    guard found.type == .u32, found.shape == shape else {
      throw Self.refusal(
        file, expected: "\(name) to be U32 \(shape)",
        found: "\(found.type.rawValue) \(found.shape)")
    }
    let count = lanes * model.configuration.window
    let buffer = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
    defer { buffer.deallocate() }
    try file.read(name, into: UnsafeMutableRawBufferPointer(buffer))
    if let foreign = buffer.first(where: { $0 > model.configuration.vocabulary }) {
      throw Self.refusal(
        file, expected: "\(name) of at most \(model.configuration.vocabulary)", found: "\(foreign)")
    }
    var state = self.state
    state.symbols = Array(buffer)
    self.state = state
  }

  private static func refusal(_ file: SafeTensorsFile, expected: String, found: String)
    -> StorageError
  {
    .corrupt(
      file: file.path, offset: nil, expected: expected, found: found,
      advice: "the checkpoint is of another run; resume from another one")
  }
}
