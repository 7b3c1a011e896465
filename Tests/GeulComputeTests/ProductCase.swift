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
  /// Whether A lies in panels, or else in plain rows.
  let inPanels: Bool

  static let all = [false, true].flatMap { accumulate in
    [false, true].flatMap { rowsContiguous in
      [false, true].map {
        ProductOptions(accumulate: accumulate, rowsContiguous: rowsContiguous, inPanels: $0)
      }
    }
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
  private let packed: PackedMatrix
  private let scratch = ProductScratch()
  /// C and what it held before: in panels of some more rows than M, or in plain rows.
  private var c: FloatBuffer
  private var before: [Float]
  /// Elements of C that are computed: where they stand, by row and column.
  private var asked: [Int: (row: Int, column: Int)] = [:]

  init(
    _ kind: ProductKind, _ shape: ProductShape, _ options: ProductOptions, exact: Bool, seed: Int
  ) {
    (self.kind, self.shape, self.options, self.exact) = (kind, shape, options, exact)
    random = RandomStream(case: 100 + seed)
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    a = Self.values(M * K, exact: exact, &random)
    w = Self.values(K * N, exact: exact, &random)
    packed = PackedMatrix(kind: kind, depth: K, groups: shape.groups, groupWidth: shape.width)
    (c, before) = (FloatBuffer(count: 0), [])
  }

  /// Makes C of `count` elements.
  private mutating func prepare(_ count: Int) {
    before = Self.values(count, exact: exact, &random)
    c = FloatBuffer(before)
  }

  private static func values(_ count: Int, exact: Bool, _ random: inout RandomStream) -> [Float] {
    exact ? (0..<count).map { _ in Float(random.integer(in: -8...8)) } : random.signed(count)
  }

  /// C = or += A · W for some of the panels.
  mutating func multiply() {
    let (M, K) = (shape.rows, shape.depth)
    let left = matrix(rows: M, columns: K) { a[$0 * K + $1] }
    let first = random.integer(in: 0...packed.panelCount - 1)
    let panels = first..<random.integer(in: first + 1...packed.panelCount)
    pack()
    let inPanels = options.inPanels || shape.groups > 1
    let (rows, width) = (M + random.integer(in: 0...3), shape.columns + random.integer(in: 0...3))
    prepare(inPanels ? shape.groups * packed.panelCount * rows * 32 : M * width)
    let view =
      inPanels
      ? MatrixView(panels: c.pointer, rows: rows) : MatrixView(rowMajor: c.pointer, width: width)
    packed.multiply(
      rows: M, left.view, into: view, panels: panels, accumulate: options.accumulate,
      scratch: scratch)
    for row in 0..<M {
      for group in 0..<shape.groups {
        for column in packed.columns(of: panels) {
          let panel = group * packed.panelCount + column / 32
          let place = view.at(panel: panel, row: row) + column % 32 - c.pointer
          asked[place] = (row, group * shape.width + column)
        }
      }
    }
  }

  /// C (M, N) = or += Aᵀ · W in plain rows for some of the panels of A, given as (K, M) with columns in groups.
  mutating func multiplyTransposed(groups: Int) {
    let (M, K, N) = (shape.rows, shape.depth, shape.columns)
    let columns = GroupedColumns(groups: groups, width: M)
    let ofGroup = columns.panelCount / groups
    // Every group holds the same columns, in panels of its own.
    let left = matrix(rows: K, columns: groups == 1 ? M : columns.panelCount * 32) { k, column in
      let i = column % (ofGroup * 32)
      return i < M ? a[i * K + k] : 99
    }
    let first = random.integer(in: 0...columns.panelCount - 1)
    let panels = first..<random.integer(in: first + 1...columns.panelCount)
    // Deeper than it is used, and full of a longer chunk's rows, as the last chunk of a text finds it.
    let deeper = PackedMatrix(kind: kind, depth: K + random.integer(in: 0...40), groupWidth: N)
    let stale = matrix(rows: deeper.depth, columns: N) { _, _ in 77 }
    let right = matrix(rows: K, columns: N) { w[$0 * N + $1] }
    deeper.pack(stale.view, depth: deeper.depth, panels: 0..<deeper.panelCount)
    deeper.pack(right.view, depth: K, panels: 0..<deeper.panelCount)
    let cStride = N + random.integer(in: 0...3)
    prepare(groups * M * cStride)
    deeper.multiplyTransposed(
      left.view, columns: columns, panels: panels, depth: K, into: c.pointer, cStride: cStride,
      accumulate: options.accumulate, scratch: scratch)
    for panel in panels {
      for i in panel % ofGroup * 32..<min(M, panel % ofGroup * 32 + 32) {
        for column in 0..<N { asked[(panel / ofGroup * M + i) * cStride + column] = (i, column) }
      }
    }
  }

  /// A matrix as the options say, in panels or in plain rows, and a view of it. What is not its own holds 99.
  private func matrix(rows: Int, columns: Int, _ element: (Int, Int) -> Float)
    -> (elements: FloatBuffer, view: MatrixView)
  {
    let width = options.inPanels ? (columns + 31) / 32 * 32 : columns
    let elements = FloatBuffer([Float](repeating: 99, count: rows * width))
    let view =
      options.inPanels
      ? MatrixView(panels: elements.pointer, rows: rows)
      : MatrixView(rowMajor: elements.pointer, width: width)
    for row in 0..<rows {
      for column in 0..<columns {
        view.at(panel: column / 32, row: row)[column % 32] = element(row, column)
      }
    }
    return (elements, view)
  }

  /// Packs W panel by panel: from parameters, or as activations are.
  private func pack() {
    let (K, N) = (shape.depth, shape.columns)
    let (kStride, nStride) = options.rowsContiguous ? (N, 1) : (1, K)
    let source = FloatBuffer(count: K * N)
    for k in 0..<K { for n in 0..<N { source[k * kStride + n * nStride] = w[k * N + n] } }
    let asActivations = matrix(rows: K, columns: N) { w[$0 * N + $1] }
    for panel in (0..<packed.panelCount).reversed() {
      if options.inPanels && shape.groups == 1 {
        packed.pack(asActivations.view, depth: K, panels: panel..<panel + 1)
      } else {
        packed.pack(
          source.pointer, kStride: kStride, nStride: nStride, panels: panel..<panel + 1)
      }
    }
  }

  /// Every element asked for is right, and every other as it was.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    var wrong = 0
    for (index, value) in c.elements.enumerated() {
      guard let place = asked[index] else {
        if value != before[index] { wrong += 1 }
        continue
      }
      let (sum, magnitude) = expected(
        place.row, place.column, before: options.accumulate ? Double(before[index]) : 0)
      let tolerance = exact ? 0 : 1e-6 * magnitude
      if !(abs(Double(value) - sum) <= tolerance) { wrong += 1 }
    }
    #expect(
      wrong == 0, "\(wrong) of \(c.count) elements; \(options), exact: \(exact)",
      sourceLocation: sourceLocation)
  }

  /// The element in Double, from operands rounded as the kind rounds them, and Σ |a w|.
  private func expected(_ row: Int, _ column: Int, before: Double) -> (
    sum: Double, magnitude: Double
  ) {
    var (sum, magnitude) = (before, abs(before))
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
