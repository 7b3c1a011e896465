import Testing

/// Numbers out of their range are wrong usage, told in one line, before any work.
@Suite struct RangeTests {
  static let train = [
    "layers=0", "layers=65", "layers=-1", "hidden=0", "hidden=65537", "embedding=0",
    "embedding=65537", "dropout=1", "dropout=-0.1", "dropout=nan", "validation=1",
    "validation=-0.1", "validation=nan", "test=1", "test=-1", "batch=0", "batch=-4",
    "batch=16777217", "batch=1099511627777", "batch=9223372036854775807", "sequence=0",
    "sequence=9223372036854775807", "epochs=0", "epochs=-1", "epochs=inf", "epochs=nan", "steps=0",
    "steps=-1", "minutes=0", "minutes=-1", "minutes=inf", "learning-rate=0", "learning-rate=-1",
    "learning-rate=nan", "learning-rate=inf", "warm-up=-1", "clip=-1", "clip=nan",
    "weight-decay=-1", "momentum=1", "momentum=-0.5", "threads=0", "threads=257",
    "threads=1000000", "evaluate-every=0", "save-every=0", "keep=0", "sample-every=0",
    "seed=9223372036854775808", "epochs=1e300", "minutes=1e300",
  ]

  @Test(arguments: train) func trainRefuses(_ option: String) throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run("train", corpus, "--out", folder.path("run"), "--" + option)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains("--" + option.prefix { $0 != "=" }), "\(result.errors)")
    #expect(try names(in: folder.path) == ["corpus.txt"])
  }

  /// Sizes that are within their ranges, and together more than any machine holds.
  @Test func modelsLargerThanTheMemory() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run(
      "train", corpus, "--out", folder.path("run"), "--hidden", "65536", "--layers", "64")
    expectRefusal(result, 64, saying: ["--hidden 65536", "MiB", "choose fewer"])
    #expect(try names(in: folder.path) == ["corpus.txt"])
  }

  @Test func fractionsThatLeaveNothing() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run(
      "train", corpus, "--out", folder.path("run"), "--validation", "0.6", "--test", "0.4")
    expectRefusal(result, 64, saying: ["validation", "test", "0.6", "0.4"])
  }

  @Test func batchTimesSequence() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    for size in ["65536", "1099511627776"] {
      let result = try Geul.run(
        "train", corpus, "--out", folder.path("run"), "--batch", size, "--sequence", size)
      expectRefusal(result, 64, saying: ["batch", "sequence", size])
      expectRefusal(
        try Geul.run("bench", "--batch", size, "--sequence", size), 64,
        saying: ["--batch", "--sequence"])
    }
  }

  @Test func othersRefuse() throws {
    let run = try TrainedRun()
    let cases = [
      ("eval", ["lanes=0", "lanes=4097", "warm-up=-1", "threads=0", "threads=257"]),
      (
        "generate",
        [
          "length=-1", "temperature=-0.1", "temperature=101", "temperature=nan", "top-k=0",
          "top-k=-3", "threads=0", "threads=257",
        ]
      ),
      ("repl", ["length=-1", "temperature=-1", "temperature=inf", "top-k=0", "threads=0"]),
    ]
    for (subcommand, options) in cases {
      for option in options {
        let name = "--" + option.prefix { $0 != "=" }
        expectRefusal(try run.run(subcommand, "--" + option), 64, saying: [name])
      }
    }
  }

  @Test(arguments: [
    "layers=0", "layers=65", "hidden=0", "hidden=65537", "embedding=0", "vocabulary=0",
    "vocabulary=16777217", "batch=0", "batch=-1", "sequence=0", "steps=0", "threads=0",
    "threads=257",
  ])
  func benchRefuses(_ option: String) throws {
    let result = try Geul.run("bench", "--" + option)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains("--" + option.prefix { $0 != "=" }), "\(result.errors)")
  }

  /// Numbers that are large but mean something: the run ends at its other end.
  @Test(arguments: [
    "epochs=1e38", "minutes=1e38", "warmup=1099511627776", "learning-rate=1e-300", "clip=1e300",
    "evaluate-every=1099511627776", "seed=9223372036854775807", "keep=1099511627776",
    "threads=256",
  ])
  func trainTakesLargeNumbers(_ option: String) throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try Geul.run(
      ["train", corpus, "--out", folder.path("run"), "--steps", "3"] + TrainedRun.sizes + [
        "--" + option
      ])
    expectSuccess(result)
  }
}
