import GeulModel
import GeulTraining
import Testing

@testable import GeulKit

@Suite struct MemoryLimitTests {
  private let page = 4096

  private func limit(
    machine: Int = 1 << 40, addressSpace: Int? = nil, data: Int? = nil,
    _ files: [String: String] = [:]
  ) -> MemoryLimit {
    MemoryLimit.of(machine: machine, addressSpace: addressSpace, data: data) { files[$0] }
  }

  @Test func withoutOthersTheMachineIsTheLimit() {
    #expect(limit() == MemoryLimit(bytes: 1 << 40, source: "this machine's memory"))
    let version2 = ["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "max\n"]
    #expect(limit(version2).source == "this machine's memory")
  }

  @Test func aGroupOfVersion2IsWalkedUp() {
    let files = [
      "/proc/self/cgroup": "0::/batch/job/step\n",
      "/sys/fs/cgroup/batch/job/step/memory.max": "max\n",
      "/sys/fs/cgroup/batch/job/memory.max": "1000000\n",
      "/sys/fs/cgroup/batch/memory.max": "3000000\n",
    ]
    #expect(limit(files) == MemoryLimit(bytes: 1_000_000, source: "the control group's limit"))
  }

  @Test func aGroupOfVersion1HasAFileOfItsOwn() {
    let files = [
      "/proc/self/cgroup": "9:name=systemd:/\n4:cpu,memory:/box/a:b\n0::/\n",
      "/sys/fs/cgroup/memory/box/a:b/memory.limit_in_bytes": "700000\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ]
    #expect(limit(files) == MemoryLimit(bytes: 700_000, source: "the control group's limit"))
  }

  /// Within a container the group's path is one of the machine outside.
  @Test func theRootOfAContainerIsItsGroup() {
    let files = [
      "/proc/self/cgroup": "0::/../outside\n", "/sys/fs/cgroup/memory.max": "5000\n",
    ]
    #expect(limit(files).bytes == 5_000)
  }

  @Test func whatIsUsedIsNotToBeHad() {
    let files = ["/proc/self/statm": "100 30 9 8 0 50 0\n"]
    #expect(limit(machine: 1_000_000, files).bytes == 1_000_000 - 30 * 4096)
    let space = limit(addressSpace: 500_000, files)
    #expect(space == MemoryLimit(bytes: 500_000 - 100 * 4096, source: "ulimit -v"))
    #expect(
      limit(data: 300_000, files) == MemoryLimit(bytes: 300_000 - 50 * 4096, source: "ulimit -d"))
    #expect(limit(addressSpace: 1, files).bytes == 0)
  }

  @Test func whatIsPresentCanBeRead() {
    #expect(MemoryLimit.present.bytes > 1 << 20)
  }

  @Test func aModelThatDoesNotFitIsRefusedInALine() throws {
    let model = ModelConfiguration.recurrent(
      RecurrentConfiguration(layers: 1, hidden: 1_500, vocabulary: 300))
    var training = TrainingConfiguration()
    (training.batch, training.sequence) = (64, 16)
    let limit = MemoryLimit(bytes: 200 << 20, source: "ulimit -v")
    let error = #expect(throws: RequestError.self) {
      try MemoryNeed.check(model, training, within: limit)
    }
    let message = error?.description ?? ""
    for part in ["--hidden 1500", "200 MiB are to be had (ulimit -v)", "--batch 64"] {
      #expect(message.contains(part), "\(message)")
    }
    try MemoryNeed.check(model, training, within: MemoryLimit(bytes: 1 << 30, source: ""))
    // The same parameters with more to remember.
    (training.batch, training.sequence) = (256, 256)
    #expect(throws: RequestError.self) {
      try MemoryNeed.check(model, training, within: MemoryLimit(bytes: 1 << 30, source: ""))
    }
  }

  @Test func aWindowIsReckonedWithItsPieceOfRows() throws {
    let model = ModelConfiguration.window(
      WindowConfiguration(window: 8, layers: 2, hidden: 512, vocabulary: 2_000))
    let few = PassNeed.numbers(of: model, steps: 16, lanes: 16)
    let many = PassNeed.numbers(of: model, steps: 256, lanes: 256)
    #expect(few > 256 * 512 * 4 && many > few)
    #expect(many == PassNeed.numbers(of: model, steps: 64, lanes: 64))
  }
}
