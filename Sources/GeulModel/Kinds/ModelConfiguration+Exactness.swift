import GeulCompute

extension ModelConfiguration {
  /// Whether predictions with products of this kind have the same bits on every processor.
  public func isExact(in kind: ProductKind) -> Bool {
    switch self {
    case .recurrent: kind == .int8
    case .window(let configuration):
      kind == .int8 && kind.fitting(depth: configuration.inputSize(ofLayer: 0)) == kind
    case .ngram: true
    }
  }
}
