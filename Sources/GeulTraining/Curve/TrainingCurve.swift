import GeulStorage

/// What the evaluations of a run have shown, in the order of their steps: at most ``mostPoints`` of them, spread over the
/// whole run.
public struct TrainingCurve: Sendable, Equatable {
  /// One evaluation.
  public struct Point: Sendable, Equatable {
    /// Steps done.
    public let step: Int
    /// Mean loss of the training steps since the evaluation before, in nats per symbol.
    public let training: Double
    /// Loss of the validation text, in nats per symbol.
    public let validation: Double

    /// What an evaluation has shown.
    public init(step: Int, training: Double, validation: Double) {
      self.step = step
      self.training = training
      self.validation = validation
    }
  }

  /// So many are kept; where there is one more, the one goes whose neighbours are nearest to each other, but never the
  /// best.
  static let mostPoints = 64

  /// The evaluations.
  public private(set) var points: [Point] = []

  /// The curve of these evaluations.
  public init(_ points: [Point] = []) {
    for point in points { append(point) }
  }

  /// Adds the latest evaluation.
  public mutating func append(_ point: Point) {
    points.append(point)
    guard points.count > Self.mostPoints else { return }
    let best = points.indices.min { points[$0].validation < points[$1].validation }
    let inner = points.indices.dropFirst().dropLast().filter { $0 != best }
    func gap(_ place: Int) -> Int { points[place + 1].step - points[place - 1].step }
    if let nearest = inner.min(by: { gap($0) < gap($1) }) { points.remove(at: nearest) }
  }
}

extension TrainingCurve {
  /// An array of `[step, training, validation]`.
  var json: JSONValue {
    .array(
      points.map {
        .array([.integer(Int64($0.step)), .number($0.training), .number($0.validation)])
      })
  }

  /// Reads what `json` wrote; throws `StorageError`.
  init(_ reader: JSONReader) throws(StorageError) {
    for point in try reader.elements() {
      let numbers = try point.elements()
      guard numbers.count == 3 else {
        throw point.refusal(expected: "a step, a training loss and a validation loss")
      }
      points.append(
        Point(
          step: try numbers[0].integer(), training: try numbers[1].number(),
          validation: try numbers[2].number()))
    }
  }
}
