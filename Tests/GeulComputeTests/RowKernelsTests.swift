import Foundation
import GeulCompute
import Testing

struct RowKernelsTests {
  /// Around the sixteen running values of the kernels, and vocabularies as they are.
  static let counts = [1, 2, 15, 16, 17, 65, 1_330]

  /// Log-softmax in Double of the sums in Float.
  private func logSoftmax(_ logits: [Float], _ bias: [Float]) -> [Double] {
    let sums = zip(logits, bias).map { Double($0 + $1) }
    let most = sums.max() ?? 0
    let shift = most + log(sums.reduce(0) { $0 + exp($1 - most) })
    return sums.map { $0 - shift }
  }

  @Test(arguments: counts, [1, 30, 1e4] as [Float])
  func logSoftmaxIsExact(count: Int, scale: Float) {
    var random = RandomStream(case: count)
    let logits = random.signed(count).map { $0 * scale }
    let bias = random.signed(count)
    let (row, biasBuffer) = (FloatBuffer(logits), FloatBuffer(bias))
    RowKernels.logSoftmax(row.pointer, bias: biasBuffer.pointer, count: count)
    for (found, expected) in zip(row.elements, logSoftmax(logits, bias)) {
      #expect(abs(Double(found) - expected) <= 1e-6 * (1 + abs(expected)))
    }
  }

  @Test(arguments: counts, [1, 30, 1e4] as [Float])
  func crossEntropyAndItsGradientAreExact(count: Int, scale: Float) {
    var random = RandomStream(case: count + 1)
    let logits = random.signed(count).map { $0 * scale }
    let bias = random.signed(count)
    let biasBuffer = FloatBuffer(bias)
    let expected = logSoftmax(logits, bias)
    for target in [0, count / 2, count - 1] {
      let row = FloatBuffer(logits)
      let loss = RowKernels.crossEntropy(
        row.pointer, bias: biasBuffer.pointer, count: count, target: target, scale: 0.25)
      #expect(abs(Double(loss) + expected[target]) <= 1e-6 * (1 - expected[target]))
      for (index, found) in row.elements.enumerated() {
        let derivative = (exp(expected[index]) - (index == target ? 1 : 0)) * 0.25
        #expect(abs(Double(found) - derivative) <= 1e-6 * abs(derivative) + 1e-7)
      }
    }
  }

  /// Rows of several tables added up are what plain loops make of them, to the bit.
  @Test(arguments: [(1, 1, 1), (5, 3, 7), (64, 8, 66)])
  func rowsOfTablesAreAddedUp(sizes: (count: Int, parts: Int, height: Int)) {
    let (count, parts, height) = sizes
    let stride = count + 2
    var random = RandomStream(case: 21)
    let tables = FloatBuffer(random.signed(parts * height * 32))
    let symbols = (0..<parts * stride).map { _ in UInt32(random.integer(in: 0...height - 1)) }
    let found = FloatBuffer(count: count * 32)
    symbols.withUnsafeBufferPointer { symbols in
      guard let first = symbols.baseAddress else { return }
      RowKernels.gatherSum(
        first, stride: stride, count: count, parts: parts, height: height, from: tables.pointer,
        into: found.pointer)
    }
    for index in 0..<count * 32 {
      var sum: Float = 0
      for part in 0..<parts {
        let row = part * height + Int(symbols[part * stride + index / 32])
        sum += tables[row * 32 + index % 32]
      }
      #expect(found[index] == sum)
    }
  }

  @Test func aVocabularyOfOneCostsNothing() {
    let (row, bias) = (FloatBuffer([3]), FloatBuffer([-7]))
    #expect(
      RowKernels.crossEntropy(row.pointer, bias: bias.pointer, count: 1, target: 0, scale: 1) == 0)
    #expect(row[0] == 0)
    RowKernels.logSoftmax(row.pointer, bias: bias.pointer, count: 1)
    #expect(row[0] == 0)
  }

  @Test(arguments: [0, 0.1, 0.5, 0.9, 0.999] as [Float])
  func dropoutKeepsItsShare(probability: Float) {
    let count = 200_000
    let (x, y) = (FloatBuffer([Float](repeating: 3, count: count)), FloatBuffer(count: count))
    RowKernels.dropout(
      x.pointer, into: y.pointer, first: 0, count: count, probability: probability, key: 5)
    let kept = y.elements.filter { $0 != 0 }
    #expect(kept.allSatisfy { $0 == 3 * (1 / (1 - probability)) })
    let (p, n) = (Double(probability), Double(count))
    #expect(abs(Double(kept.count) - n * (1 - p)) <= 5 * (n * p * (1 - p)).squareRoot())
  }

  @Test func dropoutIsAFunctionOfKeyAndPlace() {
    let count = 5_000
    let ones = FloatBuffer([Float](repeating: 1, count: count))
    func mask(key: UInt64, pieces: [Int]) -> [Float] {
      let result = FloatBuffer(count: count)
      for (from, to) in zip(pieces, pieces.dropFirst()) {
        RowKernels.dropout(
          ones.pointer + from, into: result.pointer + from, first: from, count: to - from,
          probability: 0.5, key: key)
      }
      return result.elements
    }
    let whole = mask(key: 9, pieces: [0, count])
    #expect(mask(key: 9, pieces: [0, 1, 18, 18, 2_003, count]) == whole)
    let other = mask(key: 10, pieces: [0, count])
    let agreeing = zip(whole, other).count { $0 == $1 }
    // Masks of neighbouring keys, and a mask and itself one place on, agree as often as not.
    #expect(abs(agreeing - count / 2) < 180)
    let shifted = zip(whole, whole.dropFirst()).count { $0 == $1 }
    #expect(abs(shifted - count / 2) < 180)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1_000])
  func sumOfSquaresIsTakenInDouble(count: Int) {
    var random = RandomStream(case: count)
    let values = random.signed(count).map { $0 * 1e25 }
    let expected = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    let buffer = FloatBuffer(values)
    let found = RowKernels.sumOfSquares(buffer.pointer, count: count)
    #expect(abs(found - expected) <= 1e-13 * expected)
  }

  @Test(arguments: [1, 7, 16, 33])
  func adds(count: Int) {
    var random = RandomStream(case: count)
    let (x, y) = (random.signed(count), random.signed(count + 1))
    let (addend, sum) = (FloatBuffer(x), FloatBuffer(y))
    RowKernels.add(addend.pointer, to: sum.pointer, count: count)
    #expect(sum.elements == zip(x, y).map { $0 + $1 } + [y[count]])
  }

  /// A table's rows are found, and added to in order, a symbol that comes twice twice.
  @Test func symbolsFindTheirRows() {
    let symbols: [UInt32] = [3, 0, 4, 3, 3, 1]
    var random = RandomStream(case: 6)
    let (table, x) = (random.signed(5 * 32), random.signed(symbols.count * 32))
    let (tableBuffer, rows) = (FloatBuffer(table), FloatBuffer(count: symbols.count * 32))
    RowKernels.gather(
      symbols, count: symbols.count, from: tableBuffer.pointer, into: rows.pointer)
    let xBuffer = FloatBuffer(x)
    RowKernels.scatterAdd(
      xBuffer.pointer, of: symbols, count: symbols.count, to: tableBuffer.pointer)
    var sums = table
    for (row, symbol) in symbols.enumerated() {
      for u in 0..<32 {
        #expect(rows[row * 32 + u] == table[Int(symbol) * 32 + u])
        sums[Int(symbol) * 32 + u] += x[row * 32 + u]
      }
    }
    #expect(tableBuffer.elements == sums)
  }

  @Test func addsColumnsInOrderOfRows() {
    let (rows, stride) = (23, 37)
    var random = RandomStream(case: 4)
    let (x, before) = (random.signed(rows * stride), random.signed(stride))
    let (matrix, sums) = (FloatBuffer(x), FloatBuffer(before))
    for columns in [3..<4, 4..<4, 4..<30] {
      RowKernels.addColumnSums(
        matrix.pointer, rows: rows, stride: stride, columns: columns, to: sums.pointer)
    }
    let expected = (0..<stride).map { column in
      (3..<30).contains(column)
        ? (0..<rows).reduce(before[column]) { $0 + x[$1 * stride + column] } : before[column]
    }
    #expect(sums.elements == expected)
  }
}
