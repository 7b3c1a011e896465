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
    let parameters = configuration.parameterCount
    let need = parameters * copies * MemoryLayout<Float>.size
    let present = ProcessInfo.processInfo.physicalMemory
    guard UInt64(need) <= present else {
      throw .usage(
        "these sizes make \(Figures.grouped(parameters)) parameters, which take "
          + "\(Figures.grouped(need >> 20)) MiB to train; this machine has "
          + "\(Figures.grouped(Int(present >> 20))) MiB; choose a smaller --hidden or fewer --layers"
      )
    }
  }
}
