/// What was found of each kind of mojibake.
struct MojibakeTally: Sendable {
  private var utf8 = Mojibake(kind: .utf8AsLatin1)
  private var cp949 = Mojibake(kind: .cp949AsLatin1)
  private var legacy = Mojibake(kind: .legacyAsLatin1)
  private var replacements = Mojibake(kind: .replacementAsCP949)

  /// What was found of a kind. No dictionary: kinds are looked up for every run.
  subscript(kind: Mojibake.Kind) -> Mojibake {
    get {
      switch kind {
      case .utf8AsLatin1: utf8
      case .cp949AsLatin1: cp949
      case .legacyAsLatin1: legacy
      case .replacementAsCP949: replacements
      }
    }
    _modify {
      switch kind {
      case .utf8AsLatin1: yield &utf8
      case .cp949AsLatin1: yield &cp949
      case .legacyAsLatin1: yield &legacy
      case .replacementAsCP949: yield &replacements
      }
    }
  }
}
