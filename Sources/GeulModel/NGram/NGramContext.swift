import GeulCompute
import Glibc

/// The arithmetic of one lane of an n-gram model.
struct NGramContext: @unchecked Sendable {
  private let tables: NGramTables
  private let interpolates: Bool
  private let logUniform: Float
  /// (level 1, V): ln p after each context of one symbol, of which the most goes on; nil where they would be too many.
  private let rows: FloatBuffer?

  /// Makes ready what is the same at every place. Cost: a number for each pair of symbols, if these are not too many.
  init(_ model: NGramModel) {
    tables = model.tables
    interpolates = model.configuration.smoothing.interpolates
    logUniform = Float(-log(Double(model.vocabularySize)))
    rows = Self.rows(model)
  }

  /// Contexts of one symbol go on by so many that to copy their distribution is faster than to look it up.
  private static func rows(_ model: NGramModel) -> FloatBuffer? {
    let (tables, width) = (model.tables, model.vocabularySize)
    let count = tables.levels[0].count
    guard model.configuration.order > 0, model.configuration.smoothing.interpolates, count > 0,
      count <= MemoryBound.elements / width
    else { return nil }
    let rows = FloatBuffer(count: count * width)
    for node in 0..<count {
      let row = rows.pointer + node * width
      let backoff = tables.logBackoff(of: UInt32(node), length: 1)
      tables.copyUnigrams(to: row, plus: backoff)
      tables.overwrite(row, after: UInt32(node), length: 1, plus: 0)
    }
    return rows
  }

  /// The contexts of length 1 ... N after one more symbol: each is one that was one shorter, and goes on by it.
  func advance(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, _ depth: inout Int, by symbol: UInt32
  ) {
    for length in stride(from: nodes.count, to: 0, by: -1) {
      let before = length > 1 ? nodes[length - 2] : 0
      nodes[length - 1] = tables.child(of: before, length: length - 1, by: symbol)
    }
    depth = min(nodes.count, depth + 1)
  }

  /// ln p (V) of what follows.
  func predict(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, depth: Int, into row: UnsafeMutablePointer<Float>
  ) {
    if interpolates { return interpolate(nodes, into: row) }
    guard depth > 0 else { return tables.copyUnigrams(to: row, plus: 0) }
    let node = nodes[depth - 1]
    let backoff = tables.logBackoff(of: node, length: depth)
    row.update(repeating: backoff + logUniform, count: tables.vocabulary)
    tables.overwrite(row, after: node, length: depth, plus: 0)
  }

  /// From the shortest context to the longest: what a longer one has seen overwrites what shorter ones say of it.
  private func interpolate(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, into row: UnsafeMutablePointer<Float>
  ) {
    var (longest, backoff) = (0, 0.0)
    while longest < nodes.count, nodes[longest] != NGramTables.none {
      backoff += Double(tables.logBackoff(of: nodes[longest], length: longest + 1))
      longest += 1
    }
    var next = 1
    if let rows, longest > 0, Int(nodes[0]) < tables.levels[0].count {
      backoff -= Double(tables.logBackoff(of: nodes[0], length: 1))
      tables.add(
        Float(backoff), to: rows.pointer + Int(nodes[0]) * tables.vocabulary, into: row)
      next = 2
    } else {
      tables.copyUnigrams(to: row, plus: Float(backoff))
    }
    for length in next..<max(next, longest + 1) {
      backoff -= Double(tables.logBackoff(of: nodes[length - 1], length: length))
      tables.overwrite(row, after: nodes[length - 1], length: length, plus: Float(backoff))
    }
  }
}

extension NGramTables {
  /// row (V) = ln p after nothing + `backoff`.
  fileprivate func copyUnigrams(to row: UnsafeMutablePointer<Float>, plus backoff: Float) {
    logUnigrams.withUnsafeBufferPointer { logs in
      if let first = logs.baseAddress { add(backoff, to: first, into: row) }
    }
  }

  /// row (V) = logs (V) + `backoff`.
  fileprivate func add(
    _ backoff: Float, to logs: UnsafePointer<Float>, into row: UnsafeMutablePointer<Float>
  ) {
    for symbol in 0..<vocabulary { row[symbol] = logs[symbol] + backoff }
  }

  /// Overwrites what was seen after a context.
  fileprivate func overwrite(
    _ row: UnsafeMutablePointer<Float>, after node: UInt32, length: Int, plus backoff: Float
  ) {
    let level = levels[length]
    for child in children(of: node, length: length) {
      let symbol = level.symbols[child]
      if symbol < vocabulary { row[Int(symbol)] = level.logProbabilities[child] + backoff }
    }
  }

  /// ln γ of a context; 0 of one that was not seen, or is the longest there is.
  fileprivate func logBackoff(of node: UInt32, length: Int) -> Float {
    let level = levels[length - 1]
    guard node < level.count, let backoffs = level.logBackoffs else { return 0 }
    return backoffs[Int(node)]
  }
}
