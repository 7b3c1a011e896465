/// Makes the table of a form from the library's data, in three steps that build on each other.
///
/// Only scalars with a combining class or a decomposition are looked at closely, which are one in ten:
/// the table costs two to three milliseconds at the start of a command.
struct NormalizationTableBuilder {
  private(set) var entries: [UInt32]
  private(set) var decompositions: [UInt32] = [0]

  private let form: NormalizationForm

  init(_ form: NormalizationForm) {
    self.form = form
    entries = Array(
      repeating: NormalizationTable.inert, count: Int(NormalizationTable.limit))
  }

  /// Marks what composes with the scalar before it, and in the decomposed forms the syllables.
  mutating func markJoiningScalars() {
    guard form.composes else {
      for scalar in HangulSyllable.range { entries[Int(scalar)] = NormalizationTable.cutBefore }
      return
    }
    for scalar in HangulSyllable.vowels { entries[Int(scalar)] = NormalizationTable.joins }
    for scalar in HangulSyllable.finals { entries[Int(scalar)] = NormalizationTable.joins }
    for scalar in CompositionPairs.shared.seconds {
      entries[Int(scalar)] = NormalizationTable.joins
    }
  }

  /// Gives every scalar its canonical combining class.
  mutating func addCombiningClasses() {
    for scalar in 0..<Int32(NormalizationTable.limit) {
      entries[Int(scalar)] |= UInt32(UnicodeLibrary.combiningClass(scalar))
    }
  }

  /// Completes the entries of marks and of what decomposes.
  mutating func addDecompositions() {
    var buffer = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)
    buffer.withUnsafeMutableBufferPointer { buffer in
      for scalar in 0..<NormalizationTable.limit {
        guard entries[Int(scalar)] & 0xFF > 0 || UnicodeLibrary.decomposes(scalar) else { continue }
        let length = UnicodeLibrary.decompose(
          Int32(bitPattern: scalar), compatibility: form.isCompatibility, into: buffer)
        complete(scalar, .init(rebasing: buffer[..<length]))
      }
    }
    precondition(
      decompositions.count <= 1 << 16, "\(decompositions.count) places do not fit 16 bits")
  }

  private mutating func complete(_ scalar: UInt32, _ parts: UnsafeMutableBufferPointer<Int32>) {
    let before = entries[Int(scalar)]
    let first = entries[Int(parts[0])]
    let isAlone = parts.count == 1 && parts[0] == Int32(bitPattern: scalar)
    let joins = first & NormalizationTable.joins != 0
    var entry = before & (0xFF | NormalizationTable.joins)
    if first & 0xFF == 0, !joins { entry |= NormalizationTable.cutBefore }
    if !isAlone {
      entry |= UInt32(decompositions.count) << 16
      decompositions.append(UInt32(parts.count))
      for part in parts {
        decompositions.append(
          MarkedScalar(UInt32(bitPattern: part), entry: entries[Int(part)]).bits)
      }
    }
    if !joins, isAlone || recomposes(scalar, parts) { entry |= NormalizationTable.unchanged }
    entries[Int(scalar)] = entry
  }

  /// Whether composing the decomposition gives the scalar back; this overwrites `parts`.
  private func recomposes(
    _ scalar: UInt32, _ parts: UnsafeMutableBufferPointer<Int32>
  ) -> Bool {
    guard form.composes else { return false }
    return UnicodeLibrary.compose(parts) == 1 && parts[0] == Int32(bitPattern: scalar)
  }
}
