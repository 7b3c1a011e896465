/// Decodes bytes that may be no UTF-8, such as a byte model's output, one at a time.
///
/// Every maximal subpart of an ill-formed sequence becomes one U+FFFD, as the Unicode Standard
/// recommends (chapter 3, "U+FFFD Substitution of Maximal Subparts").
package struct UTF8Repair: Sendable {
  /// The replacement character.
  package static let replacement: UInt32 = 0xFFFD

  private var stepper = UTF8Stepper()

  /// Takes the next byte and appends the scalars that are certain by now: none, one or two.
  mutating func push(_ byte: UInt8, into output: inout [UInt32]) {
    switch stepper.push(byte) {
    case .incomplete: break
    case .scalar(let scalar): output.append(scalar)
    case .refused:
      output.append(Self.replacement)
      guard !stepper.held.isEmpty else { return }
      stepper.reset()
      push(byte, into: &output)
    }
  }

  /// Ends the bytes; an unfinished character becomes U+FFFD.
  mutating func finish(into output: inout [UInt32]) {
    guard !stepper.held.isEmpty else { return }
    stepper.reset()
    output.append(Self.replacement)
  }
}
