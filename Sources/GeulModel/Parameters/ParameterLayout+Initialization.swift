import GeulCompute
import Glibc

extension ParameterLayout {
  /// A buffer of this layout with starting values drawn from `seed`.
  ///
  /// Embeddings are standard normal and recurrent weights uniform within ±1/√H, as PyTorch starts them; input
  /// weights are uniform within ±√(3/D); biases are zero, but for the LSTM's forget gate, which starts open.
  public func initialParameters(seed: UInt64) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    for (index, slot) in slots.enumerated() {
      var random = RandomStream(seed: seed, purpose: RandomPurpose.parameters(slot: index))
      let values = buffer.pointer + slot.offset
      switch slot.initializer {
      case .uniform(let bound):
        for i in 0..<slot.count { values[i] = (Float(random.uniform()) * 2 - 1) * bound }
      case .normal(let deviation):
        for i in 0..<slot.count { values[i] = deviation * random.normal() }
      case .zero:
        break
      case .forgetBias(let hidden):
        for i in hidden..<2 * hidden { values[i] = 1 }
      }
    }
    return buffer
  }
}

extension RandomStream {
  /// A draw of the standard normal distribution (Box and Muller 1958); uses two uniform draws.
  mutating func normal() -> Float {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return Float(radius * cos(2 * Double.pi * uniform()))
  }
}
