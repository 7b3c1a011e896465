/// Bounds on the sizes that stacked layers between symbols and symbols have, whatever the layers are.
struct LayerSizes {
  /// L
  let layers: Int
  /// H
  let hidden: Int
  /// How symbols enter.
  let input: InputEncoding
  /// V
  let vocabulary: Int
  /// Probability of dropping a unit.
  let dropout: Float

  /// What is wrong with them, or nil.
  var flaw: String? {
    if layers < 1 || layers > 64 { return "layers must be 1 to 64, not \(layers)" }
    if hidden < 1 || hidden > 65_536 { return "hidden must be 1 to 65536, not \(hidden)" }
    if case .embedding(let size) = input, size < 1 || size > 65_536 {
      return "embedding must be 1 to 65536, not \(size)"
    }
    if vocabulary < 1 || vocabulary > 1 << 24 {
      return "vocabulary must be 1 to 16777216, not \(vocabulary)"
    }
    if !(dropout >= 0 && dropout < 1) {
      return "dropout must be at least 0 and below 1, not \(dropout)"
    }
    return nil
  }
}
