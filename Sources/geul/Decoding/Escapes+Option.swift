import GeulKit

extension Escapes {
  /// The text with its escapes resolved; throws a usage error that names `option`.
  static func resolve(_ text: String, of option: String) throws -> String {
    do {
      return try resolve(text)
    } catch {
      throw Failure.usage(
        "\(option): expected \(error.expected), found \(error.found); write \\\\ for a backslash")
    }
  }
}
