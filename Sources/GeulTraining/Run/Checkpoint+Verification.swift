import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage

extension Checkpoint {
  /// Reads every file of a checkpoint to its end, as somebody would who goes on from it.
  ///
  /// Throws `StorageError` or `TextError` at the first that is damaged, of another model, or holds a number that is not
  /// finite. Returns what the run was asked for.
  public static func verify(_ checkpoint: CheckpointFolder) throws -> RunSettings {
    try checkpoint.files.verify()
    let configuration = try checkpoint.configuration()
    let settings = try RunSettings(configuration)
    _ = try LanguageModel(checkpoint, configuration: configuration)
    _ = try progress(of: checkpoint)
    if settings.model.learnsByGradient {
      try checkNumbers(SafeTensorsFile(try checkpoint.files.file(trainingTensors)))
    }
    return settings
  }

  /// Throws `corrupt` for a number that is not finite.
  private static func checkNumbers(_ file: SafeTensorsFile) throws(StorageError) {
    let block = FloatBuffer(count: 1 << 18)
    for tensor in file.descriptors where tensor.type == .f32 {
      let bytes = tensor.byteRange.count
      for start in stride(from: 0, to: bytes, by: block.bytes.count) {
        let part = start..<min(start + block.bytes.count, bytes)
        let buffer = UnsafeMutableRawBufferPointer(rebasing: block.bytes[..<part.count])
        try file.read(tensor.name, bytes: part, into: buffer)
        if let place = RowKernels.firstNotFinite(block.pointer, count: part.count / 4) {
          throw .notFinite(file.path, tensor.name, block[place], at: start / 4 + place)
        }
      }
    }
  }
}
