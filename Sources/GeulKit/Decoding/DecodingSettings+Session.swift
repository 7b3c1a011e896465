import GeulGeneration
import GeulText

extension DecodingSettings {
  /// Lets the session write the allowed characters only; returns those of `only` that the model cannot write, if what
  /// may come has changed.
  ///
  /// Throws a `RequestError` if none of what is allowed is among the session's symbols; it is then as it was.
  @discardableResult
  public func apply<Predictor>(
    to session: TextSession<Predictor>
  ) throws(RequestError) -> String {
    let before = session.allowed
    session.allowed = try allowed()
    guard session.canWrite else {
      session.allowed = before
      throw .usage(
        "none of the model's \(Figures.grouped(session.tokenizer.symbolCount)) symbols may come with these "
          + "only and forbid; allow characters of its vocabulary")
    }
    return only == nil || session.allowed == before ? "" : session.missingCharacters
  }
}
