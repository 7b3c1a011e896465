import GeulCompute
import GeulStorage

extension RecurrentModel {
  /// Reads a model's weights from a safetensors file with PyTorch's tensor names.
  ///
  /// Throws `StorageError`; sizes are checked against the configuration before weights are allocated.
  public convenience init(
    _ configuration: RecurrentConfiguration, safeTensors file: SafeTensorsFile
  ) throws(StorageError) {
    let layout = RecurrentSlots(configuration).layout
    self.init(configuration, parameters: try layout.parameters(file))
  }
}
