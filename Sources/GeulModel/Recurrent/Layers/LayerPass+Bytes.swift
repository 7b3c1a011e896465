import GeulCompute

/// Steps whose operand is rounded to 8 bits by all workers together.
extension LayerPass {
  /// target (B, N) = or += U h₋ of step t from bytes, this worker's panels. All lanes read a panel's weights before the
  /// next panel's: these are read once a step, however many blocks the lanes make.
  func multiply(
    _ bytes: ByteRows, at t: Int, by packed: PackedMatrix,
    into target: (_ panel: Int) -> MatrixView, accumulate: Bool,
    first: (_ panel: Int, _ lanes: Range<Int>) -> Void,
    then: (_ panel: Int, _ lanes: Range<Int>) -> Void
  ) {
    eachPanel(t) { panel in
      let target = target(panel)
      eachBlock(of: packed) { some in
        first(panel, some)
        let block = packed.load(some, of: bytes, from: t * lanes)
        packed.multiply(block, panel: panel, into: target, accumulate: accumulate)
        then(panel, some)
      }
    }
  }
}
