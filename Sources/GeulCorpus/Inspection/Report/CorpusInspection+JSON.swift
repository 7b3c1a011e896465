import GeulStorage
import GeulText

extension CorpusInspection {
  /// All findings, keys in snake_case; places name the file by its path.
  public var json: JSONValue {
    [
      "files": .array(files.map(json)), "bytes": integer(bytes), "utf8_bytes": integer(utf8Bytes),
      "scalars": integer(scalars), "distinct_scalars": integer(characters.distinct),
      "graphemes": integer(vocabulary(.grapheme, .none).length), "lines": integer(lines),
      "longest_line": json(longestLine), "newlines": json(newlines),
      "normal_form": json(normalForm),
      "scripts": .array(
        characters.scripts.map {
          [
            "script": .string($0.script.rawValue), "count": integer($0.count),
            "distinct": integer($0.distinct),
          ]
        }),
      "kinds": .object(
        JSONObject(CharacterKind.allCases.map { ($0.rawValue, json(characters[$0])) })),
      "mojibake": .array(mojibake.map(json)), "rarest": .array(rarest.map(json)),
      "vocabularies": .array(vocabularies.map(json)),
      "changes": .object(
        JSONObject(NormalizationForm.allCases.map { ($0.rawValue, integer(changes[$0] ?? 0)) })),
      "vocabulary_newlines": .string(newlinePolicy.rawValue), "complete": .bool(isComplete),
      "duplicates": duplicatesJSON,
      "recommendations": .array(
        recommendations.map {
          [
            "kind": .string($0.kind.rawValue), "message": .string($0.message),
            "flag": $0.flag.map(JSONValue.string) ?? .null,
          ]
        }),
    ]
  }

  private func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  private func text(_ scalars: [UInt32]) -> JSONValue { .string(String(scalars: scalars)) }

  private func json(_ file: FileInspection) -> JSONValue {
    [
      "path": .string(file.source.path), "bytes": integer(file.source.bytes),
      "encoding": .string(file.source.encoding), "confidence": .number(file.source.confidence),
      "encoding_reason": file.source.guess.map { .string($0.reason) } ?? .null,
      "runner_up": json(file.source.guess?.runnerUp),
      "byte_order_mark": .bool(file.source.hasByteOrderMark),
      "invalid_sequences": integer(file.source.invalidSequences),
      "utf8_bytes": integer(file.utf8Bytes), "scalars": integer(file.scalars),
      "lines": integer(file.lines), "longest_line": json(file.longestLine),
      "newlines": json(file.newlines), "normal_form": json(file.normalForm),
      "format": file.structure.format.map { .string($0.rawValue) } ?? .null,
      "fields": .array(file.structure.fields.map { .string($0) }),
      "tags": integer(file.structure.tags),
      "character_references": integer(file.structure.references),
      "escapes": integer(file.structure.escapes), "line_marks": integer(file.structure.lineMarks),
    ]
  }

  private func json(_ candidate: EncodingGuess.Candidate?) -> JSONValue {
    guard let candidate else { return .null }
    return [
      "encoding": .string(candidate.encoding.name), "confidence": .number(candidate.confidence),
    ]
  }

  private func json(_ line: LineLength?) -> JSONValue {
    guard let line else { return .null }
    return [
      "file": .string(files[line.file].source.path), "line": integer(line.line),
      "scalars": integer(line.scalars),
    ]
  }

  private func json(_ newlines: NewlineCounts) -> JSONValue {
    [
      "lf": integer(newlines.lineFeeds), "crlf": integer(newlines.pairs),
      "cr": integer(newlines.carriageReturns), "nel": integer(newlines.nextLines),
      "line_separator": integer(newlines.lineSeparators),
    ]
  }

  private func json(_ finding: NormalFormFinding) -> JSONValue {
    [
      "form": .string(finding.form.rawValue), "first_not_nfc": json(finding.firstNotNFC),
      "first_not_nfd": json(finding.firstNotNFD),
    ]
  }

  private func json(_ place: TextPlace?) -> JSONValue {
    guard let place else { return .null }
    return [
      "file": .string(files[place.file].source.path), "utf8_offset": integer(place.utf8Offset),
      "line": integer(place.line),
    ]
  }

  private func json(_ kind: CharacterCensus.KindCount) -> JSONValue {
    [
      "count": integer(kind.count), "distinct": integer(kind.distinct),
      "most_frequent": .array(kind.examples.map(json)),
    ]
  }

  private func json(_ sighting: Sighting) -> JSONValue {
    [
      "scalar": .string(InspectionText.name(sighting.scalar)), "text": text([sighting.scalar]),
      "count": integer(sighting.count), "first": json(sighting.place),
      "before": text(sighting.before), "after": text(sighting.after),
    ]
  }

  private func json(_ mojibake: Mojibake) -> JSONValue {
    [
      "kind": .string(mojibake.kind.rawValue), "characters": integer(mojibake.characters),
      "encoding": mojibake.encoding.map { .string($0.name) } ?? .null,
      "examples": .array(
        mojibake.examples.map {
          ["place": json($0.place), "text": text($0.text), "reading": text($0.reading)]
        }),
    ]
  }

  private func json(_ size: VocabularySize) -> JSONValue {
    [
      "unit": .string(size.unit.rawValue), "form": .string(size.form.rawValue),
      "symbols": integer(size.symbols), "once": integer(size.once), "length": integer(size.length),
    ]
  }
}
