import GeulStorage
import Testing

/// Standard output as JSON, one object a line.
struct Events {
  let lines: [JSONReader]

  /// Every line must be an object.
  init(_ result: CommandResult) throws { try self.init(result.outputBytes) }

  init(_ output: [UInt8]) throws {
    var lines: [JSONReader] = []
    for line in output.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      let reader = try JSONReader(Array(line), file: "standard output")
      _ = try reader.object()
      lines.append(reader)
    }
    try #require(output.isEmpty || output.last == 0x0A, "the last line has no end")
    self.lines = lines
  }

  /// The events of a kind.
  func all(_ kind: String) throws -> [JSONReader] {
    try lines.filter { try $0.string(at: "event") == kind }
  }

  func first(_ kind: String) throws -> JSONReader {
    try #require(try all(kind).first, "no event \(kind)")
  }
}

/// What a key's value must be.
enum Kind {
  /// A whole number of at least so much.
  case count(Int)
  /// A number above 0.
  case positive
  case number, text, flag

  func fits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.count(let least), .integer(let value)): value >= least
    case (.positive, .integer(let value)): value > 0
    case (.positive, .number(let value)): value > 0
    case (.number, .integer), (.number, .number), (.text, .string), (.flag, .bool): true
    default: false
    }
  }
}

/// Expects the keys, each with a value of its kind; others may be there too.
func expect(
  _ reader: JSONReader, has keys: [String: Kind], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for (key, kind) in keys {
    let value = try reader.member(at: key).value
    #expect(kind.fits(value), "\(key): \(value)", sourceLocation: sourceLocation)
  }
}
