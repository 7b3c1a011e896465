import CKernels

/// The gate functions of the recurrent cells, for one panel of 32 units of some lanes.
///
/// Every view points at the first lane's first unit of the panel and reads on lane by lane; a cell's gates stand
/// `gateStride` elements apart, its biases and the sums of their gradients over the lanes `biasStride`. The equations stand at the layers that call these.
/// `exact` asks for the same bits on every processor, which going back only those find that multiply and add in one
/// rounding; else its own ways are taken.
package enum CellKernels {
  /// gates: sums in, i f g o out; c and h are written.
  package static func lstmForward(
    lanes: Int, exact: Bool, gates: UnsafeMutablePointer<Float>, gateStride: Int,
    bias: UnsafePointer<Float>, biasStride: Int, cBefore: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, h: UnsafeMutablePointer<Float>
  ) {
    geul_lstm_forward(exact, lanes, gates, gateStride, bias, biasStride, cBefore, c, h)
  }

  /// gates: i f g o in, their gradients before the nonlinearities out; dc: in, what later steps left; out, what
  /// this step leaves to the one before.
  package static func lstmBackward(
    lanes: Int, exact: Bool, gates: UnsafeMutablePointer<Float>, gateStride: Int,
    cBefore: UnsafePointer<Float>,
    c: UnsafePointer<Float>, dh: UnsafePointer<Float>, dc: UnsafeMutablePointer<Float>,
    sums: UnsafeMutablePointer<Float>, biasStride: Int
  ) {
    geul_lstm_backward(exact, lanes, gates, gateStride, cBefore, c, dh, dc, sums, biasStride)
  }

  /// gates: W x in, r z n out; recurrent: U h₋; candidate: U_n h₋ + b is written.
  package static func gruForward(
    lanes: Int, exact: Bool, gates: UnsafeMutablePointer<Float>, gateStride: Int,
    inputBias: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, recurrentStride: Int,
    recurrentBias: UnsafePointer<Float>, biasStride: Int, hBefore: UnsafePointer<Float>,
    candidate: UnsafeMutablePointer<Float>, h: UnsafeMutablePointer<Float>
  ) {
    geul_gru_forward(
      exact, lanes, gates, gateStride, inputBias, recurrent, recurrentStride, recurrentBias,
      biasStride, hBefore, candidate, h)
  }

  /// gates: r z n in, the gradient of W x out; dRecurrent: that of U h₋; the direct part is added to dhBefore.
  package static func gruBackward(
    lanes: Int, exact: Bool, gates: UnsafeMutablePointer<Float>, gateStride: Int,
    candidate: UnsafePointer<Float>, hBefore: UnsafePointer<Float>, dh: UnsafePointer<Float>,
    dRecurrent: UnsafeMutablePointer<Float>, recurrentStride: Int,
    dhBefore: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    recurrentSums: UnsafeMutablePointer<Float>, biasStride: Int
  ) {
    geul_gru_backward(
      exact, lanes, gates, gateStride, candidate, hBefore, dh, dRecurrent, recurrentStride,
      dhBefore, sums,
      recurrentSums, biasStride)
  }

  /// activation: 0 tanh, 1 ReLU, 2 sigmoid.
  package static func rnnForward(
    lanes: Int, exact: Bool, activation: Int32, gates: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, h: UnsafeMutablePointer<Float>
  ) {
    geul_rnn_forward(exact, lanes, activation, gates, bias, h)
  }

  /// dGates: the gradient before the nonlinearity, from h and dh.
  package static func rnnBackward(
    lanes: Int, exact: Bool, activation: Int32, h: UnsafePointer<Float>, dh: UnsafePointer<Float>,
    dGates: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>
  ) {
    geul_rnn_backward(exact, lanes, activation, h, dh, dGates, sums)
  }
}
