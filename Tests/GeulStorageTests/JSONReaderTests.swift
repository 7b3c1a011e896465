import Testing

@testable import GeulStorage

@Suite struct JSONReaderTests {
  private func reader(_ text: String) throws -> JSONReader {
    try JSONReader(Array(text.utf8), file: "model.json")
  }

  @Test func readsByKey() throws {
    let top = try reader(#"{"n":3,"x":0.5,"s":"글","b":true,"a":[{"k":1},{"k":2}],"z":null}"#)
    #expect(try top.integer(at: "n") == 3)
    #expect(try top.number(at: "n") == 3)
    #expect(try top.number(at: "x") == 0.5)
    #expect(try top.string(at: "s") == "글")
    #expect(try top.bool(at: "b"))
    #expect(try top.elements(at: "a").map { reader in try reader.integer(at: "k") } == [1, 2])
    #expect(try top.optionalMember(at: "z")?.value == .null)
    #expect(try top.optionalMember(at: "absent")?.value == nil)
    try top.refuseKeys(otherThan: ["n", "x", "s", "b", "a", "z", "more"])
  }

  @Test func refusalsNameTheKeyPath() throws {
    let top = try reader(#"{"model":{"layers":[{"size":1},{"size":"x"}]},"n":1.0}"#)
    let layers = try top.member(at: "model").elements(at: "layers")
    expect("a whole number at model.layers[1].size", "the string \"x\"") {
      try layers[1].integer(at: "size")
    }
    expect("the key \"depth\" at model.layers[0]", "no such key") {
      try layers[0].integer(at: "depth")
    }
    expect("a whole number at n", "1.0") { try top.integer(at: "n") }
    expect("true or false at n", "1.0") { try top.bool(at: "n") }
    expect("an array at model", "an object") { try top.elements(at: "model") }
    expect("an object at n", "1.0") { try top.member(at: "n").object() }
    expect("a number at model", "an object") { try top.number(at: "model") }
    expect("a string at n", "1.0") { try top.string(at: "n") }
    expect("only the keys model", "the key \"n\"") { try top.refuseKeys(otherThan: ["model"]) }
  }

  private func expect(_ expected: String, _ found: String, _ body: () throws -> Any) {
    let error = #expect(throws: StorageError.self) { _ = try body() }
    #expect(
      error
        == .corrupt(
          file: "model.json", offset: nil, expected: expected, found: found,
          advice: "correct the file by hand, or make it anew"))
  }
}
