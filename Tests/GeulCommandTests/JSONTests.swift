import GeulStorage
import Testing

/// The keys that scripts hold on to.
@Suite struct JSONTests {
  @Test func trainEvents() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run(
      ["train", corpus, "--out", folder.path("run"), "--json", "--steps", "5"] + TrainedRun.sizes
        + ["--evaluate-every", "2", "--save-every", "5", "--sample-every", "3"])
    expectSuccess(result)
    #expect(result.errors.isEmpty)
    let events = try Events(result)
    try expect(
      try events.first("start"),
      has: [
        "parameters": .count(1), "vocabulary": .count(2), "out": .text, "model": .text,
        "layers": .count(1), "hidden": .count(8), "batch": .count(4), "sequence": .count(8),
        "precision": .text, "threads": .count(1), "seed": .count(0), "step": .count(0),
      ])
    #expect(try events.lines[0].string(at: "event") == "start")
    let steps = try events.all("step")
    #expect(try steps.map { try $0.integer(at: "step") } == [1, 2, 3, 4, 5])
    for step in steps {
      try expect(
        step,
        has: [
          "epoch": .positive, "loss": .positive, "learning_rate": .positive,
          "gradient_norm": .positive, "symbols_per_second": .positive,
        ])
    }
    let evaluations = try events.all("evaluation")
    #expect(try evaluations.map { try $0.integer(at: "step") } == [2, 4, 5])
    for evaluation in evaluations {
      try expect(
        evaluation,
        has: [
          "split": .text, "nats_per_symbol": .positive, "bits_per_character": .positive,
          "perplexity": .positive,
        ])
      #expect(try evaluation.string(at: "split") == "validation")
    }
    #expect(try events.all("sample").map { try $0.integer(at: "step") } == [3])
    try expectEnding(events, folder)
  }

  private func expectEnding(_ events: Events, _ folder: TemporaryFolder) throws {
    for checkpoint in try events.all("checkpoint") {
      #expect(try checkpoint.string(at: "path").hasPrefix(folder.path("run") + "/step-"))
    }
    let finished = try #require(events.lines.last)
    #expect(try finished.string(at: "event") == "finished")
    try expect(
      finished,
      has: [
        "step": .count(5), "seconds": .positive, "symbols_per_second": .positive,
        "checkpoint": .text,
      ])
    let best = try finished.member(at: "best")
    try expect(best, has: ["step": .count(2), "nats_per_symbol": .positive])
    #expect(try bytes(of: finished.string(at: "checkpoint") + "/model.safetensors").count > 100)
  }

  @Test func withoutValidationThereIsNoBest() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run(
      ["train", corpus, "--out", folder.path("run"), "--json", "--steps", "3"] + TrainedRun.sizes
        + ["--validation", "0"])
    let events = try Events(result)
    #expect(try events.all("evaluation").isEmpty)
    #expect(try events.first("finished").member(at: "best").value == .null)
    expectSuccess(try Geul.run("generate", folder.path("run"), "--length", "5"))
    expectRefusal(try Geul.run("eval", folder.path("run")), 65, saying: ["found none"])
  }

  @Test func evaluation() throws {
    let run = try TrainedRun()
    let result = try run.run("eval", "--json")
    expectSuccess(result)
    let reader = try #require(try Events(result).lines.first)
    try expect(
      reader,
      has: [
        "model": .text, "corpus": .text, "symbols": .count(1), "unknown_symbols": .count(0),
        "nats_per_symbol": .positive, "bits_per_symbol": .positive, "perplexity": .positive,
        "scalars": .count(1), "bits_per_character": .positive, "graphemes": .count(1),
        "bits_per_grapheme": .positive, "bytes": .count(1), "bits_per_byte": .positive,
        "lanes": .count(1), "warm_up": .count(0), "seconds": .positive,
        "symbols_per_second": .positive,
      ])
    #expect(try Events(result).lines.count == 1)
  }

  @Test func generation() throws {
    let run = try TrainedRun()
    let result = try run.run(
      "generate", "--json", "--prompt", "The ", "--length", "30", "--seed", "7")
    expectSuccess(result)
    let reader = try #require(try Events(result).lines.first)
    try expect(
      reader,
      has: [
        "prompt": .text, "text": .text, "symbols": .count(30), "log_probability": .number,
        "finish_reason": .text, "seed": .count(7), "symbols_per_second": .positive,
      ])
    #expect(try reader.string(at: "prompt") == "The ")
    #expect(try reader.string(at: "text").unicodeScalars.count == 30)
    #expect(try reader.number(at: "log_probability") < 0)
    #expect(try reader.string(at: "finish_reason") == "length")
    #expect(try reader.integer(at: "seed") == 7)
  }

  @Test(arguments: ["train", "eval", "generate"]) func benchmark(_ task: String) throws {
    let sizes = task == "generate" ? [] : ["--batch", "3", "--sequence", "5"]
    let result = try Geul.run(
      [
        "bench", "--task", task, "--hidden", "16", "--steps", "2", "--precision", "fp32",
        "--threads", "1", "--json",
      ] + sizes)
    expectSuccess(result)
    let reader = try #require(try Events(result).lines.first)
    try expect(
      reader,
      has: [
        "task": .text, "model": .text, "layers": .count(2), "hidden": .count(16),
        "embedding": .count(64), "vocabulary": .count(65), "batch": .count(1),
        "sequence": .count(5), "precision": .text, "threads": .count(1), "steps": .count(2),
        "symbols_per_second": .positive, "gflops": .positive, "peak_rss_bytes": .count(1 << 20),
      ])
    #expect(try reader.string(at: "task") == task)
    if task == "generate" {
      try expect(reader, has: ["weight_gigabytes_per_second": .positive])
    } else {
      try expect(reader, has: ["product_gflops": .positive, "product_ratio": .positive])
    }
    let times = try reader.member(at: "milliseconds_per_step")
    try expect(times, has: ["min": .positive, "median": .positive, "max": .positive])
    #expect(try times.number(at: "min") <= times.number(at: "median"))
    #expect(try times.number(at: "median") <= times.number(at: "max"))
  }
}
