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

  @Test func unknownFamilyIsRefused() throws {
    let result = try Geul.run(["bench"], environment: ["GEUL_KERNELS": "avx3"])
    #expect(result.status == 64)
    #expect(result.errors.contains("GEUL_KERNELS") && result.errors.contains("avx2"))
  }
}
