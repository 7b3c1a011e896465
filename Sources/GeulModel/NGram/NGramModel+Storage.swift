import GeulStorage

extension NGramModel {
  /// Maps what a model has learnt from a safetensors file, which is read where it is looked at.
  ///
  /// Throws `StorageError` where the tensors are not those of a model of this configuration.
  public convenience init(
    _ configuration: NGramConfiguration, safeTensors file: SafeTensorsFile
  ) throws(StorageError) {
    let reader = TableReader(file: file, mapping: try file.map())
    let lengths = 1...configuration.order + 1
    var levels: [NGramLevel] = []
    for length in lengths {
      levels.append(try reader.level(length, isLongest: length == lengths.upperBound))
    }
    let root = try reader.logarithms("log_backoff", 0, count: 1)
    try reader.checkTensors(of: levels)
    try reader.checkSettings(configuration)
    try reader.checkChildren(of: levels)
    try reader.checkUnigrams(levels[0], rootLogBackoff: root[0], configuration)
    self.init(
      configuration,
      tables: NGramTables(
        levels: levels, rootLogBackoff: root[0], vocabulary: configuration.vocabulary,
        owners: [reader.mapping]))
  }

  /// What was learnt, `ngram.log_probability_lN` and their kin: an element for each n-gram of length N, in the order of
  /// their symbols; `ngram.children_lN` says where those begin that go on from each, and `ngram.settings` which
  /// vocabulary and smoothing they are of.
  public func tensors() -> [TensorSource] {
    let root = withUnsafeBytes(of: tables.rootLogBackoff) { Array($0) }
    let settings = configuration.stamp
    var tensors = [
      TensorSource(name: TableReader.name("log_backoff", 0), type: .f32, shape: [1], bytes: root),
      TensorSource(
        name: TableReader.settings, type: .u32, shape: [settings.count],
        bytes: settings.withUnsafeBytes { Array($0) }),
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
