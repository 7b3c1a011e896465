import GeulStorage

/// Whether the notes of a run are whole: every line a JSON object, and in `metrics.jsonl` no step twice.
public struct JournalVerification: Sendable, Equatable {
  /// Lines that are whole.
  public private(set) var lines = 0
  /// Steps among them.
  public private(set) var steps = 0
  private var latestStep = 0

  /// Reads the file, a line at a time; throws `StorageError` for the first line that is not as it must be.
  public init(_ path: String) throws(StorageError) {
    let file = try InputFile(path)
    var rest: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    for start in stride(from: 0, to: file.size, by: block.count) {
      let count = min(block.count, file.size - start)
      try file.read(count, at: start, into: &block)
      var begin = 0
      for place in 0..<count where block[place] == UInt8(ascii: "\n") {
        try take(rest + block[begin..<place], of: path)
        rest = []
        begin = place + 1
      }
      rest += block[begin..<count]
    }
    guard rest.isEmpty else {
      throw .corrupt(
        file: path, offset: file.size - rest.count, expected: "a line feed at the end",
        found: "\(rest.count) bytes of a line", advice: "the next --resume cuts them off")
    }
  }

  private mutating func take(_ line: [UInt8], of path: String) throws(StorageError) {
    let reader = try JSONReader(line, file: "\(path), line \(lines + 1)")
    let event = try reader.string(at: "event")
    lines += 1
    guard event == "step" else { return }
    let place = try reader.member(at: "step")
    let step = try place.integer()
    guard step > latestStep else {
      throw place.refusal(expected: "a step after \(latestStep)", found: "\(step)")
    }
    latestStep = step
    steps += 1
  }
}
