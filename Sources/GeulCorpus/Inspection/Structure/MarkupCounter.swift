import GeulText

/// Counts tags, character references and escapes in text that arrives in blocks.
struct MarkupCounter: Sendable {
  /// Longer ones are taken for text.
  private static let longestTag = 512
  private static let longestReference = 12

  private(set) var tags = 0
  private(set) var references = 0
  private(set) var escapes = 0
  private(set) var first: TextPlace?

  private enum State { case text, tag, reference, escape }
  private var state = State.text
  /// What has been seen since the scalar that began it.
  private var length = 0
  /// What the reference is made of so far: names, decimal or hexadecimal digits.
  private var isNumeric = false
  private var start: TextPlace?

  /// Takes the next block of the file.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex) {
    for position in block.indices {
      let scalar = block[position]
      if state == .text {
        guard scalar == 0x3C || scalar == 0x26 || scalar == 0x5C else { continue }
        begin(scalar)
        if first == nil { start = index.place(of: position, in: block) }
      } else if !goesOn(scalar), scalar == 0x3C || scalar == 0x26 || scalar == 0x5C {
        begin(scalar)
        if first == nil { start = index.place(of: position, in: block) }
      }
    }
  }

  private mutating func begin(_ scalar: UInt32) {
    state = scalar == 0x3C ? .tag : scalar == 0x26 ? .reference : .escape
    (length, isNumeric) = (0, false)
  }

  /// Takes a scalar of what may be a mark; false if it turned out to be none.
  private mutating func goesOn(_ scalar: UInt32) -> Bool {
    length += 1
    switch state {
    case .text: return true
    case .tag:
      if scalar == 0x3E, length > 1 { return end(\.tags) }
      let begins = Self.isLetter(scalar) || scalar == 0x2F || scalar == 0x21
      return keep(length == 1 ? begins : scalar != 0x3C && length < Self.longestTag)
    case .reference:
      if scalar == 0x3B, length > 2 { return end(\.references) }
      if length == 1, scalar == 0x23 {
        isNumeric = true
        return true
      }
      let isHex = isNumeric && length == 2 && scalar | 0x20 == 0x78
      let fits =
        isHex
        || (isNumeric ? Self.isHexDigit(scalar) : Self.isLetter(scalar) || Self.isDigit(scalar))
      return keep(fits && length < Self.longestReference)
    case .escape:
      if length == 1 { return keep(scalar == 0x75) }
      guard Self.isHexDigit(scalar) else { return keep(false) }
      return length == 5 ? end(\.escapes) : true
    }
  }

  private mutating func keep(_ fits: Bool) -> Bool {
    if !fits { state = .text }
    return fits
  }

  private mutating func end(_ count: WritableKeyPath<Self, Int>) -> Bool {
    self[keyPath: count] += 1
    if first == nil { first = start }
    state = .text
    return true
  }

  private static func isDigit(_ scalar: UInt32) -> Bool { 0x30...0x39 ~= scalar }
  private static func isLetter(_ scalar: UInt32) -> Bool { 0x61...0x7A ~= scalar | 0x20 }
  private static func isHexDigit(_ scalar: UInt32) -> Bool {
    isDigit(scalar) || 0x61...0x66 ~= scalar | 0x20
  }
}
