import GeulCompute
import Testing

/// The sizes of a product C (M, N) = A (M, K) · W (K, N), N in groups.
struct ProductShape: Sendable, CustomTestStringConvertible {
  /// M
  let rows: Int
  /// K
  let depth: Int
  let groups: Int
  /// Columns of a group.
  let width: Int

  init(_ rows: Int, _ depth: Int, _ groups: Int, _ width: Int) {
    self.rows = rows
    self.depth = depth
    self.groups = groups
    self.width = width
  }

  /// N
  var columns: Int { groups * width }
  var testDescription: String { "\(rows) x \(depth) x (\(groups) x \(width))" }
}

/// How a product is asked for.
struct ProductOptions {
  let accumulate: Bool
  /// Whether W's rows are contiguous, or else its columns.
  let rowsContiguous: Bool

  static let all = [false, true].flatMap { accumulate in
    [false, true].map { ProductOptions(accumulate: accumulate, rowsContiguous: $0) }
  }
}

/// One product with random operands, a random part of C to compute, and what must come out in Double.
struct ProductCase {
  private let kind: ProductKind
  private let shape: ProductShape
  private let options: ProductOptions
  /// Whether every sum is a small integer, which no kind may round.
  private let exact: Bool
  private var random: RandomStream
  private let a: [Float]
  private let w: [Float]
  private let before: [Float]
  private let c: FloatBuffer
  private let packed: PackedMatrix
  private let scratch = ProductScratch()
  /// N and some.
  private let cStride: Int
  /// What of C is computed.
  private var rows: Range<Int>
  private var columns: Set<Int>

  init(
    _ kind: ProductKind, _ shape: ProductShape, _ options: ProductOptions, exact: Bool, seed: Int
  ) {
    (self.kind, self.shape, self.options, self.exact) = (kind, shape, options, exact)
    random = RandomStream(case: 100 + seed)
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    a = Self.values(M * K, exact: exact, &random)
    w = Self.values(K * N, exact: exact, &random)
    cStride = N + random.integer(in: 0...3)
    before = Self.values(M * cStride, exact: exact, &random)
    c = FloatBuffer(before)
    // Made deeper than it is used, as the last chunk of a text may be shorter than the others.
    packed = PackedMatrix(
      kind: kind, depth: K + random.integer(in: 0...40), groups: shape.groups,
      groupWidth: shape.width)
    (rows, columns) = (0..<M, Set(0..<N))
  }

  private static func values(_ count: Int, exact: Bool, _ random: inout RandomStream) -> [Float] {
    exact ? (0..<count).map { _ in Float(random.integer(in: -8...8)) } : random.signed(count)
  }

  /// C = or += A · W for some of the panels.
  mutating func multiply() {
    // `multiply` uses all of the matrix's depth: zeros fill it up on both sides.
    let (M, K, depth) = (shape.rows, shape.depth, packed.depth)
    let left = FloatBuffer(count: M * depth)
    for row in 0..<M { for k in 0..<K { left[row * depth + k] = a[row * K + k] } }
    let first = random.integer(in: 0...packed.panelCount - 1)
    let panels = first..<random.integer(in: first + 1...packed.panelCount)
    columns = Set(
      (0..<shape.columns).filter { packed.columns(of: panels).contains($0 % shape.width) })
    pack(depth: depth)
    packed.multiply(
      rows: M, left.pointer, aStride: depth, into: c.pointer, cStride: cStride, panels: panels,
      accumulate: options.accumulate, scratch: scratch)
  }

  /// C = or += Aᵀ · W for some of the rows, A given as (K, M).
  mutating func multiplyTransposed() {
    let (M, K) = (shape.rows, shape.depth)
    let aStride = M + random.integer(in: 0...5)
    let left = FloatBuffer(count: K * aStride)
    for row in 0..<M { for k in 0..<K { left[k * aStride + row] = a[row * K + k] } }
    let first = random.integer(in: 0...M - 1)
    rows = first..<random.integer(in: first + 1...M)
    pack(depth: K)
    packed.multiplyTransposed(
      rows: rows, depth: K, left.pointer, aStride: aStride, into: c.pointer, cStride: cStride,
      accumulate: options.accumulate, scratch: scratch)
  }

  /// Packs W, with zeros below its K rows, panel by panel.
  private func pack(depth: Int) {
    let columns = shape.columns
    let (kStride, nStride) = options.rowsContiguous ? (columns, 1) : (1, depth)
    let source = FloatBuffer(count: depth * columns)
    for k in 0..<shape.depth {
      for n in 0..<columns { source[k * kStride + n * nStride] = w[k * columns + n] }
    }
    for panel in (0..<packed.panelCount).reversed() {
      packed.pack(
        source.pointer, kStride: kStride, nStride: nStride, depth: depth, panels: panel..<panel + 1)
    }
  }

  /// Every element asked for is right, and every other as it was.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    var wrong = 0
    for row in 0..<shape.rows {
      for column in 0..<cStride {
        let index = row * cStride + column
        guard rows.contains(row) && columns.contains(column) else {
          if c[index] != before[index] { wrong += 1 }
          continue
        }
        let (sum, magnitude) = expected(row, column)
        let tolerance = exact ? 0 : 1e-6 * magnitude
        if !(abs(Double(c[index]) - sum) <= tolerance) { wrong += 1 }
      }
    }
    #expect(
      wrong == 0, "\(wrong) of \(c.count) elements; \(options), exact: \(exact)",
      sourceLocation: sourceLocation)
  }

  /// The element in Double, from operands rounded as the kind rounds them, and Σ |a w|.
  private func expected(_ row: Int, _ column: Int) -> (sum: Double, magnitude: Double) {
    let start = options.accumulate ? Double(before[row * cStride + column]) : 0
    var (sum, magnitude) = (start, abs(start))
    for k in 0..<shape.depth {
      let (left, right) = (a[row * shape.depth + k], w[k * shape.columns + column])
      let product = rounded(left) * rounded(right)
      sum += product
      magnitude += abs(product)
    }
    return (sum, magnitude)
  }

  /// To bf16, to the nearest, ties to even.
  private func rounded(_ value: Float) -> Double {
    guard kind == .bf16 else { return Double(value) }
    let bits = value.bitPattern
    return Double(Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000))
  }
}
