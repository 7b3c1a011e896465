import GeulCompute

/// The sizes of one recurrent layer.
struct LayerShape: Sendable {
  /// D
  let input: Int
  /// H
  let hidden: Int
  /// G
  let gates: Int
  /// G·H
  var gateWidth: Int { gates * hidden }
  /// Panels of the H units; the gates have as many each.
  var panelCount: Int { PackedMatrix.panelCount(ofWidth: hidden) }
  /// The gates as the columns of a product.
  var gateColumns: GroupedColumns { GroupedColumns(groups: gates, width: hidden) }
}
