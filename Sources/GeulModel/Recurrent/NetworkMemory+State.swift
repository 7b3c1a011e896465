import GeulCompute

/// How a state enters the memory and leaves it.
extension NetworkMemory {
  /// Sets the state before the first step, a worker its own panels of units; lane i is lane `sources`[i] of the
  /// state, or lane i.
  func load(_ state: RecurrentState, after sources: [Int]? = nil, worker: Worker? = nil) {
    eachMatrix(of: state) { layer, matrix, values in
      for panel in panels(of: worker) {
        for lane in 0..<lanes {
          let from =
            values + layer * state.lanes * hiddenUnits + (sources?[lane] ?? lane) * hiddenUnits
          matrix.view.at(panel: panel, row: lane).update(
            from: from + panel * PackedMatrix.panelWidth, count: columns(of: panel))
        }
      }
    }
  }

  /// Gives the state after `steps` steps.
  func store(into state: inout RecurrentState, steps: Int) {
    let count = lanes * hiddenUnits
    state.hidden.withUnsafeMutableBufferPointer { hidden in
      state.cell.withUnsafeMutableBufferPointer { cell in
        for (index, layer) in layers.enumerated() {
          if let to = hidden.baseAddress {
            layer.hidden.view.from(row: steps % layer.hiddenSteps * lanes).store(
              to + index * count, rows: lanes, width: hiddenUnits)
          }
          if let to = cell.baseAddress, !cell.isEmpty {
            layer.cell.view.from(row: steps % layer.cellSteps * lanes).store(
              to + index * count, rows: lanes, width: hiddenUnits)
          }
        }
      }
    }
  }

  /// Makes the state after `steps` steps that before the first, this worker's panels; lane i goes on from lane
  /// `sources`[i], or from itself.
  func goOn(after steps: Int, from sources: [Int]?, worker: Worker) {
    for layer in layers {
      move(layer.hidden, from: steps % layer.hiddenSteps, sources, worker)
      if layer.cell.rows > 0 { move(layer.cell, from: steps % layer.cellSteps, sources, worker) }
    }
  }

  /// Forgets what the lanes have read in which a stream starts, this worker's panels, before the first step.
  func forgetStarts(worker: Worker) {
    for lane in 0..<lanes where chunk.startsStream[lane] {
      for layer in layers {
        for panel in panels(of: worker) {
          layer.hidden.view.at(panel: panel, row: lane).update(
            repeating: 0, count: PackedMatrix.panelWidth)
          guard layer.cell.rows > 0 else { continue }
          layer.cell.view.at(panel: panel, row: lane).update(
            repeating: 0, count: PackedMatrix.panelWidth)
        }
      }
    }
  }

  /// By way of the worker's scratch, since the lanes may be moved among themselves.
  private func move(_ matrix: PanelMatrix, from step: Int, _ sources: [Int]?, _ worker: Worker) {
    if step == 0 && sources == nil { return }
    let width = PackedMatrix.panelWidth
    guard let sources else {
      for panel in panels(of: worker) {
        matrix.view.panel(panel).update(
          from: matrix.view.at(panel: panel, row: step * lanes), count: lanes * width)
      }
      return
    }
    let copy = worker.scratch.reserve(lanes * width, of: Float.self)
    for panel in panels(of: worker) {
      let from = matrix.view.at(panel: panel, row: step * lanes)
      for lane in 0..<lanes {
        (copy + lane * width).update(from: from + sources[lane] * width, count: width)
      }
      matrix.view.panel(panel).update(from: copy, count: lanes * width)
    }
  }

  private func panels(of worker: Worker?) -> Range<Int> {
    let count = PackedMatrix.panelCount(ofWidth: hiddenUnits)
    return worker?.share(of: count) ?? 0..<count
  }

  private func columns(of panel: Int) -> Int {
    min(PackedMatrix.panelWidth, hiddenUnits - panel * PackedMatrix.panelWidth)
  }

  /// Each layer's h, and c where there is one, with the state's numbers of them.
  private func eachMatrix(
    of state: RecurrentState,
    _ body: (_ layer: Int, PanelMatrix, UnsafePointer<Float>) -> Void
  ) {
    state.hidden.withUnsafeBufferPointer { hidden in
      state.cell.withUnsafeBufferPointer { cell in
        for (index, layer) in layers.enumerated() {
          if let from = hidden.baseAddress { body(index, layer.hidden, from) }
          if let from = cell.baseAddress, !cell.isEmpty {
            body(index, layer.cell, from)
          }
        }
      }
    }
  }
}
