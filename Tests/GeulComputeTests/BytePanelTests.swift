import GeulCompute
import Testing

/// int8 products against their definition, in Double.
struct BytePanelTests {
  static let shapes: [ProductShape] =
    [
      ProductShape(1, 1, 1, 1), ProductShape(1, 3, 1, 33), ProductShape(2, 32, 1, 32),
      ProductShape(3, 33, 4, 5), ProductShape(1, 512, 4, 64), ProductShape(2, 523, 3, 31),
      ProductShape(1, 1_061, 1, 29), ProductShape(5, 15, 2, 47), ProductShape(1, 16, 1, 97),
      ProductShape(65, 70, 1, 37),
      ProductShape(129, 33, 2, 40),
    ]

  /// round(x / most · 127), and its scale.
  private func rounded(_ values: [Float]) -> (bytes: [Double], scale: Double) {
    let most = values.map(abs).max() ?? 0
    guard most > 0 else { return (values.map { _ in 0 }, 0) }
    return (
      values.map { Double(($0 / most * 127).rounded(.toNearestOrEven)) }, Double(most) / 127
    )
  }

  @Test(arguments: shapes, [false, true])
  func multiplies(shape: ProductShape, accumulate: Bool) {
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    var random = RandomStream(case: 70 + K)
    let (a, w, before) = (random.signed(M * K), random.signed(K * N), random.signed(M * N))
    let packed = PackedMatrix(kind: .int8, depth: K, groups: shape.groups, groupWidth: shape.width)
    let weights = FloatBuffer(w)
    packed.pack(weights.pointer, kStride: N, nStride: 1, panels: 0..<packed.panelCount)
    let (left, c) = (FloatBuffer(a), FloatBuffer(before))
    // Groups in panels of their own, as C is written.
    let sums = PanelMatrix(rows: M, groups: shape.groups, width: shape.width)
    for group in 0..<shape.groups {
      for row in 0..<M {
        MatrixView(panels: sums.view.panel(group * packed.panelCount), rows: M).from(row: row).load(
          c.pointer + row * N + group * shape.width, rows: 1, width: shape.width)
      }
    }
    packed.multiply(
      rows: M, MatrixView(rowMajor: left.pointer, width: K), into: sums.view,
      panels: 0..<packed.panelCount, accumulate: accumulate, scratch: ProductScratch())
    for group in 0..<shape.groups {
      for row in 0..<M {
        MatrixView(panels: sums.view.panel(group * packed.panelCount), rows: M).from(row: row)
          .store(c.pointer + row * N + group * shape.width, rows: 1, width: shape.width)
      }
    }
    for row in 0..<M {
      let (bytes, scale) = rounded(Array(a[row * K..<(row + 1) * K]))
      for column in 0..<N {
        let (weights, weightScale) = rounded((0..<K).map { w[$0 * N + column] })
        var sum = 0.0
        for k in 0..<K { sum += bytes[k] * weights[k] }
        var expected = sum * scale * weightScale
        if accumulate { expected += Double(before[row * N + column]) }
        // Half a byte's step may fall to either side, once in a while.
        let step = 127 * scale * weightScale * 1.01
        #expect(abs(Double(c[row * N + column]) - expected) <= step + 1e-5, "\(row), \(column)")
      }
    }
  }

  /// What each kind of kernel brings alone (`CKernels.h`), from the plain loop up to all that this processor has.
  static let kernels: [UInt32] = [0, 1, 2, 8, 64, 128, .max]

  /// Integers of at most 127 need no rounding, so nothing may be lost; and every kernel gives the same bits.
  @Test(arguments: [1, 3, 4, 15, 16, 17, 31, 512, 1_031], [1, 2, 17, 35, 64])
  func integersAreExact(depth: Int, rows: Int) {
    let (K, M, N) = (depth, rows, 37)
    var random = RandomStream(case: 72 + K)
    let a = PanelMatrix(rows: M, width: K)
    func left(_ i: Int, _ k: Int) -> UnsafeMutablePointer<Float> {
      a.view.at(panel: k / 32, row: i) + k % 32
    }
    for i in 0..<M {
      for k in 0..<K { left(i, k).pointee = Float(random.integer(in: -127...127)) }
      left(i, K / 2).pointee = -127
    }
    var w = (0..<K * N).map { _ in Float(random.integer(in: -127...127)) }
    for n in 0..<N { w[K / 3 * N + n] = n % 2 == 0 ? 127 : -127 }
    let packed = PackedMatrix(kind: .int8, depth: K, groupWidth: N)
    let weights = FloatBuffer(w)
    let before = random.signed(M * N)
    let c = FloatBuffer(before)
    packed.pack(weights.pointer, kStride: N, nStride: 1, panels: 0..<packed.panelCount)
    let scratch = ProductScratch()
    func multiply(into target: FloatBuffer, accumulate: Bool, by kernels: UInt32) {
      let block = packed.load(0..<M, of: a.view, scratch)
      for panel in 0..<packed.panelCount {
        packed.multiply(
          block, panel: panel, into: MatrixView(rowMajor: target.pointer, width: N),
          accumulate: accumulate, kernels: kernels)
      }
    }
    for accumulate in [true, false] {
      let found = Self.kernels.map { kernels in
        let c = FloatBuffer(before)
        multiply(into: c, accumulate: accumulate, by: kernels)
        return c.elements
      }
      for (kernels, elements) in zip(Self.kernels, found) {
        #expect(elements == found[0], "kernels \(kernels)")
      }
    }
    multiply(into: c, accumulate: false, by: .max)
    for i in 0..<M {
      for n in 0..<N {
        var sum: Float = 0
        for k in 0..<K { sum += left(i, k).pointee * w[k * N + n] }
        #expect(c[i * N + n] == sum, "\(i), \(n)")
      }
    }
  }

  /// Halves, and their neighbours, go where Swift's rounding sends them, whatever the column and the processor.
  @Test(arguments: [32, 45]) func tiesGoToEven(depth: Int) {
    // 127 is the largest, so nothing is scaled.
    let halves = (0..<depth).map { k -> Float in
      let half = Float(k % 40) - 19.5
      return k == 0 ? 127 : k % 3 == 0 ? half.nextUp : k % 3 == 1 ? half : half.nextDown
    }
    let packed = PackedMatrix(kind: .int8, depth: depth, groupWidth: depth)
    let unit = FloatBuffer((0..<depth * depth).map { $0 / depth == $0 % depth ? 127 : 0 })
    packed.pack(unit.pointer, kStride: depth, nStride: 1, panels: 0..<packed.panelCount)
    let (left, c) = (FloatBuffer(halves), FloatBuffer(count: depth))
    packed.multiply(
      rows: 1, MatrixView(rowMajor: left.pointer, width: depth),
      into: MatrixView(rowMajor: c.pointer, width: depth), panels: 0..<packed.panelCount,
      accumulate: false, scratch: ProductScratch())
    for (k, half) in halves.enumerated() {
      #expect(c[k] == 127 * half.rounded(.toNearestOrEven), "\(half)")
    }
  }

  /// Rounding loses little: the error of a sum of K terms is a small part of their root sum of squares.
  @Test func roundingLosesLittle() {
    let (K, N) = (512, 64)
    var random = RandomStream(case: 71)
    let (a, w) = (random.signed(K), random.signed(K * N))
    let packed = PackedMatrix(kind: .int8, depth: K, groupWidth: N)
    let (left, weights, c) = (FloatBuffer(a), FloatBuffer(w), FloatBuffer(count: N))
    packed.pack(weights.pointer, kStride: N, nStride: 1, panels: 0..<packed.panelCount)
    packed.multiply(
      rows: 1, MatrixView(rowMajor: left.pointer, width: K),
      into: MatrixView(rowMajor: c.pointer, width: N), panels: 0..<packed.panelCount,
      accumulate: false, scratch: ProductScratch())
    for column in 0..<N {
      var (sum, squares) = (0.0, 0.0)
      for k in 0..<K {
        let product = Double(a[k]) * Double(w[k * N + column])
        sum += product
        squares += product * product
      }
      #expect(abs(Double(c[column]) - sum) < 0.03 * squares.squareRoot(), "\(column)")
    }
  }

  /// Zeros stay zeros; what is not a number shows, rather than passing for one.
  @Test(arguments: [0, Float.nan, .infinity, Float.leastNonzeroMagnitude])
  func keepsWhatCannotBeRounded(value: Float) {
    let packed = PackedMatrix(kind: .int8, depth: 5, groupWidth: 3)
    let weights = FloatBuffer([Float](repeating: 0.5, count: 15))
    packed.pack(weights.pointer, kStride: 3, nStride: 1, panels: 0..<1)
    let (left, c) = (FloatBuffer([0, value, 0, 0, 0]), FloatBuffer(count: 3))
    packed.multiply(
      rows: 1, MatrixView(rowMajor: left.pointer, width: 5),
      into: MatrixView(rowMajor: c.pointer, width: 3), panels: 0..<1, accumulate: false,
      scratch: ProductScratch())
    for element in c.elements {
      if value.isFinite { #expect(abs(element) < 1e-30) } else { #expect(!element.isFinite) }
    }
  }
}
