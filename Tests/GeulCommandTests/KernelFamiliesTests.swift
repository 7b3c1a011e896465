import Foundation
import GeulCompute
import Testing

/// In 8 bits every family of kernels scores and writes the same.
struct KernelFamiliesTests {
  /// What the command prints with the kernels of a family.
  private func output(_ arguments: [String], family: String) throws -> String {
    let result = try Geul.run(arguments, environment: ["GEUL_KERNELS": family])
    expectSuccess(result)
    // An evaluation's time is another each time.
    return result.output.replacing(/"(symbols_per_)?seconds?":[0-9.e+-]+/, with: "")
  }

  @Test(arguments: ["lstm", "gru", "window"]) func bytesHaveNoProcessor(cell: String) throws {
    let run = try TrainedRun(
      Sample.korean, flags: ["--steps", "30", "--model", cell, "--hidden", "45", "--layers", "2"])
    let commands = [
      [
        "generate", run.path, "--precision", "int8", "--length", "400", "--seed", "7", "--top-p",
        "0.9",
      ],
      ["generate", run.path, "--precision", "int8", "--length", "60", "--beam", "5"],
      ["eval", run.path, run.corpus, "--precision", "int8", "--json", "--lanes", "5"],
    ]
    for command in commands {
      let expected = try output(command, family: "portable")
      for family in Processor.families.dropFirst() {
        #expect(try output(command, family: family) == expected, "\(family): \(command)")
      }
    }
  }

  /// What one family has compressed, the others open.
  @Test func compressedFilesHaveNoProcessor() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "30", "--hidden", "45"])
    func file(_ family: String) throws -> Data {
      let out = run.folder.path("\(family).geul")
      expectSuccess(
        try Geul.run(
          ["compress", run.corpus, "--model", run.path, "--out", out, "--lanes", "5"],
          environment: ["GEUL_KERNELS": family]))
      let back = run.folder.path("\(family).txt")
      expectSuccess(
        try Geul.run(
          ["decompress", out, "--model", run.path, "--out", back],
          environment: ["GEUL_KERNELS": Processor.families.first ?? ""]))
      #expect(FileManager.default.contentsEqual(atPath: back, andPath: run.corpus), "\(family)")
      return try Data(contentsOf: URL(filePath: out))
    }
    let expected = try file("portable")
    for family in Processor.families.dropFirst() { #expect(try file(family) == expected) }
  }

  /// In fp32, and where what codes learns, so do all that multiply and add in one rounding.
  @Test(arguments: [["--precision", "fp32"], ["--adaptive"], []])
  func fusedFilesHaveNoProcessor(flags: [String]) throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "30", "--hidden", "45"])
    let model = flags.isEmpty ? [] : ["--model", run.path]
    func file(_ family: String) throws -> Data {
      let out = run.folder.path("\(family).geul")
      expectSuccess(
        try Geul.run(
          ["compress", run.corpus, "--out", out, "--lanes", "3"] + model
            + (flags.isEmpty ? ["--adaptive"] : flags),
          environment: ["GEUL_KERNELS": family]))
      return try Data(contentsOf: URL(filePath: out))
    }
    let fusing = Processor.families.filter { $0 != "portable" }
    let files = try fusing.map(file)
    for (family, found) in zip(fusing, files) { #expect(found == files[0], "\(family)") }
    guard let family = fusing.first, Processor.families.contains("portable") else { return }
    let refused = try Geul.run(
      ["decompress", run.folder.path("\(family).geul"), "--out", run.folder.path("x")] + model,
      environment: ["GEUL_KERNELS": "portable"])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("rounded once"))
    #expect(!FileManager.default.fileExists(atPath: run.folder.path("x")))
  }

  @Test func unknownFamilyIsRefused() throws {
    let result = try Geul.run(["bench"], environment: ["GEUL_KERNELS": "avx3"])
    #expect(result.status == 64)
    #expect(result.errors.contains("GEUL_KERNELS") && result.errors.contains("avx2"))
  }
}
