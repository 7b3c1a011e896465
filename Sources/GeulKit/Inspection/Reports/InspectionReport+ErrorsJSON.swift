import GeulEvaluation
import GeulInspection
import GeulStorage

extension InspectionReport {
  static func json(_ found: ErrorInspection) -> JSONValue {
    func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    func share(_ part: Int, _ whole: Int) -> JSONValue {
      .number(Double(part) / Double(max(1, whole)))
    }
    let ladder = found.ladder
    return [
      "model": .string(found.first.name), "kind": .string(found.first.kind.rawValue),
      "text": .string(found.text), "symbols": count(found.symbols),
      "available_symbols": count(found.available), "threshold": .number(ErrorLadder.threshold),
      "errors": count(ladder.errors), "error_share": share(ladder.errors, ladder.symbols),
      "ngrams": [
        "orders": .array(found.oracle.orders.map(count)), "symbols": count(found.oracle.counted),
        "smoothing": "kneser-ney", "right": .array(found.oracle.shares.map { .number($0) }),
      ],
      "ladder": .array(
        ladder.steps.map {
          [
            "rung": .string($0.rung.rawValue), "errors": count($0.errors),
            "share": share($0.errors, ladder.errors), "remaining": count($0.remaining),
          ]
        }),
      "classes": .array(
        ladder.classes.map {
          [
            "class": .string($0.kind?.rawValue ?? "rare"), "symbols": count($0.symbols),
            "errors": count($0.errors), "error_share": share($0.errors, $0.symbols),
            "nats_per_symbol": .number($0.nats / Double(max(1, $0.symbols))),
          ]
        }),
      "against": against(found),
    ]
  }

  private static func against(_ found: ErrorInspection) -> JSONValue {
    guard let comparison = found.comparison, let second = found.second else { return .null }
    func row(_ key: String, _ name: String, _ counts: ErrorComparison.Counts) -> JSONValue {
      var object = JSONObject()
      object.append(key, .string(name))
      object.append("only_first", .integer(Int64(counts.onlyFirst)))
      object.append("only_second", .integer(Int64(counts.onlySecond)))
      object.append("p", .number(counts.p))
      return .object(object)
    }
    let difference = comparison.difference
    return [
      "model": .string(second.name), "kind": .string(second.kind.rawValue),
      "errors": .integer(Int64(comparison.secondErrors)),
      "all": row("rung", "all", comparison.all),
      "rungs": .array(comparison.rungs.map { row("rung", $0.rung.rawValue, $0.counts) }),
      "classes": .array(
        comparison.kinds.map { row("class", $0.kind?.rawValue ?? "rare", $0.counts) }),
      "difference": difference.map { .number($0.difference) } ?? .null,
      "standard_error": difference.map { .number($0.standardError) } ?? .null,
      "p": difference.map { .number($0.p) } ?? .null,
    ]
  }
}
