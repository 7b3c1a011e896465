import GeulCompute
import Testing

/// The kinds of product that this processor trains with.
let availableKinds = ProductKind.allCases.filter {
  $0.canTrain && ($0 != .bf16 || Processor.hasBrainFloats)
}

struct PackedMatrixTests {
  /// Odd sizes that stand for every edge, then some at random.
  static let shapes: [ProductShape] =
    [
      ProductShape(1, 1, 1, 1), ProductShape(1, 31, 1, 33), ProductShape(2, 32, 1, 32),
      ProductShape(7, 33, 4, 5), ProductShape(14, 64, 3, 31), ProductShape(15, 65, 4, 37),
      ProductShape(16, 3, 1, 97), ProductShape(17, 61, 2, 47), ProductShape(31, 511, 1, 17),
      ProductShape(33, 513, 3, 16), ProductShape(5, 1_061, 1, 29), ProductShape(128, 7, 1, 65),
      ProductShape(129, 19, 2, 33), ProductShape(271, 543, 1, 7), ProductShape(35, 1_301, 1, 40),
      ProductShape(1, 40, 4, 64),
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
        var product = ProductCase(
          kind, ProductShape(shape.rows, shape.depth, 1, shape.columns), options, exact: exact,
          seed: number)
        product.multiplyTransposed(groups: shape.groups)
        product.check()
      }
    }
  }

  /// Workers share panels, and rows of a transposed product: the bits must not tell how many they were.
  @Test(
    arguments: availableKinds,
    [
      ProductShape(131, 523, 3, 71), ProductShape(131, 523, 1, 71), ProductShape(9, 45, 1, 130),
    ])
  func bitsDoNotDependOnSharing(kind: ProductKind, shape: ProductShape) {
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    var random = RandomStream(case: 12)
    let w = FloatBuffer(random.signed(K * N))
    let (a, transposed) = (PanelMatrix(rows: M, width: K), PanelMatrix(rows: K, width: M))
    for row in 0..<M {
      for k in 0..<K {
        let value = random.signed(1)[0]
        a.view.at(panel: k / 32, row: row)[k % 32] = value
        transposed.view.at(panel: row / 32, row: k)[row % 32] = value
      }
    }
    let packed = PackedMatrix(kind: kind, depth: K, groups: shape.groups, groupWidth: shape.width)
    let panels = 0..<packed.panelCount
    packed.pack(w.pointer, kStride: N, nStride: 1, panels: panels)
    let scratch = ProductScratch()
    func product() -> PanelMatrix {
      PanelMatrix(rows: M, groups: shape.groups, width: shape.width)
    }
    let (whole, shared) = (product(), product())
    packed.multiply(
      rows: M, a.view, into: whole.view, panels: panels, accumulate: false, scratch: scratch)
    for height in [1, 2, 5, 13, 64] {
      for row in stride(from: 0, to: M, by: height) {
        for panel in panels {
          packed.multiply(
            rows: min(height, M - row), a.view.from(row: row), into: shared.view.from(row: row),
            panels: panel..<panel + 1, accumulate: false, scratch: scratch)
        }
      }
      #expect(shared.elements.elements == whole.elements.elements, "\(height) rows at a time")
    }
    guard shape.groups == 1 else { return }
    // The same numbers as a transposed left-hand side (K, M).
    let plain = FloatBuffer(count: M * N)
    let columns = GroupedColumns(width: M)
    for share in [1, 2, columns.panelCount] {
      for panel in stride(from: 0, to: columns.panelCount, by: share) {
        packed.multiplyTransposed(
          transposed.view, columns: columns,
          panels: panel..<min(columns.panelCount, panel + share), depth: K, into: plain.pointer,
          cStride: N, accumulate: false, scratch: scratch)
      }
      let rows = FloatBuffer(count: M * N)
      whole.view.store(rows.pointer, rows: M, width: N)
      #expect(plain.elements == rows.elements, "\(share) transposed panels at a time")
    }
  }

  /// Rows that are packed piece by piece, as workers do who share them, are those packed at once.
  @Test(arguments: availableKinds.filter(\.canTrain))
  func rowsMayBePackedInPieces(kind: ProductKind) {
    let (K, N, M) = (150, 37, 41)
    var random = RandomStream(case: 14)
    let (a, w) = (PanelMatrix(rows: K, width: M), PanelMatrix(rows: K, width: N))
    for matrix in [a, w] {
      for index in 0..<matrix.elements.count { matrix.elements[index] = random.signed() }
    }
    func product(_ pieces: [Range<Int>]) -> [Float] {
      let packed = PackedMatrix(kind: kind, depth: K, groupWidth: N)
      for rows in pieces {
        packed.pack(w.view.from(row: rows.lowerBound), rows: rows, panels: 0..<packed.panelCount)
      }
      let (columns, c) = (GroupedColumns(width: M), FloatBuffer(count: M * N))
      packed.multiplyTransposed(
        a.view, columns: columns, panels: 0..<columns.panelCount, depth: K, into: c.pointer,
        cStride: N, accumulate: false, scratch: ProductScratch())
      return c.elements
    }
    #expect(product([64..<128, 0..<64, 128..<150]) == product([0..<150]))
  }

  /// Rows in groups, each filled up to a multiple of 32, meet a left-hand side in panels of its own for each group.
  @Test(arguments: availableKinds, [(1, 5, 3), (2, 37, 70), (4, 64, 33)])
  func rowsMayStandInGroups(kind: ProductKind, sizes: (groups: Int, depth: Int, width: Int)) {
    let (G, K, N, M) = (sizes.groups, sizes.depth, sizes.width, 19)
    var random = RandomStream(case: 13)
    func integer() -> Float { Float(random.integer(in: -8...8)) }
    let a = PanelMatrix(rows: M, groups: G, width: K)
    let w = FloatBuffer((0..<G * K * N).map { _ in integer() })
    var sums = [Float](repeating: 0, count: M * N)
    let ofGroup = a.panelCount / G
    for row in 0..<M {
      for k in 0..<G * K {
        let value = integer()
        a.view.at(panel: k / K * ofGroup + k % K / 32, row: row)[k % K % 32] = value
        for n in 0..<N { sums[row * N + n] += value * w[k * N + n] }
      }
    }
    let packed = PackedMatrix(kind: kind, depth: K, depthGroups: G, groupWidth: N)
    packed.pack(w.pointer, kStride: N, nStride: 1, panels: 0..<packed.panelCount)
    let (c, rows) = (PanelMatrix(rows: M, width: N), FloatBuffer(count: M * N))
    packed.multiply(
      rows: M, a.view, into: c.view, panels: 0..<packed.panelCount, accumulate: false,
      scratch: ProductScratch())
    c.view.store(rows.pointer, rows: M, width: N)
    #expect(rows.elements == sums)
  }
}
