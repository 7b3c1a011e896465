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
}
