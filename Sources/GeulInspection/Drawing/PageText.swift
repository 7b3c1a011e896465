/// Text within a page of HTML.
public enum PageText {
  /// The text with what HTML would take for its own written otherwise.
  public static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
