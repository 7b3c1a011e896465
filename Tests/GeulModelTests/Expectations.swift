import Foundation
import Testing

/// Expects every number to be within `relative` of its twin, or within `absolute`; reports the worst.
func expectClose(
  _ found: [Float], _ expected: [Double], relative: Double, absolute: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record(
      "\(what): \(found.count) numbers, not \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  var worst = (excess: 1.0, index: -1)
  for (index, (a, b)) in zip(found, expected).enumerated() {
    let excess = abs(Double(a) - b) / (relative * abs(b) + absolute)
    if !(excess <= worst.excess) { worst = (excess.isNaN ? .infinity : excess, index) }
  }
  if worst.index >= 0 {
    Issue.record(
      "\(what)[\(worst.index)] is \(found[worst.index]), not \(expected[worst.index])",
      sourceLocation: sourceLocation)
  }
}

/// Expects the difference of two vectors to be at most `ratio` of the second one's length.
func expectNear(
  _ found: [Float], _ expected: [Double], ratio: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let difference = length(zip(found, expected).map { Double($0) - $1 })
  #expect(
    found.count == expected.count && difference <= ratio * length(expected),
    "\(what) is \(difference) away from a vector of length \(length(expected))",
    sourceLocation: sourceLocation)
}

/// The log-probabilities of rows of `width` logits.
func logSoftmax(_ logits: [Double], width: Int) -> [Double] {
  stride(from: 0, to: logits.count, by: width).flatMap { from in
    let row = logits[from..<from + width]
    let most = row.max() ?? 0
    let shift = most + log(row.reduce(0) { $0 + exp($1 - most) })
    return row.map { $0 - shift }
  }
}
