import GeulText

extension Escapes {
  /// The text with its escapes resolved; throws a `RequestError` that names `option`.
  public static func resolve(_ text: String, of option: String) throws(RequestError) -> String {
    do { return try resolve(text) } catch {
      throw .usage(
        "\(option): expected \(error.expected), found \(error.found); write \\\\ for a backslash")
    }
  }
}
