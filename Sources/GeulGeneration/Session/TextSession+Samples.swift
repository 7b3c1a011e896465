import GeulCompute
import GeulModel
import GeulWork

/// One of several texts that are written beside each other.
private struct SampleLane {
  let number: Int
  var writer: TextWriter
  var sampler: Sampler
  var recent: RecentSymbols
  /// The symbol that the model has yet to see.
  var last: UInt32
  /// Whether its end was told.
  var isDone = false

  /// Writes the next symbol; returns the text that is certain with it.
  mutating func step(_ logs: UnsafeBufferPointer<Float>) -> String {
    last = sampler.choose(logs, for: writer, after: recent)
    recent.append(CollectionOfOne(last))
    return writer.push(last, logs)
  }
}

extension TextSession {
  /// Writes a text for each of `samplers`, all from here, beside each other; the session stays where it is.
  ///
  /// Each is what `write` would have written with its sampler alone. At most `mostLanes` are written at a time.
  /// `emit` is told which of the texts goes on, and `ended` which is whole.
  public func writeSamples(
    _ settings: WritingSettings, samplers: [Sampler], stop: StopRequest = StopRequest(),
    emit: (Int, String) -> Void = { _, _ in }, ended: (Int, Generation) -> Void
  ) {
    for first in stride(from: 0, to: samplers.count, by: Self.mostLanes) {
      // What was not begun is not ended.
      if first > 0 && stop.isRequested { return }
      let some = samplers[first..<min(samplers.count, first + Self.mostLanes)]
      let lanes = some.indices.map {
        SampleLane(
          number: $0, writer: TextWriter(grammar, settings), sampler: some[$0], recent: recent,
          last: last)
      }
      write(lanes, stop: stop, emit: emit, ended: ended)
    }
  }

  /// Samples that are written at a time.
  public static var mostLanes: Int { 64 }

  private func write(
    _ lanes: [SampleLane], stop: StopRequest, emit: (Int, String) -> Void,
    ended: (Int, Generation) -> Void
  ) {
    var lanes = lanes
    var reader = predictor.sibling(lanes: lanes.count, steps: 1)
    reader.state = predictor.state.gathering(lanes.map { _ in 0 })
    while true {
      let stops = stop.isRequested
      for index in lanes.indices where !lanes[index].isDone {
        finish(&lanes[index], stops: stops, emit, ended)
      }
      let live = lanes.indices.filter { !lanes[$0].isDone }
      if live.isEmpty { return }
      // Fewer lanes are faster ones; as making them costs something, not at each end of a text.
      if live.count <= lanes.count / 2 {
        let state = reader.state.gathering(live)
        lanes = live.map { lanes[$0] }
        reader = predictor.sibling(lanes: lanes.count, steps: 1)
        reader.state = state
      }
      reader.read(lanes.map(\.last), predicting: .last)
      reader.withLogProbabilities { logs in
        let width = logs.count / lanes.count
        for index in lanes.indices where !lanes[index].isDone {
          let row = UnsafeBufferPointer(rebasing: logs[index * width..<(index + 1) * width])
          let piece = lanes[index].step(row)
          if !piece.isEmpty { emit(lanes[index].number, piece) }
        }
      }
    }
  }

  /// Ends a text that has come to its end, may not go on, or is asked to stop.
  private func finish(
    _ lane: inout SampleLane, stops: Bool, _ emit: (Int, String) -> Void,
    _ ended: (Int, Generation) -> Void
  ) {
    var rest = ""
    if !lane.writer.isFinished {
      if stops && lane.writer.isClosed {
        rest = lane.writer.finish(.stopped)
      } else if !lane.writer.mayGoOn {
        rest = lane.writer.finish(.length)
      }
    }
    if !rest.isEmpty { emit(lane.number, rest) }
    guard lane.writer.isFinished else { return }
    lane.isDone = true
    ended(lane.number, lane.writer.generation)
  }
}
