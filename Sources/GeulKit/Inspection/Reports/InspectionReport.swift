import GeulInspection
import GeulStorage

/// What looking inside a model has found, in the forms that a front shows: lines, figures, a page, JSON.
public struct InspectionReport: Sendable {
  /// What the page is called.
  public let title: String
  /// A table: what stands above it, its heading and its rows.
  public struct Table: Sendable {
    public let title: String
    public let heading: [String]
    public let rows: [[String]]
  }
  public let tables: [Table]
  public let charts: [Chart]
  /// Text shaded by what a cell holds; of most kinds there is none.
  public var passages: [ShadedText] = []
  /// What to conclude, a sentence each.
  public let findings: [String]
  /// The members of its JSON.
  public let json: JSONValue

  /// The page.
  public var html: String {
    var page = Page(title)
    for finding in findings { page.add(finding) }
    for chart in charts { page.add(chart) }
    for passage in passages { page.add(passage) }
    for table in tables {
      page.add(table.title)
      page.add(heading: table.heading, rows: table.rows)
    }
    return page.html
  }
}
