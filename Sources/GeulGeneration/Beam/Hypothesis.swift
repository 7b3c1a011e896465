/// A continuation that a beam follows, or has followed to its end.
struct Hypothesis {
  /// What places are given by: Σ ln p, or the perturbed log-probability G.
  var rank: Double
  /// Σ ln p, or φ = Σ ln q.
  var sum: Double
  /// Its last symbol in the tree of them.
  var node: Int
  /// How many symbols it has.
  var length: Int
  /// The lane that holds the state before its last symbol.
  var source: Int
  /// When it ended, counted in endings.
  var ending = 0
}
