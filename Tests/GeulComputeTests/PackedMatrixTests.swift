import GeulCompute
import Testing

/// The kinds of product that this processor trains with.
let availableKinds = ProductKind.allCases.filter {
  $0.canTrain && ($0 != .bf16 || Processor.hasBrainFloatTiles)
}

struct PackedMatrixTests {
  /// Odd sizes that stand for every edge, then some at random.
  static let shapes: [ProductShape] =
    [
      ProductShape(1, 1, 1, 1), ProductShape(1, 31, 1, 33), ProductShape(2, 32, 1, 32),
      ProductShape(7, 33, 4, 5), ProductShape(14, 64, 3, 31), ProductShape(15, 65, 4, 37),
      ProductShape(16, 3, 1, 97), ProductShape(17, 61, 2, 47), ProductShape(31, 511, 1, 17),
      ProductShape(33, 513, 3, 16), ProductShape(5, 1_061, 1, 29), ProductShape(128, 7, 1, 65),
      ProductShape(129, 19, 2, 33), ProductShape(271, 543, 1, 7), ProductShape(1, 40, 4, 64),
    ] + randomShapes

  private static var randomShapes: [ProductShape] {
    var random = RandomStream(case: 11)
    return (0..<25).map { _ in
      ProductShape(
        random.integer(in: 1...50), random.integer(in: 1...130), random.integer(in: 1...4),
        random.integer(in: 1...100))
    }
  }

  @Test(arguments: availableKinds, shapes)
  func multiplies(kind: ProductKind, shape: ProductShape) {
    for (number, options) in ProductOptions.all.enumerated() {
      for exact in [true, false] {
        var product = ProductCase(kind, shape, options, exact: exact, seed: number)
        product.multiply()
        product.check()
      }
    }
  }

  @Test(arguments: availableKinds, shapes)
  func multipliesTransposed(kind: ProductKind, shape: ProductShape) {
    for (number, options) in ProductOptions.all.enumerated() {
      for exact in [true, false] {
        var product = ProductCase(kind, shape, options, exact: exact, seed: number)
        product.multiplyTransposed()
        product.check()
      }
    }
  }

  /// Workers share panels, and rows of a transposed product: the bits must not tell how many they were.
  @Test(arguments: availableKinds, [ProductShape(131, 523, 3, 71), ProductShape(9, 45, 1, 130)])
  func bitsDoNotDependOnSharing(kind: ProductKind, shape: ProductShape) {
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    var random = RandomStream(case: 12)
    let (a, w) = (FloatBuffer(random.signed(M * K)), FloatBuffer(random.signed(K * N)))
    let packed = PackedMatrix(kind: kind, depth: K, groups: shape.groups, groupWidth: shape.width)
    let panels = 0..<packed.panelCount
    packed.pack(w.pointer, kStride: N, nStride: 1, panels: panels)
    let scratch = ProductScratch()
    let (whole, shared) = (FloatBuffer(count: M * N), FloatBuffer(count: M * N))
    packed.multiply(
      rows: M, a.pointer, aStride: K, into: whole.pointer, cStride: N, panels: panels,
      accumulate: false, scratch: scratch)
    for height in [1, 2, 5, 13, 64] {
      for row in stride(from: 0, to: M, by: height) {
        for panel in panels {
          packed.multiply(
            rows: min(height, M - row), a.pointer + row * K, aStride: K,
            into: shared.pointer + row * N, cStride: N, panels: panel..<panel + 1,
            accumulate: false, scratch: scratch)
        }
      }
      #expect(shared.elements == whole.elements, "\(height) rows at a time")
    }
    // The same numbers as a transposed left-hand side (K, M).
    let transposed = FloatBuffer((0..<K * M).map { a.pointer[$0 % M * K + $0 / M] })
    for height in [1, 3, 14, 50, M] {
      for row in stride(from: 0, to: M, by: height) {
        packed.multiplyTransposed(
          rows: row..<min(M, row + height), depth: K, transposed.pointer, aStride: M,
          into: shared.pointer, cStride: N, accumulate: false, scratch: scratch)
      }
      #expect(shared.elements == whole.elements, "\(height) transposed rows at a time")
    }
  }
}
