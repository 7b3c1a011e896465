import Foundation
import GeulKit

/// Conversations in files, and other models.
extension Repl {
  private static let format = 1
  private static let mostBytes = 1 << 30

  /// Writes the conversation and the settings to a file.
  func save(_ path: String) throws {
    let value: JSONValue = [
      "geul_conversation": .integer(Int64(Self.format)), "model": .string(name),
      "settings": settings.json, "conversation": conversation.json,
    ]
    let count = conversation.branches.count
    try refuseOthers(path)
    try AtomicFile(path).write(value.serialized() + [0x0A])
    Output.error(
      "saved \(count) branch\(count == 1 ? "" : "es") to \(path); /load \(path) reads them again")
  }

  /// A mistyped name must not cost a file that is something else.
  private func refuseOthers(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let file = try InputFile(path)
    let begin = try file.read(min(64, file.size), at: 0)
    guard String(decoding: begin, as: UTF8.self).contains("geul_conversation") else {
      throw Failure(
        .cannotCreate,
        "\(path): expected no file, or a saved conversation, found another; choose another name")
    }
  }

  /// Reads a conversation again, or puts a second model beside the first.
  func load(_ path: String) throws {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .missingInput,
        "\(path): no such file or folder; name a saved conversation, a run or a checkpoint")
    }
    guard isFolder.boolValue else { return try loadConversation(path) }
    let language = try LanguageModel(checkpoint: try RunFolder.resolve(path, .best))
    rival = Rival(name: path, session: makeSession(language))
    Output.error("\(path) is beside \(name); /versus lets both go on from here")
  }

  private func loadConversation(_ path: String) throws {
    let reader = try JSONReader(try readFile(path, limit: Self.mostBytes), file: path)
    guard try reader.integer(at: "geul_conversation") == Self.format else {
      throw try reader.member(at: "geul_conversation").refusal(expected: "\(Self.format)")
    }
    let stored = try DecodingSettings(try reader.member(at: "settings"))
    try stored.apply(to: conversation.session)
    do {
      if try !conversation.load(try reader.member(at: "conversation")) {
        Output.error("it was held with a model of another vocabulary, and was read as text")
      }
    } catch {
      try settings.apply(to: conversation.session)
      throw error
    }
    settings = stored
    tell("on branch \(conversation.branch) of \(conversation.branches.joined(separator: ", "))")
  }
}

extension DecodingSettings {
  /// The settings by the names of their flags.
  var json: JSONValue {
    [
      "temperature": Self.json(temperature), "top_k": Self.json(topK), "top_p": Self.json(topP),
      "min_p": Self.json(minP), "typical": Self.json(typical),
      "repetition_penalty": .number(repetitionPenalty),
      "repetition_window": .integer(Int64(repetitionWindow)), "beam": Self.json(beam),
      "length_penalty": .number(lengthPenalty),
      "length": .integer(Int64(length)), "stop": .array(stops.map { .string($0) }),
      "until_line": .bool(untilLine), "only": only.map { .string($0) } ?? .null,
      "forbid": forbid.map { .string($0) } ?? .null, "seed": .integer(Int64(clamping: seed)),
    ]
  }

  /// Reads them again; throws `StorageError`, or a `Failure` where they make no sense.
  init(_ reader: JSONReader) throws {
    self.init()
    temperature = try reader.optionalNumber(at: "temperature")
    topK = try reader.optionalInteger(at: "top_k")
    topP = try reader.optionalNumber(at: "top_p")
    minP = try reader.optionalNumber(at: "min_p")
    typical = try reader.optionalNumber(at: "typical")
    repetitionPenalty = try reader.number(at: "repetition_penalty")
    repetitionWindow = try reader.integer(at: "repetition_window")
    beam = try reader.optionalInteger(at: "beam")
    lengthPenalty = try reader.number(at: "length_penalty")
    length = try reader.integer(at: "length")
    stops = try reader.strings(at: "stop")
    untilLine = try reader.bool(at: "until_line")
    only = try reader.presentMember(at: "only")?.string()
    forbid = try reader.presentMember(at: "forbid")?.string()
    seed = UInt64(try reader.integer(at: "seed", in: 0...Int.max))
    if let flaw { throw reader.refusal(expected: "settings that make sense", found: flaw) }
  }

  private static func json(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  private static func json(_ value: Int?) -> JSONValue {
    value.map { .integer(Int64($0)) } ?? .null
  }
}
