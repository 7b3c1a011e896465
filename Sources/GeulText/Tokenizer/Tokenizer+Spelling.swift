/// How characters are spelled in ids.
extension Tokenizer {
  /// Whether L, V and T become a precomposed syllable again when ids are decoded.
  ///
  /// In the decomposed forms there is none to begin with, and all jamo stand for themselves.
  var composesSyllables: Bool { unit == .jamo && form != .nfd && form != .nfkd }

  /// Appends the ids of a character of the normalized text; returns whether the vocabulary holds it.
  ///
  /// A cluster that is no symbol is spelled by its scalars; a scalar that is none by the bytes of its
  /// UTF-8, or as the unknown symbol.
  func appendSpelling(of character: ArraySlice<UInt32>, into ids: inout [UInt32]) -> Bool {
    if character.count > 1, let id = vocabulary.id(ofCluster: character) {
      ids.append(id)
      return true
    }
    var isKnown = true
    for scalar in character { isKnown = appendSpelling(of: scalar, into: &ids) && isKnown }
    return isKnown
  }

  /// The scalars of a character that is no symbol, and that are none themselves.
  func unknownScalars(in character: ArraySlice<UInt32>) -> [UInt32] {
    var ids: [UInt32] = []
    return character.filter { !appendSpelling(of: $0, into: &ids) }
  }

  private func appendSpelling(of scalar: UInt32, into ids: inout [UInt32]) -> Bool {
    if unit == .byte {
      UTF8Encoding.append(CollectionOfOne(scalar), into: &ids)
      return true
    }
    if unit == .jamo && HangulSyllable.range.contains(scalar) {
      if appendJamo(of: scalar, into: &ids) { return true }
    } else if let id = vocabulary.id(of: scalar), !mustBeSpelled(scalar) {
      ids.append(id)
      return true
    }
    switch vocabulary.unknown {
    case .bytes: UTF8Encoding.append(CollectionOfOne(scalar), into: &ids)
    case .symbol: ids.append(Vocabulary.unknownID)
    }
    return false
  }

  /// Appends the ids of a syllable's letters if all are symbols: a letter spelled in bytes would not
  /// join the others again.
  private func appendJamo(of syllable: UInt32, into ids: inout [UInt32]) -> Bool {
    let start = ids.count
    var areSymbols = true
    HangulSyllable.forEachJamo(of: syllable) { letter in
      if let id = vocabulary.id(of: letter) { ids.append(id) } else { areSymbols = false }
    }
    if !areSymbols { ids.removeLast(ids.count - start) }
    return areSymbols
  }

  /// Whether a letter must not be read as part of the syllable before it.
  ///
  /// In text that is not normalized V and T may stand behind a letter or syllable without having been
  /// composed with it. Bytes keep them apart. In the composed forms there are no such neighbours.
  private func mustBeSpelled(_ scalar: UInt32) -> Bool {
    unit == .jamo && form == .none
      && (HangulSyllable.vowels.contains(scalar) || HangulSyllable.finals.contains(scalar))
  }
}
