import GeulInspection
import GeulStorage

extension InspectionReport {
  static func json(
    _ found: EmbeddingInspection, _ naming: EmbeddingNaming, _ model: String, _ text: String
  ) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let symbols = found.symbols
    return [
      "model": .string(model), "text": .string(text),
      "symbols": .integer(Int64(symbols.ids.count)),
      "dimensions": .integer(Int64(symbols.vectors.width)),
      "nearest": .array(
        found.nearest.enumerated().map { row, near in
          [
            "symbol": .string(naming.names[row]), "id": .integer(Int64(symbols.ids[row])),
            "count": .integer(Int64(symbols.counts[row])),
            "nearest": .array(
              near.map {
                [
                  "symbol": .string(naming.names[$0.row]),
                  "id": .integer(Int64(symbols.ids[$0.row])), "cosine": .number($0.cosine),
                ]
              }),
          ]
        }),
      "variance_explained": .array(found.map.shares.map { .number($0) }),
      "variance_of_random": .number(found.randomShare),
      "map": .array(
        symbols.ids.indices.map { row in
          [
            "symbol": .string(naming.names[row]), "id": .integer(Int64(symbols.ids[row])),
            "kind": .string(symbols.kinds[row].rawValue),
            "count": .integer(Int64(symbols.counts[row])),
            "place": .array(found.map.places[row].map { .number($0) }),
          ]
        }),
      "kinds": .array(
        found.kinds.map {
          [
            "kind": .string($0.kind.rawValue), "symbols": .integer(Int64($0.symbols)),
            "within": number($0.within), "outside": number($0.outside),
          ]
        }),
      "hangul": json(found.hangul),
    ]
  }

  private static func json(_ structure: HangulStructure) -> JSONValue {
    switch structure {
    case .none(let reason): ["of": "nothing", "reason": .string(reason)]
    case .letters(let letters):
      [
        "of": "letters", "count": .integer(Int64(letters.count)),
        "position": json(letters.position), "consonant": json(letters.consonant),
      ]
    case .syllables(let syllables):
      [
        "of": "syllables", "count": .integer(Int64(syllables.count)),
        "parts": .array(
          syllables.parts.map {
            ["part": .string($0.part.rawValue), "contrast": json($0.contrast)]
          }
        ),
        "final_consonant": json(syllables.finalConsonant),
        "arithmetic": .array(
          syllables.arithmetic.map {
            [
              "exchanged": .array($0.parts.map { .string($0.rawValue) }),
              "tried": .integer(Int64($0.tried)), "found": .number($0.found),
              "without_difference": .number($0.withoutDifference),
              "shuffled": .number($0.shuffled), "chance": .number($0.chance),
            ]
          }),
      ]
    }
  }

  private static func json(_ contrast: PairContrast?) -> JSONValue {
    guard let contrast else { return .null }
    return [
      "pairs": .integer(Int64(contrast.pairs)), "other_pairs": .integer(Int64(contrast.otherPairs)),
      "cosine": .number(contrast.cosine), "other_cosine": .number(contrast.otherCosine),
      "difference": .number(contrast.difference), "z": .number(contrast.z),
      "p": .number(contrast.p),
    ]
  }
}
