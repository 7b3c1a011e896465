/// Names, shapes, offsets and initializers of a model's parameters: the one place that knows them.
///
/// Parameters, gradients and an optimizer's moments are buffers of `count` elements in this layout. Each kind of model
/// builds its own, and keeps the slots that its arithmetic needs by name beside it.
public struct ParameterLayout: Sendable {
  /// Every tensor, in order, without gaps.
  public let slots: [ParameterSlot]
  /// Elements in all.
  public let count: Int

  /// The slot of this name.
  public func slot(named name: String) -> ParameterSlot? { slots.first { $0.name == name } }

  /// A layout in the making: slots stand in the order in which they are added.
  struct Builder {
    private var slots: [ParameterSlot] = []
    private var count = 0

    /// Adds a tensor behind those that are there.
    mutating func add(_ name: String, _ shape: [Int], _ initializer: ParameterSlot.Initializer)
      -> ParameterSlot
    {
      let slot = ParameterSlot(name: name, shape: shape, offset: count, initializer: initializer)
      slots.append(slot)
      count += slot.count
      return slot
    }

    /// The layout of what was added.
    var layout: ParameterLayout { ParameterLayout(slots: slots, count: count) }
  }
}
