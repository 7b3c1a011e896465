import GeulModel
import Testing

struct WindowConfigurationTests {
  @Test func soundSizesHaveNoFlaw() {
    #expect(WindowConfiguration(vocabulary: 1).flaw == nil)
    #expect(WindowConfiguration(window: 4_096, input: .embedding(64), vocabulary: 9).flaw == nil)
    #expect(WindowConfiguration(window: 4_096, input: .oneHot, vocabulary: 900).flaw == nil)
  }

  @Test(arguments: [
    (WindowConfiguration(window: 0, vocabulary: 9), "window must be 1 to 4096, not 0"),
    (WindowConfiguration(window: 4_097, vocabulary: 9), "window must be 1 to 4096, not 4097"),
    (WindowConfiguration(layers: 0, vocabulary: 9), "layers must be 1 to 64, not 0"),
    (
      WindowConfiguration(window: 4_096, input: .embedding(65), vocabulary: 9),
      "window times embedding must be at most 262144, not 266240"
    ),
    (
      WindowConfiguration(vocabulary: 9, dropout: 1),
      "dropout must be at least 0 and below 1, not 1.0"
    ),
  ])
  func flawNamesTheValue(configuration: WindowConfiguration, flaw: String) {
    #expect(configuration.flaw == flaw)
  }

  /// torch.nn.Embedding(V + 1, D), then torch.nn.Linear(n * D, H), torch.nn.Linear(H, H), torch.nn.Linear(H, V).
  @Test func namesAndShapes() {
    func tensors(_ input: InputEncoding) -> [(String, [Int])] {
      WindowSlots(
        WindowConfiguration(window: 3, layers: 2, hidden: 4, input: input, vocabulary: 7)
      ).layout.slots.map { ($0.name, $0.shape) }
    }
    func layers(_ inputs: Int) -> [(String, [Int])] {
      [
        ("hidden.weight_l0", [4, inputs]), ("hidden.bias_l0", [4]), ("hidden.weight_l1", [4, 4]),
        ("hidden.bias_l1", [4]), ("projection.weight", [7, 4]), ("projection.bias", [7]),
      ]
    }
    for (input, expected) in [
      (InputEncoding.embedding(5), [("embedding.weight", [8, 5])] + layers(15)),
      (.oneHot, layers(24)),
    ] {
      let found = tensors(input)
      #expect(found.map(\.0) == expected.map(\.0))
      #expect(found.map(\.1) == expected.map(\.1))
    }
  }

  /// Sums have unit variance: fan-in counts what is added up, of one-hot input n columns.
  @Test func weightsStartByWhatIsAddedUp() {
    func initializer(_ input: InputEncoding, _ name: String) -> ParameterSlot.Initializer? {
      WindowSlots(
        WindowConfiguration(window: 12, layers: 2, hidden: 48, input: input, vocabulary: 7)
      ).layout.slot(named: name)?.initializer
    }
    #expect(initializer(.oneHot, "hidden.weight_l0") == .uniform(bound: 0.5))
    #expect(initializer(.embedding(4), "hidden.weight_l0") == .uniform(bound: 0.25))
    #expect(initializer(.oneHot, "hidden.weight_l1") == .uniform(bound: 0.25))
    #expect(initializer(.embedding(4), "hidden.bias_l0") == .zero)
    #expect(initializer(.embedding(4), "embedding.weight") == .normal(deviation: 1))
  }
}
