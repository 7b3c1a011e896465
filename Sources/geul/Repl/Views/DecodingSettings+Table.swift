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

  /// A setting in a sentence.
  func said(_ setting: DecodingSetting) -> String {
    guard setting == .temperature, temperature == nil else { return shown(setting) }
    return "\(sampling.temperature) (auto)"
  }
}

extension DecodingSetting {
  /// The setting that a person means, by its name or by what other programs call it.
  init?(typed name: String) {
    let known = [Meanings.key(name)] + Meanings.flags(meantBy: name)
    guard let setting = known.lazy.compactMap(DecodingSetting.init(rawValue:)).first else {
      return nil
    }
    self = setting
  }
}

extension LanguageModel {
  /// The model in a few words: its kind and its vocabulary.
  var words: String {
    "\(model.configuration.name.rawValue), \(Figures.counted(tokenizer.symbolCount, "symbol")) of unit "
      + tokenizer.unit.rawValue
  }
}
