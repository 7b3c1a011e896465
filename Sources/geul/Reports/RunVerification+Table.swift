import GeulKit

extension RunVerification {
  /// A line for each finding.
  var table: String {
    var table = TextTable([.left, .left, .left])
    for finding in findings {
      table.add([finding.isSound ? "sound" : "DAMAGED", finding.name, finding.detail])
    }
    return table.text()
  }

  /// The findings, and what a proof of resuming found, if there was one.
  func json(with proof: ResumeProof?) -> JSONValue {
    guard case .object(var object) = json else { return json }
    object.append("resume", proof.map(\.json) ?? .null)
    return .object(object)
  }
}

extension ResumeProof {
  /// What was done and found.
  var sentence: String {
    difference == nil
      ? "sound    from step \(firstStep) to step \(lastStep), stopped at step \(stop) or not: the same bits in "
        + "\(Figures.grouped(numbers)) parameters, moments and losses"
      : "DAMAGED  from step \(firstStep) to step \(lastStep): \(difference ?? "")"
  }

  /// An object: `first_step, stop, last_step, numbers, difference`.
  fileprivate var json: JSONValue {
    [
      "first_step": .integer(Int64(firstStep)), "stop": .integer(Int64(stop)),
      "last_step": .integer(Int64(lastStep)), "numbers": .integer(Int64(numbers)),
      "difference": difference.map { .string($0) } ?? .null,
    ]
  }
}
