import GeulCompute
import GeulStorage

extension ParameterLayout {
  /// The tensors of a buffer of this layout for a safetensors file, names prefixed by `prefix`.
  public func tensors(of buffer: FloatBuffer, prefix: String = "") -> [TensorSource] {
    precondition(buffer.count == count, "\(buffer.count) elements for a layout of \(count)")
    return slots.map { slot in
      TensorSource(name: prefix + slot.name, type: .f32, shape: slot.shape) {
        (writer) throws(StorageError) in
        let bytes = UnsafeRawBufferPointer(buffer.bytes)
        try writer.write(
          UnsafeRawBufferPointer(rebasing: bytes[slot.offset * 4..<slot.range.upperBound * 4]))
      }
    }
  }

  /// Fills a buffer of this layout from a safetensors file; every tensor must have its shape and type, and every number
  /// be finite.
  public func read(
    _ file: SafeTensorsFile, prefix: String = "", into buffer: FloatBuffer
  ) throws(StorageError) {
    for slot in slots {
      let name = prefix + slot.name
      let found = try file.descriptor(name)
      guard found.type == .f32, found.shape == slot.shape else {
        throw .corrupt(
          file: file.path, offset: nil, expected: "\(name) to be F32 \(slot.shape)",
          found: "\(found.type.rawValue) \(found.shape)",
          advice: "config.json and the tensors are of different models; use another checkpoint")
      }
    }
    for slot in slots {
      let part = buffer.bytes[slot.offset * 4..<slot.range.upperBound * 4]
      try file.read(prefix + slot.name, into: UnsafeMutableRawBufferPointer(rebasing: part))
      if let place = RowKernels.firstNotFinite(
        buffer.pointer + slot.offset, count: slot.range.count)
      {
        throw .notFinite(
          file.path, prefix + slot.name, buffer[slot.offset + place], at: place)
      }
    }
  }

  /// The parameters that a safetensors file holds, which must be these tensors and no others.
  ///
  /// Throws `StorageError`; sizes are compared before anything is allocated.
  public func parameters(_ file: SafeTensorsFile) throws(StorageError) -> FloatBuffer {
    let bytes = file.descriptors.reduce(0) { $0 + $1.byteRange.count }
    guard bytes == count * 4 else {
      throw .corrupt(
        file: file.path, offset: nil, expected: "\(count * 4) bytes of tensors", found: "\(bytes)",
        advice: "config.json and the tensors are of different models; use another checkpoint")
    }
    let parameters = FloatBuffer(count: count)
    try read(file, into: parameters)
    return parameters
  }
}

extension StorageError {
  /// A tensor holds a number that no sound model has; `place` counts its elements from 0.
  package static func notFinite(
    _ file: String, _ tensor: String, _ value: Float, at place: Int
  ) -> StorageError {
    .corrupt(
      file: file, offset: nil, expected: "finite numbers in \(tensor)",
      found: "\(value) as number \(place)",
      advice: "training went wrong before this was saved; use another checkpoint, or train anew")
  }
}
