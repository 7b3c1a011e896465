import GeulText
import GeulWork

/// Codes a file's bytes, block by block: symbols by a model, what they do not tell as bytes beside them.
public struct BlockCoding<Symbols: SymbolCoding> {
  /// Bytes of a block, which bounds memory.
  public static var blockBytes: Int { 1 << 24 }
  /// Most symbols for a byte; text of more is coded as bytes.
  private static var mostSymbolsPerByte: Int { 4 }

  private let tokenizer: Tokenizer
  private let lanes: Symbols
  private let style: OriginalStyle
  private var numbers = NumberCoder()

  /// Bytes that were coded beside the symbols so far.
  public private(set) var bytesBeside = 0

  /// A coding of a file in this style.
  public init(_ tokenizer: Tokenizer, _ lanes: Symbols, style: OriginalStyle) {
    self.tokenizer = tokenizer
    self.lanes = lanes
    self.style = style
  }

  /// Codes a block, as text or as bytes, whichever is shorter, or, where the lanes cannot go back, as text if it is any;
  /// throws `NotANumber` or `WorkStopped`.
  ///
  /// `progress` is told the share of it that is done.
  public mutating func encode(
    _ bytes: ArraySlice<UInt8>, to encoder: inout RangeEncoder, stop: StopRequest,
    progress: (Double) -> Void
  ) throws {
    let begun = (encoder, numbers, lanes.mark(), bytesBeside)
    if try encodeText(bytes, to: &encoder, stop, progress),
      begun.2 == nil || encoder.bytes.count - begun.0.bytes.count <= bytes.count
    {
      return
    }
    // What the model knows nothing of would grow.
    (encoder, numbers, bytesBeside) = (begun.0, begun.1, begun.3)
    if let mark = begun.2 { lanes.goBack(to: mark) }
    bytesBeside += bytes.count
    numbers.encode(0, to: &encoder)
    numbers.encode(bytes, to: &encoder)
  }

  /// Codes a block as text and what this does not tell; false where it is none.
  private mutating func encodeText(
    _ bytes: ArraySlice<UInt8>, to encoder: inout RangeEncoder, _ stop: StopRequest,
    _ progress: (Double) -> Void
  ) throws -> Bool {
    let text = RestorableText(bytes, style: style, tokenizer: tokenizer)
    guard let text, text.ids.count <= bytes.count * Self.mostSymbolsPerByte else { return false }
    numbers.encode(text.ids.count + 1, to: &encoder)
    numbers.encode(text.edits.count, to: &encoder)
    for edit in text.edits {
      numbers.encode(edit.kept, to: &encoder)
      numbers.encode(edit.dropped, to: &encoder)
      numbers.encode(edit.inserted.count, to: &encoder)
      numbers.encode(edit.inserted[...], to: &encoder)
      bytesBeside += edit.inserted.count
    }
    let total = Double(max(1, text.ids.count))
    try lanes.encode(text.ids, to: &encoder, stop: stop) { progress(Double($0) / total) }
    return true
  }

  /// The next block, of `count` bytes; nil where it is not what was coded. Throws likewise.
  public mutating func decode(
    _ count: Int, from decoder: inout RangeDecoder, stop: StopRequest,
    progress: (Double) -> Void
  ) throws -> [UInt8]? {
    let most = count * Self.mostSymbolsPerByte
    guard let mark = numbers.decode(atMost: most + 1, from: &decoder) else { return nil }
    if mark == 0 { return numbers.decode(count, from: &decoder) }
    guard let editCount = numbers.decode(atMost: 2 * count + most, from: &decoder) else {
      return nil
    }
    var edits: [ByteEdit] = []
    for _ in 0..<editCount {
      guard let kept = numbers.decode(atMost: 8 * most, from: &decoder),
        let dropped = numbers.decode(atMost: 8 * most, from: &decoder),
        let inserted = numbers.decode(atMost: count, from: &decoder), decoder.missingBytes < 16
      else { return nil }
      edits.append(
        ByteEdit(
          kept: kept, dropped: dropped, inserted: numbers.decode(inserted, from: &decoder)))
    }
    let total = Double(max(1, mark - 1))
    let ids = try lanes.decode(mark - 1, from: &decoder, stop: stop) {
      progress(Double($0) / total)
    }
    guard let bytes = RestorableText.bytes(ids, edits, style, tokenizer), bytes.count == count
    else { return nil }
    return bytes
  }
}
