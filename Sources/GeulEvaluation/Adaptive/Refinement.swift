/// What probabilities were worth: for each of 65,536 contexts, what came where ln (p / (1 - p)) was in each of 33 steps.
enum Refinement {
  private static let steps = 33
  private static let rows = 1 << 16

  /// Estimates that leave every probability as it is.
  static func start() -> BitEstimates {
    let row = (0..<steps).map { Logistic.squash((Float($0) - 16) / 2) }
    return BitEstimates(limit: 127, startingAt: (0..<rows).flatMap { _ in row })
  }

  /// Where the row of a context begins.
  @inline(__always)
  static func row(_ context: Int) -> Int { (context & (rows - 1)) * steps }

  /// The step at or below ln (p / (1 - p)), and the share of the way to the next.
  @inline(__always)
  static func step(_ odds: Float) -> (step: Int, share: Float) {
    let place = min(max((odds + 8) * 2, 0), 31.999)
    return (Int(place), place - place.rounded(.down))
  }

  /// The probability between two steps.
  @inline(__always)
  static func value(_ estimates: BitEstimates, _ index: Int, _ share: Float) -> Float {
    (Float(estimates[index]) * (1 - share) + Float(estimates[index + 1]) * share)
      * (1 / Float(Logistic.steps))
  }
}
