import GeulModel
import GeulStorage
import GeulText

extension Conversation {
  /// The branches with their turns: `vocabulary` (fingerprint), `branch`, `takes` and `branches`.
  ///
  /// Numbers of 64 bits are written in hexadecimal digits, since JSON's readers round them.
  public var json: JSONValue {
    let all = others.mapValues(\.turns).merging([branch: turns]) { $1 }
    var branches: [JSONValue] = []
    for (name, turns) in all.sorted(by: { $0.key < $1.key }) {
      branches.append(["name": .string(name), "turns": .array(turns.map { Self.json($0) })])
    }
    return [
      "vocabulary": .string(vocabulary), "branch": .string(branch),
      "takes": .integer(Int64(clamping: takes)),
      "branches": .array(branches),
    ]
  }

  private static func json(_ turn: Turn) -> JSONValue {
    [
      "read": .string(turn.read), "written": .string(turn.written),
      "symbols": .array(turn.symbols.map { .integer(Int64($0)) }),
      "stop": turn.stop.map { .string($0) } ?? .null,
    ]
  }

  private var vocabulary: String { String(session.tokenizer.fingerprint, radix: 16) }

  /// Takes the place of this conversation: everything is read anew, so the state is what it was.
  ///
  /// A conversation with a model of another vocabulary is read as text; returns whether the vocabulary is the same.
  /// Throws `StorageError`, and then nothing has changed.
  @discardableResult
  public func load(_ reader: JSONReader) throws(StorageError) -> Bool {
    let isSame = try reader.string(at: "vocabulary") == vocabulary
    let name = try reader.string(at: "branch")
    let takes = try reader.integer(at: "takes", in: 0...Int.max)
    var branches: [String: [Said]] = [:]
    for branch in try reader.elements(at: "branches") {
      let label = try branch.string(at: "name")
      guard Self.isName(label), branches[label] == nil else {
        throw try branch.member(at: "name").refusal(
          expected: "a name on one line that no other branch has", found: "\"\(label)\"")
      }
      var said: [Said] = []
      for turn in try branch.elements(at: "turns") {
        said.append(try Said(turn, tokenizer: isSame ? session.tokenizer : nil))
      }
      branches[label] = said
    }
    guard let current = branches[name] else {
      throw try reader.member(at: "branch").refusal(expected: "the name of a branch", found: name)
    }
    others = branches.filter { $0.key != name }.mapValues { said in
      replay(said)
      return Branch(turns: turns, end: session.mark)
    }
    replay(current)
    branch = name
    self.takes = UInt64(takes)
    return isSame
  }

  /// Says everything anew.
  private func replay(_ said: [Said]) {
    session.reset()
    turns = []
    for turn in said {
      _ = read(turn.read)
      if let symbols = turn.symbols { session.read(symbols) } else { session.read(turn.written) }
      turns[turns.count - 1].written = turn.written
      turns[turns.count - 1].symbols = turn.symbols ?? []
      turns[turns.count - 1].stop = turn.stop
    }
  }
}

/// A turn as it is stored.
private struct Said {
  let read: String
  let written: String
  /// nil where they are of another vocabulary.
  let symbols: [UInt32]?
  let stop: String?

  init(_ reader: JSONReader, tokenizer: Tokenizer?) throws(StorageError) {
    read = try reader.string(at: "read")
    written = try reader.string(at: "written")
    stop = try reader.presentMember(at: "stop")?.string()
    guard let tokenizer else {
      symbols = nil
      return
    }
    var symbols: [UInt32] = []
    for element in try reader.elements(at: "symbols") {
      let id = try element.integer()
      guard id >= 0, id < tokenizer.symbolCount else {
        throw element.refusal(
          expected: "an id from 0 to \(tokenizer.symbolCount - 1)", found: "\(id)")
      }
      symbols.append(UInt32(id))
    }
    guard tokenizer.decode(symbols).utf8.elementsEqual(written.utf8) else {
      throw try reader.member(at: "symbols").refusal(
        expected: "the symbols of what was written", found: "those of another text")
    }
    self.symbols = symbols
  }
}
