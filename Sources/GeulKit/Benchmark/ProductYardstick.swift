import GeulCompute
import GeulWork

/// A matrix product alone, by which the speed of a whole step is judged.
public enum ProductYardstick {
  /// M × K × N: the input projection of 50 lanes and 50 steps of an LSTM 2×512.
  public static let (rows, depth, columns) = (2_500, 512, 2_048)
  private static let rounds = 9

  /// GFLOP/s of the product with packed weights, the median of nine rounds of 50 ms or more.
  static func gigaflops(kind: ProductKind, pool: WorkerPool) -> Double {
    let a = PanelMatrix(rows: rows, width: depth)
    for i in 0..<a.elements.count { a.elements[i] = Float(i % 199) / 100 - 1 }
    let weights = FloatBuffer((0..<depth * columns).map { Float($0 % 197) / 100 - 1 })
    let c = PanelMatrix(rows: rows, width: columns)
    let packed = PackedMatrix(kind: kind, depth: depth, groupWidth: columns)
    packed.pack(weights.pointer, kStride: columns, nStride: 1, panels: 0..<packed.panelCount)
    var rates: [Double] = []
    for _ in 0..<rounds {
      let begun = ContinuousClock.now
      var (products, seconds) = (0, 0.0)
      while seconds < 0.05 {
        pool.run { worker in
          packed.multiply(
            rows: rows, a.view, into: c.view, panels: worker.share(of: packed.panelCount),
            accumulate: false, scratch: worker.scratch)
        }
        products += 1
        seconds = (ContinuousClock.now - begun).inSeconds
      }
      rates.append(2e-9 * Double(rows * depth * columns * products) / seconds)
    }
    return rates.sorted()[rounds / 2]
  }
}
