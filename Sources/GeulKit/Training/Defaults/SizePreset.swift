/// How large a recurrent model is made, for somebody who does not want to choose its sizes.
public enum SizePreset: String, Sendable, Codable, CaseIterable {
  /// One layer of 256 units: some 0.4 million parameters.
  case small
  /// Two layers of 512: some 3.3 million.
  case medium
  /// Two layers of 1,024: some 13 million.
  case large

  /// Layers, one upon the other.
  var layers: Int { self == .small ? 1 : 2 }

  /// Units of a layer.
  var hidden: Int {
    switch self {
    case .small: 256
    case .medium: 512
    case .large: 1024
    }
  }
}
