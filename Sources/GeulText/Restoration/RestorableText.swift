/// Any bytes as the symbols of a tokenizer and what these do not tell: bytes that are no UTF-8, line ends, other forms,
/// characters that the vocabulary lacks.
///
/// `ids` and `edits` together give back the bytes, whatever they are.
public struct RestorableText: Sendable {
  /// The symbols.
  public let ids: [UInt32]
  /// What is to be done to the text that they say.
  public let edits: [ByteEdit]
  /// How the text stood in the file.
  public let style: OriginalStyle

  /// Bytes by which a file's style is told.
  private static let sample = 1 << 16
  /// Scalars that are encoded at a time.
  private static let stretch = 1 << 16

  /// Reads bytes in a style; nil where that cannot be undone, as of no known text.
  ///
  /// Cost: linear, and at each difference a look around.
  public init?(_ bytes: ArraySlice<UInt8>, style: OriginalStyle, tokenizer: Tokenizer) {
    var encoder = tokenizer.makeEncoder()
    var ids: [UInt32] = []
    let scalars = Self.wellFormed(bytes)
    for start in stride(from: 0, to: scalars.count, by: Self.stretch) {
      encoder.push(Array(scalars[start..<min(scalars.count, start + Self.stretch)]), into: &ids)
    }
    encoder.finish(into: &ids)
    guard let said = Self.bytes(ids, [], style, tokenizer) else { return nil }
    let edits = ByteEdit.edits(from: said, to: bytes)
    guard edits.isEmpty || ByteEdit.apply(edits, to: said)?.elementsEqual(bytes) == true
    else { return nil }
    self.ids = ids
    self.edits = edits
    self.style = style
  }

  /// The style in which the beginning of a file takes the fewest edits.
  public static func style(of bytes: ArraySlice<UInt8>, tokenizer: Tokenizer) -> OriginalStyle {
    let sample = bytes.prefix(sample)
    func cost(_ style: OriginalStyle) -> Int {
      guard let text = RestorableText(sample, style: style, tokenizer: tokenizer) else {
        return .max
      }
      return text.edits.reduce(0) { $0 + 2 + $1.inserted.count }
    }
    var best = (style: OriginalStyle(), cost: cost(OriginalStyle()))
    for style in OriginalStyle.all where best.cost > 0 {
      let found = cost(style)
      if found < best.cost { best = (style, found) }
    }
    return best.style
  }

  /// The bytes that some symbols and edits were read from; nil where the edits do not belong to the symbols.
  public static func bytes(
    _ ids: [UInt32], _ edits: [ByteEdit], _ style: OriginalStyle, _ tokenizer: Tokenizer
  ) -> [UInt8]? {
    var reader = SymbolReader(tokenizer)
    var scalars: [UInt32] = []
    for id in ids { reader.push(id, into: &scalars) }
    reader.finish(into: &scalars)
    return ByteEdit.apply(edits, to: style.bytes(of: scalars))
  }

  /// The characters of UTF-8 among the bytes.
  private static func wellFormed(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    var stepper = UTF8Stepper()
    var scalars: [UInt32] = []
    scalars.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    while place < bytes.endIndex {
      switch stepper.push(bytes[place]) {
      case .scalar(let scalar): scalars.append(scalar)
      case .incomplete: break
      case .refused:
        let again = !stepper.held.isEmpty
        stepper.reset()
        if again { continue }
      }
      place += 1
    }
    return scalars
  }
}
