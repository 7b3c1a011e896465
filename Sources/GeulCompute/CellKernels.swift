import CKernels

/// The gate functions of the recurrent cells, for a range of units of one lane.
///
/// A lane's gates stand side by side, G blocks of `hidden`; each function reads and writes the units
/// `range` of every block. The equations stand at the layers that call these.
package struct CellKernels {
  private let units: geul_units

  /// The kernels for the units `range` of gates `hidden` wide.
  package init(hidden: Int, range: Range<Int>) {
    units = geul_units(hidden: hidden, from: range.lowerBound, to: range.upperBound)
  }

  /// gates (4H): sums in, i f g o out; c and h (H) are written.
  package func lstmForward(
    gates: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, cBefore: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, h: UnsafeMutablePointer<Float>
  ) {
    geul_lstm_forward(units, gates, bias, cBefore, c, h)
  }

  /// dc (H): in, what later steps left; out, what this step leaves to the one before.
  package func lstmBackward(
    gates: UnsafePointer<Float>, cBefore: UnsafePointer<Float>, c: UnsafePointer<Float>,
    dh: UnsafePointer<Float>, dc: UnsafeMutablePointer<Float>, dGates: UnsafeMutablePointer<Float>
  ) {
    geul_lstm_backward(units, gates, cBefore, c, dh, dc, dGates)
  }

  /// gates (3H): W x in, r z n out; recurrent (3H): U h₋; candidate (H): U_n h₋ + b is written.
  package func gruForward(
    gates: UnsafeMutablePointer<Float>, inputBias: UnsafePointer<Float>,
    recurrent: UnsafePointer<Float>, recurrentBias: UnsafePointer<Float>,
    hBefore: UnsafePointer<Float>, candidate: UnsafeMutablePointer<Float>,
    h: UnsafeMutablePointer<Float>
  ) {
    geul_gru_forward(units, gates, inputBias, recurrent, recurrentBias, hBefore, candidate, h)
  }

  /// dGates with respect to W x, dRecurrent with respect to U h₋, dhBefore the direct part alone.
  package func gruBackward(
    gates: UnsafePointer<Float>, candidate: UnsafePointer<Float>, hBefore: UnsafePointer<Float>,
    dh: UnsafePointer<Float>, dGates: UnsafeMutablePointer<Float>,
    dRecurrent: UnsafeMutablePointer<Float>, dhBefore: UnsafeMutablePointer<Float>
  ) {
    geul_gru_backward(units, gates, candidate, hBefore, dh, dGates, dRecurrent, dhBefore)
  }

  /// activation: 0 tanh, 1 ReLU, 2 sigmoid.
  package func rnnForward(
    activation: Int32, gates: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    h: UnsafeMutablePointer<Float>
  ) {
    geul_rnn_forward(units, activation, gates, bias, h)
  }

  /// dGates (H): the gradient before the nonlinearity, from h and dh.
  package func rnnBackward(
    activation: Int32, h: UnsafePointer<Float>, dh: UnsafePointer<Float>,
    dGates: UnsafeMutablePointer<Float>
  ) {
    geul_rnn_backward(units, activation, h, dh, dGates)
  }
}
