/// Turns normalized scalars into ids, and remembers those the vocabulary does not know.
struct SymbolMapper: Sendable {
  private let vocabulary: Vocabulary
  private var count = 0
  /// The unknown symbols so far.
  private(set) var unknown: [UnknownSymbol] = []

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// Appends the ids of the next scalars to `ids`.
  mutating func append(_ scalars: [UInt32], into ids: inout [UInt32]) {
    let start = ids.count
    switch vocabulary.unit {
    case .scalar:
      ids.reserveCapacity(start + scalars.count)
      for scalar in scalars {
        let id = vocabulary.id(of: scalar)
        if id == Vocabulary.unknownID {
          unknown.append(UnknownSymbol(position: count + ids.count - start, scalar: scalar))
        }
        ids.append(id)
      }
    case .byte:
      UTF8Encoding.append(scalars, into: &ids)
    }
    count += ids.count - start
  }

  /// The unknown scalars, and how often each occurred.
  var unknownCounts: [UInt32: Int] {
    unknown.reduce(into: [:]) { $0[$1.scalar, default: 0] += 1 }
  }
}
