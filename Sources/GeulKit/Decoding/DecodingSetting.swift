/// A setting of `DecodingSettings` that can be changed while a model is at work, by the name of its flag.
public enum DecodingSetting: String, Sendable, CaseIterable {
  /// As `DecodingSettings.temperature`; `auto` is the default.
  case temperature
  /// As `DecodingSettings.topK`.
  case topK = "top-k"
  /// As `DecodingSettings.topP`.
  case topP = "top-p"
  /// As `DecodingSettings.minP`.
  case minP = "min-p"
  /// As `DecodingSettings.typical`.
  case typical
  /// As `DecodingSettings.repetitionPenalty`.
  case repetitionPenalty = "repetition-penalty"
  /// As `DecodingSettings.repetitionWindow`.
  case repetitionWindow = "repetition-window"
  /// As `DecodingSettings.beam`.
  case beam
  /// As `DecodingSettings.lengthPenalty`.
  case lengthPenalty = "length-penalty"
  /// As `DecodingSettings.length`.
  case length
  /// As `DecodingSettings.stops`: words, with escapes.
  case stop
  /// As `DecodingSettings.untilLine`: `on` or `off`.
  case untilLine = "until-line"
  /// As `DecodingSettings.only`.
  case only
  /// As `DecodingSettings.forbid`.
  case forbid
  /// As `DecodingSettings.seed`.
  case seed
}
