import Testing

@testable import geul

/// What people type who know other programs.
@Suite struct MeaningsTests {
  /// Each name is understood by a command at least, and what is suggested there is an option of it.
  @Test func whatIsSuggestedIsThere() throws {
    let shapes = try CommandShape.all() + [CommandShape.called(by: [])]
    #expect(shapes.count > 8)
    for name in Meanings.names {
      var isUnderstood = false
      for shape in shapes where !shape.has(name) {
        let suggestions = MistypedArguments.suggestions(for: "--" + name, in: shape)
        for suggestion in suggestions {
          #expect(shape.option(suggestion) != nil, "\(shape.call): \(name): \(suggestion)")
        }
        let place = MistypedArguments.place(of: name, in: shape)
        isUnderstood = isUnderstood || !suggestions.isEmpty || place != nil
      }
      #expect(isUnderstood || shapes.contains { $0.has(name) }, "\(name)")
      for flag in Meanings.flags(meantBy: name) where flag != flag.uppercased() {
        #expect(shapes.contains { $0.has(flag) }, "\(name): \(flag)")
      }
    }
  }

  @Test(arguments: [
    ("train --lr 1 x", "--learning-rate"),
    ("train --batch-size=5 x", "--batch"), ("train --block-size 5 x", "--sequence"),
    ("train --seq-length 5 x", "--sequence"), ("train -seq_length 5 x", "--sequence"),
    ("train -rnn_size 5 x", "--hidden"), ("train --hidden-size 5 x", "--hidden"),
    ("train --num-layers 5 x", "--layers"),
    ("train --wd 5 x", "--weight-decay"), ("train --model-type gru x", "--model"),
    ("train --out-dir y x", "--out"), ("train -o y x", "--out"),
    ("train --val 0.1 x", "--validation"), ("train --context 5 x", "--window or --sequence"),
    ("train -t 5 x", "--threads"), ("train -s 5 x", "--seed"), ("train -m gru x", "--model"),
    ("generate x --temp 1", "--temperature"), ("generate x --max-tokens 5", "--length"),
    ("generate x -n 5", "--length or --count"), ("generate x -n5", "--length or --count"),
    ("generate x -p 가", "--prompt"), ("generate x --num-samples 5", "--count"),
    ("generate x --max-len 5", "--length"),
    ("generate x -t 5", "--threads or --temperature"),
    ("generate x -s 5", "--seed"), ("repl x --Temp 1", "--temperature"),
    ("eval x --batch-size 5", "--lanes"),
  ])
  func theNearestByMeaning(_ line: String, _ suggestion: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let typed = try #require(words.first { $0.hasPrefix("-") }).prefix { $0 != "=" }
    expectRefusal(
      try Geul.run(words), 64,
      saying: ["\(typed): unknown option; did you mean \(suggestion)?", "geul \(words[0]) --help"])
  }

  /// What differs in a letter, the parser tells by itself.
  @Test(arguments: [
    ("train --learning_rate 1 x", "--learning-rate"), ("train --epoch 5 x", "--epochs"),
    ("generate x --top_k 5", "--top-k"), ("generate x --top_p 0.5", "--top-p"),
    ("train --output y x", "--out"), ("train --batch_size 5 x", "--batch"),
    ("train --seq_length=5 x", "--sequence"),
  ])
  func theNearestByLetters(_ line: String, _ suggestion: String) throws {
    let result = try Geul.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 64)
    let isSuggested = ["'\(suggestion)'?", " \(suggestion)?"].contains(
      where: result.errors.contains)
    #expect(isSuggested, "\(result.errors)")
  }

  @Test(arguments: [
    ("train --device cuda x", "on the processor; see --threads, --precision"),
    ("train --gpu x", "on the processor"), ("generate x --cuda", "on the processor"),
    ("eval x --device cpu", "on the processor"), ("corpus synthesize --gpu", "on the processor"),
    ("train --data x", "texts are named without a flag, as in: geul train"),
    ("train --input x", "texts are named without a flag"),
    ("generate -m x", "the model is named without a flag, as in: geul generate"),
    ("eval --checkpoint x", "the model is named without a flag"),
    ("generate x --lr 1", "--learning-rate belongs to geul train"),
    ("train x --temp 1", "--temperature belongs to geul generate, geul repl"),
    ("generate x -o y", "write > FILE"),
  ])
  func whatNeedsNoOptionIsAnswered(_ line: String, _ answer: String) throws {
    expectRefusal(
      try Geul.run(line.split(separator: " ").map(String.init)), 64,
      saying: ["unknown option", answer])
  }

  @Test(arguments: [
    ("sample", "did you mean generate?"), ("chat", "did you mean repl?"),
    ("perplexity", "did you mean eval?"), ("resume", "did you mean train --resume?"),
    ("doctor", "did you mean corpus inspect?"), ("geneate", "did you mean generate?"),
    ("corpus inspekt", "did you mean corpus inspect?"),
    ("runs verifi", "did you mean runs verify?"),
    ("-v", "did you mean --version?"),
  ])
  func commandsToo(_ line: String, _ answer: String) throws {
    expectRefusal(
      try Geul.run(line.split(separator: " ").map(String.init)), 64, saying: [answer])
  }

  @Test func aTextInACommandsPlace() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("novel.txt", "x")
    expectRefusal(try Geul.run(text), 64, saying: ["geul train \(text)"])
  }

  @Test func aKeyOfAConfigurationFile() throws {
    let folder = try TemporaryFolder()
    let config = try folder.write("c.toml", "lr = 0.5\n")
    expectRefusal(
      try Geul.run("train", "x", "--config", config), 65,
      saying: ["'lr'", "did you mean 'learning-rate'?"])
  }
}
