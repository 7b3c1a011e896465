/// Brings the character references of HTML into the form that every parser reads: with a semicolon, and of characters
/// that there are (HTML Living Standard, 13.2.5.72 to 13.2.5.80).
///
/// The older names, those of Latin-1, need no semicolon; 128 to 159 mean the characters of Windows-1252, and what is no
/// character is U+FFFD.
struct ReferenceReader {
  /// Whether anything that looks like a tag was there.
  private(set) var hasTags = false

  /// No reference is longer.
  private static let longest = 40
  /// The beginning of a reference, from its ampersand on.
  private var held: [UInt32] = []
  private var isAfterBracket = false

  /// Takes the next scalars, and appends those that are complete by now.
  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) {
    for scalar in scalars {
      if isAfterBracket, Self.isLetter(scalar) || scalar == 0x21 || scalar == 0x2F {
        hasTags = true
      }
      isAfterBracket = scalar == 0x3C
      if !held.isEmpty {
        if goesOn(with: scalar) {
          held.append(scalar)
          continue
        }
        let isTaken = end(hasSemicolon: scalar == 0x3B, into: &output)
        if isTaken { continue }
      }
      if scalar == 0x26 { held.append(scalar) } else { output.append(scalar) }
    }
  }

  /// Ends the text.
  mutating func finish(into output: inout [UInt32]) {
    if !held.isEmpty { _ = end(hasSemicolon: false, into: &output) }
  }

  private func goesOn(with scalar: UInt32) -> Bool {
    guard held.count < Self.longest else { return false }
    return Self.isLetter(scalar) || 0x30...0x39 ~= scalar || scalar == 0x23 && held.count == 1
  }

  /// Appends what is held as a reference, or as it stands if it is none; says whether a semicolon after it belongs to it.
  private mutating func end(hasSemicolon: Bool, into output: inout [UInt32]) -> Bool {
    defer { held.removeAll(keepingCapacity: true) }
    if held.count > 1, held[1] == 0x23 { return endNumber(hasSemicolon, into: &output) }
    let name = held.dropFirst()
    if hasSemicolon {
      output += [0x26] + Self.inSmallLetters(String(scalars: name)).unicodeScalars.map(\.value)
      output.append(0x3B)
      return true
    }
    let lengths = (2...6).reversed().lazy.filter { $0 <= name.count }
    let old = lengths.map { String(scalars: name.prefix($0)) }.first(where: Self.oldNames.contains)
    guard let old else {
      output += held
      return false
    }
    output += "&\(Self.inSmallLetters(old));".unicodeScalars.map(\.value)
    output += name.dropFirst(old.count)
    return false
  }

  private func endNumber(_ hasSemicolon: Bool, into output: inout [UInt32]) -> Bool {
    let isHex = held.count > 2 && held[2] | 0x20 == 0x78
    let rest = held[(isHex ? 3 : 2)...]
    let digits = rest.prefix { isHex ? Self.isHexDigit($0) : 0x30...0x39 ~= $0 }
    guard !digits.isEmpty else {
      output += "&amp;".unicodeScalars.map(\.value) + held.dropFirst()
      return false
    }
    let number = UInt32(String(scalars: digits), radix: isHex ? 16 : 10) ?? .max
    let reference = "&#x\(String(Self.character(number), radix: 16));"
    output += reference.unicodeScalars.map(\.value)
    output += rest[digits.endIndex...]
    return hasSemicolon && digits.endIndex == rest.endIndex
  }

  /// The scalar that a number means.
  private static func character(_ number: UInt32) -> UInt32 {
    if 0x80...0x9F ~= number { return windows1252[Int(number - 0x80)] ?? number }
    let isControl = number < 0x20 && number != 0x09 && number != 0x0A && number != 0x0D
    let isScalar = Unicode.Scalar(number) != nil && number & 0xFFFE != 0xFFFE
    return isScalar && !isControl ? number : UTF8Repair.replacement
  }

  /// What 128 to 159 are in Windows-1252; nil for the five that are unassigned there.
  private static let windows1252: [UInt32?] = (UInt8(0x80)...0x9F).map { byte in
    let scalars = TextEncoding.windows1252.decode([byte])
    return scalars.first.flatMap { $0 == UTF8Repair.replacement ? nil : $0 }
  }

  /// Six old names are spelled in capitals too, which a parser of HTML 4 does not know.
  private static func inSmallLetters(_ name: String) -> String {
    capitals.contains(name) ? name.lowercased() : name
  }

  private static func isLetter(_ scalar: UInt32) -> Bool { 0x61...0x7A ~= scalar | 0x20 }
  private static func isHexDigit(_ scalar: UInt32) -> Bool {
    0x30...0x39 ~= scalar || 0x61...0x66 ~= scalar | 0x20
  }

  private static let capitals: Set = ["AMP", "LT", "GT", "QUOT", "COPY", "REG"]
  private static let oldNames = capitals.union(
    """
    amp lt gt quot nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times
    Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute
    ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml
    yacute thorn yuml
    """.split { " \n".contains($0) }.map(String.init))
}
