import GeulCompute
import GeulStorage

/// What a machine is and can do, beside which the standard works are judged.
public struct MachineReport {
  /// Such as `Intel(R) Xeon(R) Processor`.
  public let processor: String
  /// Workers that measured.
  public let threads: Int
  /// 10⁹ multiplications and additions a second by arithmetic; kinds without instructions of their own are left out.
  public let gigaflops: [(kind: ProductKind, rate: Double)]
  /// 10⁹ bytes a second that all workers read together, from `l2`, `l3` and `memory`.
  public let gigabytes: [(place: String, rate: Double)]

  /// Measures, some seconds.
  public init(pool: WorkerPool) {
    processor = Processor.name
    threads = pool.count
    gigaflops = [ProductKind.fp32, .bf16, .int8].compactMap { kind in
      MachineLimits.gigaflops(kind, pool: pool).map { (kind, $0) }
    }
    let (second, third) = MachineLimits.caches
    var places: [(String, Int)] = []
    if let second { places.append(("l2", second / 2)) }
    // Beyond what the second-level caches hold, and well within the third, of which others use a part.
    if let third { places.append(("l3", max(3 * (second ?? 0) / 2, third / 8 / pool.count))) }
    places.append(("memory", max(third ?? 0, 64 << 20) * 2 / pool.count))
    gigabytes = places.map {
      ($0.0, MachineLimits.gigabytesRead(ofEach: min($0.1, 512 << 20), pool: pool))
    }
  }

  /// The report with what the works found.
  public func json(_ findings: [StandardWorks.Finding]) -> JSONValue {
    var limits = JSONObject([])
    for (kind, rate) in gigaflops { limits.append("\(kind.rawValue)_gflops", .number(rate)) }
    for (place, rate) in gigabytes {
      limits.append("\(place)_gigabytes_per_second", .number(rate))
    }
    return [
      "processor": .string(processor), "vectors": .string(Processor.vectors),
      "threads": .integer(Int64(threads)), "limits": .object(limits),
      "works": .array(findings.map(\.json)),
    ]
  }
}

extension StandardWorks.Finding {
  /// The keys of `geul bench`, and `work`, `rate`, `limit` and `share`.
  var json: JSONValue {
    guard case .object(var object) = result.json else { return result.json }
    object.append("work", .string(name))
    object.append("bound", .string(isBoundByReading ? "weights" : "arithmetic"))
    object.append("rate", .number(rate))
    object.append("limit", limit.map { .number($0) } ?? .null)
    object.append("share", share.map { .number($0) } ?? .null)
    return .object(object)
  }
}
