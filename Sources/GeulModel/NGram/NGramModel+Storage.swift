import GeulStorage

extension NGramModel {
  /// Maps what a model has learnt from a safetensors file, which is read where it is looked at.
  ///
  /// Throws `StorageError` where the tensors are not those of a model of this configuration.
  public convenience init(
    _ configuration: NGramConfiguration, safeTensors path: String
  ) throws(StorageError) {
    let file = try SafeTensorsFile(path: path)
    let reader = TableReader(file: file, mapping: try file.map())
    let lengths = 1...configuration.order + 1
    var levels: [NGramLevel] = []
    for length in lengths {
      levels.append(try reader.level(length, isLongest: length == lengths.upperBound))
    }
    let root: UnsafePointer<Float> = try reader.elements("log_backoff", 0, .f32, count: 1)
    try reader.checkTensors(of: levels)
    try reader.checkChildren(of: levels)
    self.init(
      configuration,
      tables: NGramTables(
        levels: levels, rootLogBackoff: root[0], vocabulary: configuration.vocabulary,
        owners: [reader.mapping]))
  }

  /// What was learnt, `ngram.log_probability_lN` and their kin: an element for each n-gram of length N, in the order of
  /// their symbols; `ngram.children_lN` says where those begin that go on from each.
  public func tensors() -> [TensorSource] {
    let root = withUnsafeBytes(of: tables.rootLogBackoff) { Array($0) }
    var tensors = [
      TensorSource(name: TableReader.name("log_backoff", 0), type: .f32, shape: [1], bytes: root)
    ]
    for (index, level) in tables.levels.enumerated() {
      let length = index + 1
      tensors.append(source("symbol", length, .u32, level.symbols, level.count))
      tensors.append(source("log_probability", length, .f32, level.logProbabilities, level.count))
      if let backoffs = level.logBackoffs, let children = level.children {
        tensors.append(source("log_backoff", length, .f32, backoffs, level.count))
        tensors.append(source("children", length, .u32, children, level.count + 1))
      }
    }
    return tensors
  }

  private func source<Element>(
    _ name: String, _ length: Int, _ type: TensorType, _ elements: UnsafePointer<Element>,
    _ count: Int
  ) -> TensorSource {
    TensorSource(name: TableReader.name(name, length), type: type, shape: [count]) {
      [tables] (writer) throws(StorageError) in
      // The tables keep the elements.
      try withExtendedLifetime(tables) { () throws(StorageError) in
        try writer.write(UnsafeRawBufferPointer(UnsafeBufferPointer(start: elements, count: count)))
      }
    }
  }
}

/// Finds the arrays of an n-gram model in a mapped file.
private struct TableReader {
  let file: SafeTensorsFile
  let mapping: MappedFile

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
      logProbabilities: try elements("log_probability", length, .f32, count: count),
      logBackoffs: isLongest ? nil : try elements("log_backoff", length, .f32, count: count),
      children: isLongest ? nil : try elements("children", length, .u32, count: count + 1))
  }

  func elements<Element>(
    _ name: String, _ length: Int, _ type: TensorType, count: Int
  ) throws(StorageError) -> UnsafePointer<Element> {
    let name = Self.name(name, length)
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
    let expected = 4 * levels.count - 1
    guard file.descriptors.count == expected else {
      throw .corrupt(
        file: file.path, offset: nil,
        expected: "\(expected) tensors of an order \(levels.count - 1)",
        found: "\(file.descriptors.count)",
        advice: "config.json and the tensors are of different models; use another checkpoint")
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
