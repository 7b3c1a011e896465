import GeulCompute
import Testing

/// How many workers are worth having, on machines of which only their files are here.
struct UsableCoresTests {
  private static let folder = "/sys/devices/system/cpu/cpu"

  private func count(_ allowed: [Int], quota: Double? = nil, _ files: [String: String] = [:]) -> Int
  {
    UsableCores.count(allowed: allowed, quota: quota) { files[$0] }
  }

  /// Processors i and i + n / 2 are of one core, as Linux numbers them on most machines.
  private func siblings(_ processors: Int) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: (0..<processors).map {
        let first = $0 % (processors / 2)
        return (
          "\(Self.folder)\($0)/topology/thread_siblings_list",
          "\(first),\(first + processors / 2)\n"
        )
      })
  }

  @Test func withoutFilesEachProcessorIsACore() {
    #expect(count([0, 1, 2, 3]) == 4)
    #expect(count([]) == 1)
  }

  @Test func siblingsAreOneCore() {
    #expect(count(Array(0..<8), siblings(8)) == 4)
    // The mask allows one of each pair, or both of one.
    #expect(count([0, 1], siblings(8)) == 2)
    #expect(count([1, 5], siblings(8)) == 1)
    #expect(count([2], ["\(Self.folder)2/topology/thread_siblings_list": "2-3\n"]) == 1)
  }

  @Test func quotaIsRoundedDownToOneAtLeast() {
    #expect(count(Array(0..<8), quota: 3.9) == 3)
    #expect(count(Array(0..<8), quota: 0.5) == 1)
    #expect(count([0, 1], quota: 16) == 2)
  }

  @Test func slowCoresDoNotCount() {
    // Two cores of two processors each and four small ones, as Intel lists them.
    var files = siblings(4)
    files["/sys/devices/cpu_core/cpus"] = "0-3\n"
    #expect(count(Array(0..<8), files) == 2)
    // Bound to small ones, all of these count.
    #expect(count([5, 6, 7], files) == 3)
    // By capacity: one of the greatest, three not far below, four small.
    let capacities = [1_024, 870, 870, 870, 340, 340, 340, 340].enumerated().map {
      ("\(Self.folder)\($0.offset)/cpu_capacity", "\($0.element)\n")
    }
    #expect(count(Array(0..<8), Dictionary(uniqueKeysWithValues: capacities)) == 4)
    #expect(count([4, 5], Dictionary(uniqueKeysWithValues: capacities)) == 2)
  }

  @Test func quotasOfBothVersions() {
    let second = ControlGroup { path in
      [
        "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
        "/sys/fs/cgroup/a/cpu.max": "250000 100000\n",
      ][path]
    }
    #expect(second.processors == 2.5)
    let first = ControlGroup { path in
      [
        "/proc/self/cgroup": "3:memory:/x\n1:cpu,cpuacct:/x\n",
        "/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "150000\n",
        "/sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      ][path]
    }
    #expect(first.processors == 1.5)
    #expect(ControlGroup { _ in nil }.processors == nil)
  }

  @Test func thisMachineHasSome() {
    #expect((1...WorkerPool.mostWorkers).contains(WorkerPool.defaultCount))
  }
}
