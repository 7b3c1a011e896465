import GeulCompute
import Glibc

/// What one recurrent layer computed of a chunk, and the gradient of the chunk's mean loss with respect to all of it.
///
/// Matrices are in plain rows, time-major; G gates in PyTorch's order: i f g o of an LSTM, r z n of a GRU.
public struct LayerInspection: Sendable, Equatable {
  /// (T + 1, B, H): h before the first step, then after each.
  public let hidden: [Float]
  /// (T + 1, B, H): the LSTM's c likewise; empty for the others.
  public let cell: [Float]
  /// G × (T, B, H): each gate after its nonlinearity. Of a plain RNN the sum before it, without the bias.
  public let gates: [[Float]]
  /// G × (T, B, H): d loss / d (W x + b), the sum before each gate's nonlinearity.
  public let gateGradients: [[Float]]
  /// (T, B, H): d loss / d h of each step, by all ways.
  public let hiddenGradients: [Float]
  /// (T, B, H): d loss / d c of each step, by all ways; empty but for the LSTM.
  public let cellGradients: [Float]
  /// (B, H): d loss / d h before the first step.
  public let initialHiddenGradient: [Float]
  /// (B, H): d loss / d c before the first step; empty but for the LSTM.
  public let initialCellGradient: [Float]
}

extension RecurrentLearner {
  /// What layer `layer` computed in the last `step`; nil unless the learner keeps `.inspection`. Cost: copies of all.
  public func inspection(ofLayer layer: Int) -> LayerInspection? {
    precondition(
      layer >= 0 && layer < memory.layers.count, "layer \(layer) of \(memory.layers.count)")
    let kept = memory.layers[layer]
    guard let gradients = kept.stateGradients else { return nil }
    let chunk = lastSteps * lanes
    let gateCount = model.configuration.cell.gateCount
    let gates = (0..<gateCount).map { rows(kept.gates, chunk, group: $0) }
    let cell = rows(kept.cell, chunk + lanes)
    let hiddenGradients = rows(gradients.hidden, chunk)
    return LayerInspection(
      hidden: rows(kept.hidden, chunk + lanes), cell: cell, gates: gates,
      gateGradients: (0..<gateCount).map { rows(kept.gateGradients, chunk, group: $0) },
      hiddenGradients: hiddenGradients,
      cellGradients: cellGradients(
        fromLater: rows(gradients.cellFromLater, chunk), hiddenGradients, gates, cell),
      initialHiddenGradient: rows(gradients.initialHidden, lanes),
      initialCellGradient: rows(gradients.initialCell, lanes))
  }

  /// dc = what later steps leave + dh · o · (1 - tanh² c); nothing but for the LSTM.
  private func cellGradients(
    fromLater later: [Float], _ dh: [Float], _ gates: [[Float]], _ cell: [Float]
  ) -> [Float] {
    let before = lanes * model.configuration.hidden
    return later.indices.map { index in
      let squashed = tanhf(cell[before + index])
      return later[index] + dh[index] * gates[3][index] * (1 - squashed * squashed)
    }
  }

  /// The first rows of a group of a matrix, one behind the other; nothing of an empty matrix.
  private func rows(_ matrix: PanelMatrix, _ count: Int, group: Int = 0) -> [Float] {
    guard matrix.rows > 0 else { return [] }
    let width = model.configuration.hidden
    let view = matrix.view.movingPanels(by: group * PackedMatrix.panelCount(ofWidth: width))
    return [Float](unsafeUninitializedCapacity: count * width) { buffer, filled in
      guard let target = buffer.baseAddress else { return }
      view.store(target, rows: count, width: width)
      filled = count * width
    }
  }
}
