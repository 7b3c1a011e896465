extension Tokenizer {
  /// A symbol's name for people and JSON: its text, `<0x0A>` for a byte, `<unk>` for the unknown symbol.
  public func name(ofSymbol id: UInt32) -> String {
    switch vocabulary.symbol(id) {
    case .unknown: Vocabulary.unknownName
    case .byte(let byte): Self.name(ofByte: byte)
    case .scalar(let scalar): String(scalars: [scalar])
    case .cluster(let cluster): String(scalars: cluster)
    }
  }
}
