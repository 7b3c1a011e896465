/// Cuts a table into rows of fields while its scalars arrive.
protocol RowReader {
  /// The fields of the row that ``next(_:_:)`` has read; of those that are not wanted nothing is kept.
  var row: [[UInt32]] { get }
  /// How many fields it has.
  var count: Int { get }
  /// Whether it is a line without anything in it.
  var isBlank: Bool { get }
  /// The line in which the row at hand begins.
  var line: Int { get }
  /// The place of the only field that is wanted from now on, and how many a row has; nil for all, in the first row.
  var wanted: (place: Int, count: Int)? { get set }

  /// Reads from `position` on, which moves behind what was read; whether a row is complete. Throws ``RowFault``.
  mutating func next(_ scalars: [UInt32], _ position: inout Int) throws(RowFault) -> Bool

  /// Ends the table; whether another row is there, after which it is to be called again. Throws ``RowFault``.
  mutating func finish() throws(RowFault) -> Bool
}

/// What keeps a row from being read.
enum RowFault: Error {
  /// A quoted field has no end.
  case openQuote(line: Int)
  /// A field is longer than any.
  case longField(line: Int)

  /// The most scalars of a field.
  static let longestField = TextExtraction.longestRecord >> 4
}
