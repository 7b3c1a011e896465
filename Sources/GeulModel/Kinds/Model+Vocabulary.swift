import GeulCompute

/// A model that is to learn a text with symbols it has not met.
extension Model {
  /// This model with a vocabulary of `count` symbols, of which it knows the first: whatever a new one has of its own, an
  /// embedding, a row of the projection, is the mean of those of its `relatives`, one list for each new symbol.
  ///
  /// Nil of a kind whose symbols stand elsewhere: a window, whose embedding has a row more, and counts. Without new symbols a copy.
  public func enlarged(to count: Int, relatives: [[Int]]) -> Model? {
    guard case .recurrent(let model) = self else {
      return count == vocabularySize ? self : nil
    }
    let known = model.configuration.vocabulary
    precondition(
      relatives.count == count - known, "\(relatives.count) lists for \(count - known) symbols")
    var configuration = model.configuration
    configuration.vocabulary = count
    let layout = RecurrentSlots(configuration).layout
    let parameters = FloatBuffer(count: layout.count)
    for (old, new) in zip(model.layout.slots, layout.slots) {
      let from = UnsafePointer(model.parameters.pointer + old.offset)
      let to = parameters.pointer + new.offset
      if old.shape == new.shape {
        to.update(from: from, count: old.count)
      } else if old.shape[0] == known, new.shape[0] == count {
        Self.copyRows(from, to, width: old.count / known, known: known, relatives)
      } else {
        Self.copyColumns(from, to, rows: old.shape[0], known: known, count: count, relatives)
      }
    }
    return .recurrent(RecurrentModel(configuration, parameters: parameters))
  }

  /// The same weights in a model that drops in training what `configuration`, of the same sizes, says.
  public func configured(as configuration: ModelConfiguration) -> Model {
    switch (self, configuration) {
    case (.recurrent(let model), .recurrent(let configuration)):
      .recurrent(RecurrentModel(configuration, parameters: model.parameters))
    case (.window(let model), .window(let configuration)):
      .window(WindowModel(configuration, parameters: model.parameters))
    default: self
    }
  }

  /// (known, width) to (known + new, width).
  private static func copyRows(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, width: Int, known: Int,
    _ relatives: [[Int]]
  ) {
    to.update(from: from, count: known * width)
    for (place, relatives) in relatives.enumerated() where !relatives.isEmpty {
      let row = to + (known + place) * width
      for relative in relatives { RowKernels.add(from + relative * width, to: row, count: width) }
      for column in 0..<width { row[column] /= Float(relatives.count) }
    }
  }

  /// (rows, known) to (rows, count): the first layer's weights where symbols enter one-hot.
  private static func copyColumns(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, rows: Int, known: Int,
    count: Int, _ relatives: [[Int]]
  ) {
    for row in 0..<rows {
      let (old, new) = (from + row * known, to + row * count)
      new.update(from: old, count: known)
      for (place, relatives) in relatives.enumerated() where !relatives.isEmpty {
        new[known + place] = relatives.reduce(0) { $0 + old[$1] } / Float(relatives.count)
      }
    }
  }
}
