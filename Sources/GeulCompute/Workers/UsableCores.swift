import CKernels

/// How many cores are worth a worker each.
///
/// Two processors of one physical core share its arithmetic, and where cores are of different kinds the fast ones wait
/// for the slow ones at every step: so the fast physical cores count that the affinity mask and the control group's quota
/// allow.
package enum UsableCores {
  /// Cores of this machine for this process, at least 1.
  package static let count: Int = {
    var numbers = [Int](repeating: 0, count: 1_024)
    let known = geul_allowed_processors(numbers.count, &numbers)
    return count(
      allowed: Array(numbers[..<known]), quota: ControlGroup().processors,
      read: SystemText.contents)
  }()

  /// The same of processors by number, of a quota in processors' worth of time, nil for none, and of the files that
  /// `read` gives the text of.
  package static func count(
    allowed: [Int], quota: Double?, read: (String) -> String?
  ) -> Int {
    let cores = Set(fast(allowed, read).map { core(of: $0, read) }).count
    // A worker more than there is time for stops all of them when the time is up.
    let most = quota.map { max(1, Int(min($0, 1e6))) } ?? .max
    return max(1, min(cores, most))
  }

  /// Those of the fast kind: Intel's list of such cores, or those with three quarters of the greatest capacity
  /// (Documentation/ABI/testing/sysfs-devices-system-cpu of Linux).
  private static func fast(_ allowed: [Int], _ read: (String) -> String?) -> [Int] {
    if let list = read("/sys/devices/cpu_core/cpus").map(numbers) {
      let some = allowed.filter(list.contains)
      return some.isEmpty ? allowed : some
    }
    let capacities = allowed.map { processor in
      read("/sys/devices/system/cpu/cpu\(processor)/cpu_capacity").flatMap {
        Int($0.prefix { $0 != "\n" })
      } ?? 0
    }
    let most = capacities.max() ?? 0
    return zip(allowed, capacities).filter { $0.1 * 4 >= most * 3 }.map(\.0)
  }

  /// The first processor of the physical core that this one is of.
  private static func core(of processor: Int, _ read: (String) -> String?) -> Int {
    let list = read("/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list")
    return list.map(numbers)?.min() ?? processor
  }

  /// The numbers of a list such as `0-3,8`.
  private static func numbers(_ list: String) -> Set<Int> {
    var numbers: Set<Int> = []
    for part in list.split(whereSeparator: { ", \n".contains($0) }) {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, last < 1 << 20 else {
        continue
      }
      numbers.formUnion(first...last)
    }
    return numbers
  }
}
