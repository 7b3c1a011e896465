import Glibc

/// The control groups that this process is in, and what they allow (cgroups(7)).
package struct ControlGroup {
  /// Gives the text of a file, nil where there is no such file.
  private let read: (String) -> String?

  /// The groups that `/proc/self/cgroup` names, as `read` gives it.
  package init(read: @escaping (String) -> String? = SystemText.contents) { self.read = read }

  /// The folders of the process's group and of all that it is in, from the innermost, for a controller.
  ///
  /// Of version 2 the group is that of line `0::`, of version 1 that of the controller. Within a container the path may
  /// be one of the machine outside; then the root of what is mounted is the container's own.
  private func folders(_ controller: String) -> (unified: [String], own: [String]) {
    var (unified, own): ([String], [String]) = ([], [])
    for line in (read("/proc/self/cgroup") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if fields[0] == "0" && fields[1].isEmpty {
        for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
          unified += Self.upwards(root, String(fields[2]))
        }
      } else if fields[1].split(separator: ",").contains(controller[...]) {
        own += Self.upwards("/sys/fs/cgroup/\(controller)", String(fields[2]))
      }
    }
    return (unified, own)
  }

  /// Bytes of memory of the least limit; nil where there is none.
  package var memory: Int? {
    let (unified, own) = folders("memory")
    let texts =
      unified.map { read($0 + "/memory.max") } + own.map { read($0 + "/memory.limit_in_bytes") }
    return texts.compactMap { $0.flatMap { Int($0.prefix { $0 != "\n" }) } }.min()
  }

  /// Processors' worth of time of the least quota; nil where there is none.
  package var processors: Double? {
    let (unified, own) = folders("cpu")
    // "max 100000", or microseconds and of how many.
    let texts = unified.compactMap { read($0 + "/cpu.max") }
    var quotas = texts.compactMap { text -> Double? in
      let fields = text.split { " \n".contains($0) }.map { Double($0) }
      guard fields.count == 2, let quota = fields[0], let period = fields[1], period > 0 else {
        return nil
      }
      return quota / period
    }
    for folder in own {
      func microseconds(_ name: String) -> Double? {
        read("\(folder)/\(name)").flatMap { Double($0.prefix { $0 != "\n" }) }
      }
      guard let quota = microseconds("cpu.cfs_quota_us"), quota > 0,
        let period = microseconds("cpu.cfs_period_us"), period > 0
      else { continue }
      quotas.append(quota / period)
    }
    return quotas.min()
  }

  /// A folder below `root`, and all that it is in.
  private static func upwards(_ root: String, _ group: String) -> [String] {
    var parts = group.split(separator: "/")
    var folders: [String] = []
    while true {
      folders.append(([root[...]] + parts).joined(separator: "/"))
      if parts.isEmpty { return folders }
      parts.removeLast()
    }
  }
}

/// The small files in which Linux tells of itself.
package enum SystemText {
  /// The text of a file, at most 64 KiB; nil where it cannot be read.
  package static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(validating: bytes[..<count], as: UTF8.self)
  }
}
