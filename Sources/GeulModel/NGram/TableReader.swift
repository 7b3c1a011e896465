import GeulCompute
import GeulStorage
import Glibc

/// Finds the arrays of an n-gram model in a mapped file, and checks what can be checked in one pass over its numbers.
struct TableReader {
  let file: SafeTensorsFile
  let mapping: MappedFile

  /// The tensor that says of which settings the others are.
  static let settings = "ngram.settings"

  /// The tensor of a level.
  static func name(_ name: String, _ length: Int) -> String { "ngram.\(name)_l\(length)" }

  func level(_ length: Int, isLongest: Bool) throws(StorageError) -> NGramLevel {
    let name = Self.name("symbol", length)
    let found = try file.descriptor(name)
    guard found.shape.count == 1, found.shape[0] < Int(UInt32.max) else {
      throw refusal(name, expected: "U32 of one extent", found: "\(found.shape)")
    }
    let count = found.shape[0]
    return NGramLevel(
      count: count, symbols: try elements("symbol", length, .u32, count: count),
      logProbabilities: try logarithms("log_probability", length, count: count),
      logBackoffs: isLongest ? nil : try logarithms("log_backoff", length, count: count),
      children: isLongest ? nil : try elements("children", length, .u32, count: count + 1))
  }

  /// Numbers that must be finite; reads them all.
  func logarithms(
    _ name: String, _ length: Int, count: Int
  ) throws(StorageError) -> UnsafePointer<Float> {
    let elements: UnsafePointer<Float> = try elements(name, length, .f32, count: count)
    if let place = RowKernels.firstNotFinite(elements, count: count) {
      throw .notFinite(file.path, Self.name(name, length), elements[place], at: place)
    }
    return elements
  }

  func elements<Element>(
    _ name: String, _ length: Int, _ type: TensorType, count: Int
  ) throws(StorageError) -> UnsafePointer<Element> {
    try tensor(Self.name(name, length), type, count: count)
  }

  private func tensor<Element>(
    _ name: String, _ type: TensorType, count: Int
  ) throws(StorageError) -> UnsafePointer<Element> {
    let found = try file.descriptor(name)
    guard found.type == type, found.shape == [count] else {
      throw refusal(
        name, expected: "\(type.rawValue) [\(count)]",
        found: "\(found.type.rawValue) \(found.shape)")
    }
    guard found.byteRange.lowerBound % MemoryLayout<Element>.alignment == 0 else {
      throw refusal(
        name, expected: "bytes at a multiple of 4", found: "byte \(found.byteRange.lowerBound)")
    }
    return (mapping.start + found.byteRange.lowerBound).assumingMemoryBound(to: Element.self)
  }

  /// Throws if there are others than those of the levels.
  func checkTensors(of levels: [NGramLevel]) throws(StorageError) {
    let expected = 4 * levels.count
    guard file.descriptors.count == expected else {
      throw .corrupt(
        file: file.path, offset: nil,
        expected: "\(expected) tensors of an order \(levels.count - 1)",
        found: "\(file.descriptors.count)",
        advice: "config.json and the tensors are of different models; use another checkpoint")
    }
  }

  /// Throws if the tables are of another vocabulary or smoothing.
  func checkSettings(_ configuration: NGramConfiguration) throws(StorageError) {
    let expected = configuration.stamp
    let elements: UnsafePointer<UInt32> = try tensor(Self.settings, .u32, count: expected.count)
    let found = (0..<expected.count).map { elements[$0] }
    guard found == expected else {
      throw refusal(Self.settings, expected: "\(expected)", found: "\(found)")
    }
  }

  /// The distribution after nothing: symbols below V that rise, whose probabilities sum to 1 with those not seen.
  func checkUnigrams(
    _ level: NGramLevel, rootLogBackoff: Float, _ configuration: NGramConfiguration
  ) throws(StorageError) {
    let name = Self.name("symbol", 1)
    for node in 0..<level.count {
      let symbol = level.symbols[node]
      guard symbol < configuration.vocabulary, node == 0 || symbol > level.symbols[node - 1] else {
        throw refusal(
          name, expected: "symbols below \(configuration.vocabulary) that rise", found: "\(symbol)")
      }
    }
    let unseen = Double(configuration.vocabulary - level.count) / Double(configuration.vocabulary)
    var sum = unseen * exp(Double(rootLogBackoff))
    for node in 0..<level.count { sum += exp(Double(level.logProbabilities[node])) }
    guard abs(sum - 1) < 1e-3 else {
      throw refusal(
        Self.name("log_probability", 1), expected: "probabilities of sum 1", found: "\(sum)")
    }
  }

  /// The first and the last of the children; those between are looked at when they are used.
  func checkChildren(of levels: [NGramLevel]) throws(StorageError) {
    for (index, level) in levels.dropLast().enumerated() {
      guard let children = level.children else { continue }
      let ends = (Int(children[0]), Int(children[level.count]))
      guard ends == (0, levels[index + 1].count) else {
        throw refusal(
          Self.name("children", index + 1), expected: "from 0 to \(levels[index + 1].count)",
          found: "from \(ends.0) to \(ends.1)")
      }
    }
  }

  private func refusal(_ name: String, expected: String, found: String) -> StorageError {
    .corrupt(
      file: file.path, offset: nil, expected: "\(name) to be \(expected)", found: found,
      advice: "config.json and the tensors are of different models; use another checkpoint")
  }
}

extension NGramConfiguration {
  /// What the tables say of the settings that they are of: V, and the smoothing by its place among all.
  var stamp: [UInt32] {
    [UInt32(vocabulary), UInt32(Smoothing.allCases.firstIndex(of: smoothing) ?? 0)]
  }
}
