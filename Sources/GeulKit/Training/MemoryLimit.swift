import Foundation
import GeulCompute

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
      data: resource(__rlimit_resource_t(RLIMIT_DATA.rawValue)), read: SystemText.contents)
  }

  /// The same of limits that are given: nil is none. `read` gives the text of a file, nil where there is no such file.
  static func of(
    machine: Int, addressSpace: Int?, data: Int?, read: @escaping (String) -> String?
  ) -> MemoryLimit {
    let used = usage(read("/proc/self/statm"))
    var limits = [MemoryLimit(bytes: machine - used.resident, source: "this machine's memory")]
    if let group = ControlGroup(read: read).memory {
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

  private static func resource(_ resource: __rlimit_resource_t) -> Int? {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur != rlim_t.max else { return nil }
    return Int(clamping: limit.rlim_cur)
  }
}
