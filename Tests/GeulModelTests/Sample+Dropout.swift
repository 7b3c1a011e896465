import GeulCompute
import GeulModel

/// The factors that a network's dropout applies under a key, as the reference takes them.
extension Sample {
  /// Those (T·B, H) of each layer's outputs; none where nothing is dropped.
  func masks(key: UInt64) -> [[Double]] {
    guard dropout > 0 || outputDropout ?? 0 > 0 else { return [] }
    return (0..<layers).map { layer in
      let rate = layer == layers - 1 ? outputDropout ?? dropout : dropout
      return repeated { rows in
        layerMasks(
          rows: rows, layers: layer + 1, hidden: hidden, probability: rate, key: key)
      }.last ?? [Double](repeating: 1, count: steps * lanes * hidden)
    }
  }

  /// Those (T·B, D) of the embedded inputs; none where nothing is dropped.
  func inputMask(key: UInt64) -> [Double] {
    guard inputDropout > 0, let embedding else { return [] }
    return repeated { [factors(rows: $0 * embedding, inputDropout, key: key &+ 0x100)] }[0]
  }

  /// Those of the parameters, which are 1 but for recurrent weights; none where nothing is dropped.
  func weightFactors(key: UInt64) -> [Double] {
    guard weightDropout > 0 else { return [] }
    let layout = RecurrentSlots(configuration).layout
    var result = [Double](repeating: 1, count: layout.count)
    for layer in 0..<layers {
      guard let slot = layout.slot(named: "rnn.weight_hh_l\(layer)") else { continue }
      let mask = factors(rows: slot.count, weightDropout, key: key &+ 0x200 &+ UInt64(layer))
      result.replaceSubrange(slot.range, with: mask)
    }
    return result
  }

  /// Masks of all rows, or those of one step's rows again and again.
  private func repeated(_ masks: (_ rows: Int) -> [[Double]]) -> [[Double]] {
    switch dropoutMasks {
    case .step: masks(steps * lanes)
    case .chunk: masks(lanes).map { mask in (0..<steps).flatMap { _ in mask } }
    }
  }
}

private func factors(rows count: Int, _ probability: Float, key: UInt64) -> [Double] {
  let mask = FloatBuffer([Float](repeating: 1, count: count))
  RowKernels.dropout(
    mask.pointer, into: mask.pointer, first: 0, count: count, probability: probability, key: key)
  return mask.elements.map(Double.init)
}

/// The factors (rows, H) of each layer's dropout under `key`; none without.
func layerMasks(rows: Int, layers: Int, hidden: Int, probability: Float, key: UInt64)
  -> [[Double]]
{
  guard probability > 0 else { return [] }
  // The networks number units by panels of 32, and rows within them.
  let panels = (hidden + 31) / 32
  let count = rows * panels * 32
  return (0..<layers).map { layer in
    let mask = factors(rows: count, probability, key: key &+ UInt64(layer))
    return (0..<rows * hidden).map {
      let (row, unit) = ($0 / hidden, $0 % hidden)
      return mask[(unit / 32 * rows + row) * 32 + unit % 32]
    }
  }
}
