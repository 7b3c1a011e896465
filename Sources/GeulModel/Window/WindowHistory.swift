/// The symbols of each lane before the chunk at hand, in front of the chunk's own: a row's window is a column of them.
final class WindowHistory: @unchecked Sendable {
  /// The chunk at hand, with n steps before it.
  let chunk: ChunkMemory
  /// n.
  private let window: Int
  private let empty: WindowState
  /// After how many steps of the last chunk the history stands.
  private var residentSteps = 0
  /// (n, B): what the last chunk began with, before streams started.
  private let before: UnsafeMutablePointer<UInt32>

  /// Nothing read, for chunks of at most T steps and exactly B lanes.
  init(_ configuration: WindowConfiguration, steps T: Int, lanes B: Int, training: Bool) {
    window = configuration.window
    empty = WindowState(configuration, lanes: B)
    chunk = ChunkMemory(
      steps: T, lanes: B, stepsBefore: window, vocabulary: configuration.vocabulary,
      training: training)
    before = .allocate(capacity: window * B)
    before.initialize(repeating: 0, count: window * B)
    state = empty
  }

  deinit { before.deallocate() }

  /// (T, B): the symbol at place `position` of each row's window; place n - 1 is that of the row's own symbol.
  func symbols(at position: Int) -> UnsafePointer<UInt32> {
    UnsafePointer(step(position + 1))
  }

  /// The last n symbols of each lane; reading and setting cost a copy.
  var state: WindowState {
    get {
      var state = empty
      for index in 0..<window {
        for lane in 0..<chunk.lanes {
          state.symbols[lane * window + index] = step(residentSteps + index)[lane]
        }
      }
      return state
    }
    set {
      precondition(
        newValue.lanes == chunk.lanes && newValue.window == window,
        "a state of \(newValue.lanes) lanes and \(newValue.window) symbols for \(chunk.lanes) and "
          + "\(window)")
      for index in 0..<window {
        for lane in 0..<chunk.lanes {
          step(index)[lane] = newValue.symbols[lane * window + index]
        }
      }
      residentSteps = 0
    }
  }

  /// Reads (T, B) symbols, lane i after what lane `sources`[i] has read, or after its own.
  func read(_ symbols: [UInt32], after sources: [Int]? = nil) {
    goOn(from: sources)
    chunk.load(inputs: symbols)
    residentSteps = symbols.count / chunk.lanes
  }

  /// Reads a chunk to learn from; a lane in which a stream starts forgets what it has read.
  func read(_ chunk: Chunk) {
    goOn(from: nil)
    for lane in 0..<chunk.lanes where chunk.startsStream[lane] {
      for index in 0..<window { step(index)[lane] = empty.nothing }
    }
    self.chunk.load(chunk)
    residentSteps = chunk.steps
  }

  /// Goes back to where the last chunk began.
  func takeBack() {
    step(0).update(from: before, count: window * chunk.lanes)
    residentSteps = 0
  }

  /// The symbols (B) of a step, counted from the history's oldest.
  private func step(_ index: Int) -> UnsafeMutablePointer<UInt32> {
    chunk.inputs + (index - window) * chunk.lanes
  }

  private func goOn(from sources: [Int]?) {
    if let sources {
      for index in 0..<window {
        let from = step(residentSteps + index)
        for (lane, source) in sources.enumerated() {
          before[index * chunk.lanes + lane] = from[source]
        }
      }
    } else {
      before.update(from: step(residentSteps), count: window * chunk.lanes)
    }
    takeBack()
  }
}
