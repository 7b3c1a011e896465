import GeulModel
import GeulWork

/// Reads a text of any length into a predictor of one lane, as fast as the model's memory of its past allows.
///
/// All of the text is read, whatever the model. A segment whose seam disagrees (`SequencePredictor.stateTolerance`) is
/// read again from the state in which the lane before it ended: all such side by side once, unless they are few, and
/// those that still disagree one after another. So a model that forgets nothing, such as a counter, is read exactly,
/// only not faster; otherwise the state is nearly that of reading one symbol after another: what may be lost is what a
/// few of many units remember for longer than a segment. It depends neither on the number of threads nor on the pieces
/// in which the text is handed over.
public struct PromptReader<Predictor: SequencePredictor> {
  /// What was read so far.
  public private(set) var report = ReadingReport()

  private let predictor: Predictor
  private let reading: LaneReading
  private let stop: StopRequest
  private let progress: (Int) -> Void
  private var waiting: [UInt32] = []
  private var side: Predictor?
  /// Lanes for each of which a step of all costs about as much as a step of one lane alone.
  private static var lanesPerStep: Int { 16 }
  /// Whether the model was seen to remember more than a segment.
  private var remembers = false

  /// A reader into `predictor`, which has one lane. `stop` is looked at some hundred times a second; `progress` is
  /// told the symbols read in all, warm-up and repetitions left out.
  public init(
    _ predictor: Predictor, reading: LaneReading = LaneReading(),
    stop: StopRequest = StopRequest(), progress: @escaping (Int) -> Void = { _ in }
  ) {
    precondition(predictor.lanes == 1, "a text is read in 1 lane, not \(predictor.lanes)")
    self.predictor = predictor
    self.reading = reading
    self.stop = stop
    self.progress = progress
  }

  /// Takes the next symbols of the text; reads when a block is full.
  public mutating func push(_ symbols: some Sequence<UInt32>) {
    for symbol in symbols {
      waiting.append(symbol)
      if waiting.count == reading.blockSymbols { readWaiting() }
    }
  }

  /// Reads what is left: the predictor's state is then that after the whole text, unless it was stopped.
  public mutating func finish() -> ReadingReport {
    readWaiting()
    return report
  }

  private mutating func readWaiting() {
    let symbols = waiting
    waiting.removeAll(keepingCapacity: true)
    guard !report.wasStopped else { return }
    var read = 0
    if symbols.count >= reading.leastSymbols && !remembers { read = readSideBySide(symbols) }
    if !report.wasStopped { readAlone(symbols[read...]) }
  }

  // MARK: In one lane

  /// Reads on from the predictor's state.
  private mutating func readAlone(_ symbols: ArraySlice<UInt32>) {
    var from = symbols.startIndex
    while from < symbols.endIndex {
      if stops() { return }
      let to = min(symbols.endIndex, from + predictor.steps)
      predictor.read(Array(symbols[from..<to]), predicting: .none)
      report.symbols += to - from
      progress(report.symbols)
      from = to
    }
  }

  // MARK: Side by side

  /// Reads all symbols but fewer than B at the end, and says how many. Stopped, it reads none.
  private mutating func readSideBySide(_ symbols: [UInt32]) -> Int {
    let side = self.side ?? predictor.sibling(lanes: reading.lanes, steps: reading.steps)
    self.side = side
    let segment = (symbols.count - reading.warmUp) / reading.lanes
    let block = LaneBlock(symbols: symbols, segment: segment, warmUp: reading.warmUp)
    side.reset()
    var state = side.state
    state.replace(lane: 0, with: predictor.state, lane: 0)
    side.state = state
    guard advance(side, block, 0..<reading.warmUp) else { return 0 }
    var starts = side.state
    guard advance(side, block, reading.warmUp..<reading.warmUp + segment) else { return 0 }
    var ends = side.state
    guard mend(&starts, &ends, block, side) else { return 0 }
    predictor.state = ends.gathering([reading.lanes - 1])
    let count = reading.warmUp + segment * reading.lanes
    report.symbols += count
    report.sideBySide += count
    progress(report.symbols)
    return count
  }

  /// Reads `steps` of every lane's symbols; false when asked to stop.
  private mutating func advance(_ side: Predictor, _ block: LaneBlock, _ steps: Range<Int>) -> Bool
  {
    var from = steps.lowerBound
    var symbols: [UInt32] = []
    while from < steps.upperBound {
      if stops() { return false }
      let to = min(steps.upperBound, from + side.steps)
      symbols.removeAll(keepingCapacity: true)
      for t in from..<to {
        for lane in 0..<side.lanes { symbols.append(block.symbols[lane * block.segment + t]) }
      }
      side.read(symbols, predicting: .none)
      // Segments that overlap with warm-ups count once.
      progress(report.symbols + max(0, to - block.warmUp) * side.lanes)
      from = to
    }
    return true
  }

  /// Reads again what did not begin where the lane before it ended. `starts` are the states with which the lanes
  /// entered their segments, `ends` those in which they left them.
  private mutating func mend(
    _ starts: inout Predictor.State, _ ends: inout Predictor.State, _ block: LaneBlock,
    _ side: Predictor
  ) -> Bool {
    let seams = 1..<reading.lanes
    let open = seams.filter { !agree(starts, ends, seam: $0) }
    report.seams += seams.count
    report.disagreed += open.count
    guard !open.isEmpty else { return true }
    // A step of all lanes costs about as much as some steps of one.
    if open.count > reading.lanes / Self.lanesPerStep {
      guard readOpenAgain(open, &starts, &ends, block, side) else { return false }
    }
    var oneByOne = 0
    for lane in seams where !agree(starts, ends, seam: lane) {
      oneByOne += 1
      guard readAgain(lane, &ends, block) else { return false }
    }
    report.oneByOne += oneByOne
    remembers = oneByOne > seams.count / 2
    return true
  }

  /// All open lanes once more, from where the lanes before them ended.
  private mutating func readOpenAgain(
    _ open: [Int], _ starts: inout Predictor.State, _ ends: inout Predictor.State,
    _ block: LaneBlock,
    _ side: Predictor
  ) -> Bool {
    // All lanes read along, as a call needs them, but only the open ones are taken.
    var again = starts
    for lane in open { again.replace(lane: lane, with: ends, lane: lane - 1) }
    side.state = again
    starts = again
    guard advance(side, block, block.warmUp..<block.warmUp + block.segment) else { return false }
    let found = side.state
    for lane in open { ends.replace(lane: lane, with: found, lane: lane) }
    return true
  }

  /// One lane's segment from where the lane before it ended, in the one-lane predictor, whose state is kept.
  private mutating func readAgain(_ lane: Int, _ ends: inout Predictor.State, _ block: LaneBlock)
    -> Bool
  {
    let (kept, symbols) = (predictor.state, report.symbols)
    defer {
      predictor.state = kept
      report.symbols = symbols
    }
    predictor.state = ends.gathering([lane - 1])
    readAlone(block.segment(ofLane: lane))
    ends.replace(lane: lane, with: predictor.state, lane: 0)
    return !report.wasStopped
  }

  private mutating func agree(_ starts: Predictor.State, _ ends: Predictor.State, seam lane: Int)
    -> Bool
  {
    let apart = starts.disagreement(lane: lane, with: ends, lane: lane - 1)
    guard apart <= predictor.stateTolerance else { return false }
    report.largestAccepted = max(report.largestAccepted, apart)
    return true
  }

  private mutating func stops() -> Bool {
    if stop.isRequested { report.wasStopped = true }
    return report.wasStopped
  }
}
