import GeulModel
import GeulWork

/// A text that a person and a model write in turns, and that can be taken back and branched off.
///
/// Each turn keeps the model's state before it, so going back costs nothing. Work on a branch is never lost by going to
/// another.
public final class Conversation<Predictor: SequencePredictor> {
  /// Something that was read, and what the model wrote after it.
  public struct Turn: Sendable {
    /// What the model read; empty where it went on by itself.
    public let read: String
    /// What the model wrote.
    public internal(set) var written = ""
    /// Its symbols.
    public internal(set) var symbols: [UInt32] = []
    /// The stop text at which it ended, which is not part of it.
    public internal(set) var stop: String?
    let before: TextSession<Predictor>.Mark
    /// After reading, before writing.
    let between: TextSession<Predictor>.Mark
  }

  /// A line of turns that goes on where it was left.
  struct Branch {
    var turns: [Turn] = []
    var end: TextSession<Predictor>.Mark
  }

  /// The session that the turns are taken in.
  public let session: TextSession<Predictor>
  /// The name of the branch at hand.
  public internal(set) var branch = "main"
  /// Its turns.
  public internal(set) var turns: [Turn] = []
  /// How many texts the model has written since the numbers began, those taken back included: no two are drawn by the
  /// same ones.
  public internal(set) var takes: UInt64 = 0
  /// The branches that are not at hand.
  var others: [String: Branch] = [:]

  /// A conversation that goes on from what `session` has read, in which nothing has been said.
  public init(_ session: TextSession<Predictor>) { self.session = session }

  /// All that was read and written on this branch.
  public var text: String { turns.map { $0.read + $0.written }.joined() }

  /// The names of all branches, sorted.
  public var branches: [String] { (others.keys + [branch]).sorted() }

  /// Begins a turn by reading `text`, which may be long; asked to stop, nothing was read and no turn is begun.
  ///
  /// `progress` is told the symbols read so far.
  public func read(
    _ text: String, stop: StopRequest = StopRequest(),
    progress: @escaping (Int) -> Void = { _ in }
  ) -> TextReading {
    let before = session.mark
    let reading = session.read(text, stop: stop, progress: progress)
    if !reading.report.wasStopped {
      turns.append(Turn(read: text, before: before, between: session.mark))
    }
    return reading
  }

  /// Ends the turn by what `write` lets the session write, given the number of the take.
  ///
  /// What `write` throws is thrown, and nothing was written then.
  public func write<Failure: Error>(
    _ write: (TextSession<Predictor>, UInt64) throws(Failure) -> Generation
  ) throws(Failure) -> Generation {
    let before = session.mark
    let generation: Generation
    do throws(Failure) { generation = try write(session, takes) } catch {
      session.mark = before
      throw error
    }
    takes += 1
    if turns.isEmpty { turns.append(Turn(read: "", before: session.mark, between: session.mark)) }
    turns[turns.count - 1].written = generation.text
    turns[turns.count - 1].symbols = generation.symbols + generation.rest
    turns[turns.count - 1].stop = generation.stop
    return generation
  }

  /// What is to be read so that `text` comes next: the stop text at which the last turn ended stands before it where
  /// there is no other text, for the model would only meet it again, and where it is the end of a line, for a line
  /// that has ended has ended.
  public func continuation(_ text: String) -> String {
    let stop = turns.last?.stop ?? ""
    let isLineEnd = StopScanner.lineEnds.contains {
      $0.elementsEqual(stop.unicodeScalars.map(\.value))
    }
    return text.isEmpty || isLineEnd ? stop + text : text
  }

  /// Takes back what was written last, as if it had only been read; false if there are no turns.
  public func retake() -> Bool {
    guard let last = turns.last else { return false }
    session.mark = last.between
    turns[turns.count - 1].written = ""
    turns[turns.count - 1].symbols = []
    turns[turns.count - 1].stop = nil
    return true
  }

  /// Takes back the last `count` turns; returns how many there were to take back, at most `count`.
  public func undo(_ count: Int = 1) -> Int {
    let undone = min(count, turns.count)
    guard undone > 0 else { return 0 }
    session.mark = turns[turns.count - undone].before
    turns.removeLast(undone)
    return undone
  }

  /// Numbers takes from the first again, as under a new seed.
  public func restartTakes() { takes = 0 }

  /// Forgets this branch's turns and all that the session has read.
  public func reset() {
    session.reset()
    turns = []
    takes = 0
  }

  /// Whether a branch may be called so: something, on one line.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Goes on under another name; the branch so far stays as it is. False if the name is taken, or none.
  public func fork(_ name: String) -> Bool {
    guard Self.isName(name), name != branch, others[name] == nil else { return false }
    others[branch] = Branch(turns: turns, end: session.mark)
    branch = name
    return true
  }

  /// Goes to the end of another branch. False if there is none of that name.
  public func go(_ name: String) -> Bool {
    if name == branch { return true }
    guard let other = others.removeValue(forKey: name) else { return false }
    others[branch] = Branch(turns: turns, end: session.mark)
    branch = name
    turns = other.turns
    session.mark = other.end
    return true
  }
}
