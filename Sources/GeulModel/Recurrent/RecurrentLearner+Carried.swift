import GeulCompute
import GeulStorage

/// The carried states in a checkpoint.
extension RecurrentLearner {
  /// Begins all lanes at states of zero.
  public func forgetCarried() { state = RecurrentState(model.configuration, lanes: lanes) }

  /// `state.hidden` (L·B·H) and, of an LSTM, `state.cell`.
  public func carriedTensors() -> [TensorSource] {
    let state = self.state
    let tensors = [("state.hidden", state.hidden), ("state.cell", state.cell)]
    return tensors.filter { !$0.1.isEmpty }.map { name, values in
      TensorSource(
        name: name, type: .f32, shape: [values.count], bytes: values.withUnsafeBytes { Array($0) })
    }
  }

  /// Takes up the states of those tensors; throws `StorageError` where they are of another shape.
  public func readCarried(_ file: SafeTensorsFile) throws(StorageError) {
    var state = RecurrentState(model.configuration, lanes: lanes)
    state.hidden = try Self.read("state.hidden", count: state.hidden.count, file)
    if !state.cell.isEmpty {
      state.cell = try Self.read("state.cell", count: state.cell.count, file)
    }
    self.state = state
  }

  private static func read(
    _ name: String, count: Int, _ file: SafeTensorsFile
  ) throws(StorageError) -> [Float] {
    let found = try file.descriptor(name)
    guard found.type == .f32, found.shape == [count] else {
      throw .corrupt(
        file: file.path, offset: nil, expected: "\(name) to be F32 [\(count)]",
        found: "\(found.type.rawValue) \(found.shape)",
        advice: "the checkpoint is of another run; resume from another one")
    }
    let buffer = FloatBuffer(count: count)
    try file.read(name, into: buffer.bytes)
    if let place = RowKernels.firstNotFinite(buffer.pointer, count: count) {
      throw .notFinite(file.path, name, buffer[place], at: place)
    }
    return buffer.elements
  }
}
