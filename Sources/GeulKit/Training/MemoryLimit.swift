import Foundation

/// What memory this process may have, and what sets the limit.
public struct MemoryLimit: Equatable, Sendable {
  /// Bytes that are to be had beside what the process uses already.
  public let bytes: Int
  /// Who or what would have to allow more, such as `ulimit -v`.
  public let source: String

  /// The least of the machine's memory, the control group's and the process's own limits.
  public static var present: MemoryLimit {
    of(
      machine: Int(clamping: ProcessInfo.processInfo.physicalMemory),
      addressSpace: resource(__rlimit_resource_t(RLIMIT_AS.rawValue)),
      data: resource(__rlimit_resource_t(RLIMIT_DATA.rawValue)), read: contents)
  }

  /// The same of limits that are given: nil is none. `read` gives the text of a file, nil where there is no such file.
  static func of(
    machine: Int, addressSpace: Int?, data: Int?, read: (String) -> String?
  ) -> MemoryLimit {
    let used = usage(read("/proc/self/statm"))
    var limits = [MemoryLimit(bytes: machine - used.resident, source: "this machine's memory")]
    if let group = groupLimit(read) {
      limits.append(MemoryLimit(bytes: group - used.resident, source: "the control group's limit"))
    }
    if let addressSpace {
      limits.append(MemoryLimit(bytes: addressSpace - used.addressSpace, source: "ulimit -v"))
    }
    if let data { limits.append(MemoryLimit(bytes: data - used.data, source: "ulimit -d")) }
    let least = limits.min { $0.bytes < $1.bytes } ?? limits[0]
    return MemoryLimit(bytes: max(0, least.bytes), source: least.source)
  }

  /// Bytes of address space, in memory and of data, of /proc/self/statm (proc(5)): 0 where it says nothing.
  private static func usage(_ text: String?) -> (addressSpace: Int, resident: Int, data: Int) {
    let pages = (text ?? "").split { " \n".contains($0) }.map { Int($0) ?? 0 }
    guard pages.count > 5 else { return (0, 0, 0) }
    let size = Int(sysconf(Int32(_SC_PAGESIZE)))
    return (pages[0] * size, pages[1] * size, pages[5] * size)
  }

  /// The least limit of the process's control group and of all that it is in; nil where there is none.
  ///
  /// Of version 2 the group is that of line `0::`, of version 1 that of the controller `memory` (cgroups(7)). Within a
  /// container the path may be one of the machine outside; then the root of what is mounted is the container's own.
  private static func groupLimit(_ read: (String) -> String?) -> Int? {
    var limits: [Int] = []
    for line in (read("/proc/self/cgroup") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if fields[0] == "0" && fields[1].isEmpty {
        for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
          limits += values(root, String(fields[2]), "memory.max", read)
        }
      } else if fields[1].split(separator: ",").contains("memory") {
        limits += values(
          "/sys/fs/cgroup/memory", String(fields[2]), "memory.limit_in_bytes", read)
      }
    }
    return limits.min()
  }

  /// The numbers in the files of that name from a group up to the root; `max` is none.
  private static func values(
    _ root: String, _ group: String, _ name: String, _ read: (String) -> String?
  ) -> [Int] {
    var parts = group.split(separator: "/")
    var values: [Int] = []
    while true {
      let folder = ([root[...]] + parts).joined(separator: "/")
      let text = (read(folder + "/" + name) ?? "").prefix { $0 != "\n" }
      if let value = Int(text) { values.append(value) }
      if parts.isEmpty { return values }
      parts.removeLast()
    }
  }

  private static func resource(_ resource: __rlimit_resource_t) -> Int? {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur != rlim_t.max else { return nil }
    return Int(clamping: limit.rlim_cur)
  }

  private static func contents(of path: String) -> String? {
    do { return try String(contentsOfFile: path, encoding: .utf8) } catch { return nil }
  }
}
