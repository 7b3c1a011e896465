import GeulKit

extension DecodingSettings {
  /// All settings as they would be typed, one a line.
  var table: String {
    let names = DecodingSetting.allCases
    let width = names.map(\.rawValue.count).max() ?? 0
    return names.map { setting in
      let name = setting.rawValue
      return name + String(repeating: " ", count: width + 2 - name.count)
        + VisibleText.line(shown(setting))
    }.joined(separator: "\n")
  }
}
