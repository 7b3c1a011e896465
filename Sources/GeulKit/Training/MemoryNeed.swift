import Foundation
import GeulModel
import GeulStorage

/// Whether a model can be trained in this machine's memory.
enum MemoryNeed {
  /// Copies of the parameters that training holds: themselves, gradients, Adam's two moments, and the
  /// packed weights forward and back.
  private static let copies = 6

  /// Throws `RequestError` if the parameters alone need more than the machine has.
  static func check(_ configuration: ModelConfiguration) throws(RequestError) {
    guard let parameters = configuration.parameterCount else { return }
    let need = parameters * copies * MemoryLayout<Float>.size
    let present = ProcessInfo.processInfo.physicalMemory
    guard UInt64(need) <= present else {
      throw .usage(
        "\(sizes(of: configuration)) make \(Figures.grouped(parameters)) parameters, which take "
          + "\(Figures.grouped(need >> 20)) MiB to train; this machine has "
          + "\(Figures.grouped(Int(present >> 20))) MiB; choose fewer")
    }
  }

  /// The flags that make a model large, as they were chosen.
  private static func sizes(of configuration: ModelConfiguration) -> String {
    let facts = configuration.facts
    let flags = ["window", "hidden", "layers"].compactMap { name -> String? in
      guard case .integer(let size) = facts[name] else { return nil }
      return "--\(name) \(size)"
    }
    return flags.dropLast().joined(separator: ", ") + " and " + (flags.last ?? "")
  }
}
