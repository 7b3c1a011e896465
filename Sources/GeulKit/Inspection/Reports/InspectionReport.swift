import GeulInspection
import GeulStorage

/// What looking inside a model has found, in the forms that a front shows: lines, figures, a page, JSON.
public struct InspectionReport: Sendable {
  /// What the page is called.
  public let title: String
  /// A table.
  public struct Table: Sendable {
    /// What stands above it.
    public let title: String
    /// A word for each column.
    public let heading: [String]
    /// Cells, row by row.
    public let rows: [[String]]
  }
  /// Its numbers.
  public let tables: [Table]
  /// Its figures.
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
