import GeulStorage

/// A text as the numbers of its characters, in a file without a name, and the characters counted.
struct NumberedText {
  /// The characters and how often each occurs.
  let characters: CharacterTable

  private let numbers: NumberFile
  /// The places of the documents' first numbers.
  private let documentStarts: OffsetList?

  /// Reads a corpus; throws what the reader throws, and `StorageError`.
  init(
    _ source: CorpusSource, unit: TextUnit, _ reader: inout NormalizedReader, beside path: String?
  ) throws {
    var file = try NumberFileWriter(beside: path)
    var characters = CharacterReader(unit: unit)
    // Asked of the reader for each block, it would be copied for each.
    let takesScalars = characters.takesScalars
    var starts = OffsetListWriter()
    var wide: [UInt32] = []
    try reader.read(source) { block, startsDocument, isLast in
      if startsDocument { try starts.append(file.count) }
      switch block {
      case .ascii(let bytes) where takesScalars:
        try file.append(ascii: bytes, by: &characters)
      case .scalars(let scalars) where takesScalars:
        try file.append(scalars, by: &characters)
      case .ascii, .scalars:
        wide.removeAll(keepingCapacity: true)
        characters.append(block.scalars, into: &wide)
        if isLast { characters.finish(into: &wide) }
        try file.append(wide)
      }
    }
    self.characters = characters.table
    numbers = try file.finish()
    documentStarts = try starts.finish()
  }

  /// The scalars that a tokenizer's vocabulary does not hold, and how often each occurs.
  func unknown(to tokenizer: Tokenizer) -> [UInt32: Int] {
    var unknown: [UInt32: Int] = [:]
    for (number, count) in characters.counts.enumerated() where count > 0 {
      let character = characters.scalars(of: number)
      var ids: [UInt32] = []
      guard !tokenizer.appendSpelling(of: character, into: &ids) else { continue }
      for scalar in tokenizer.unknownScalars(in: character) {
        unknown[scalar, default: 0] += count
      }
    }
    return unknown
  }

  /// Writes the text in a tokenizer's ids.
  func write(_ tokenizer: Tokenizer, to writer: inout TokenWriter) throws(StorageError) {
    switch TokenWriter.width(of: tokenizer.symbolCount) {
    case 1: try write(tokenizer, to: &writer, as: UInt8.self)
    case 2: try write(tokenizer, to: &writer, as: UInt16.self)
    default: try write(tokenizer, to: &writer, as: UInt32.self)
    }
  }

  private func write<ID: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ tokenizer: Tokenizer, to writer: inout TokenWriter, as _: ID.Type
  ) throws(StorageError) {
    let (spellings, unknown) = spell(tokenizer)
    var ids: [ID] = []
    var document = 0
    var position = 0
    while position < numbers.count {
      // What begins in the range that is asked for, which may be more than is read.
      var starts: [Int] = []
      let most = position + NumberFile.blockSize
      while let documentStarts, document + starts.count < documentStarts.count,
        case let start = try documentStarts.offset(at: document + starts.count), start < most
      {
        starts.append(start - position)
      }
      let range = position..<min(most, numbers.count)
      let (end, (written, begun), strange) = try numbers.read(range) { block in
        let (written, strange) = block.spell(by: spellings, unknown, into: &ids)
        return ((written, block.idOffsets(of: starts, by: spellings)), strange)
      }
      for offset in begun { try writer.beginDocument(at: offset) }
      document += begun.count
      try writer.append(ids, count: written, unknownScalars: strange)
      position = end
    }
  }

  /// The spelling of each character, and the scalars that those spelled by the unknown symbol are.
  private func spell(_ tokenizer: Tokenizer) -> (SpellingTable, [Int: [UInt32]]) {
    var spellings = SpellingTable()
    var unknown: [Int: [UInt32]] = [:]
    for number in 0..<characters.count {
      var ids: [UInt32] = []
      let character = characters.scalars(of: number)
      let isKnown = tokenizer.appendSpelling(of: character, into: &ids)
      if !isKnown && tokenizer.vocabulary.unknown == .symbol {
        unknown[number] = tokenizer.unknownScalars(in: character)
      }
      spellings.append(ids)
    }
    return (spellings, unknown)
  }
}

extension NumberBlock {
  /// Writes the ids of the numbers to the front of `ids`; returns how many, and the scalars unknown among them.
  fileprivate func spell<ID: FixedWidthInteger & UnsignedInteger>(
    by spellings: SpellingTable, _ unknown: [Int: [UInt32]], into ids: inout [ID]
  ) -> (Int, [UInt32]) {
    func spell<Number: FixedWidthInteger & UnsignedInteger>(
      _ numbers: UnsafeBufferPointer<Number>
    ) -> (Int, [UInt32]) {
      let written = spellings.spell(numbers, into: &ids)
      guard !unknown.isEmpty else { return (written, []) }
      var scalars: [UInt32] = []
      for number in numbers {
        if let strange = unknown[Int(number)] { scalars += strange }
      }
      return (written, scalars)
    }
    switch self {
    case .u8(let numbers): return spell(numbers)
    case .u16(let numbers): return spell(numbers)
    case .u32(let numbers): return spell(numbers)
    }
  }

  /// How many ids stand before each of these places of the block; those beyond it are left out.
  fileprivate func idOffsets(of places: [Int], by spellings: SpellingTable) -> [Int] {
    func offsets<Number: FixedWidthInteger & UnsignedInteger>(
      _ numbers: UnsafeBufferPointer<Number>
    ) -> [Int] {
      var (offset, position) = (0, 0)
      return places.prefix { $0 < numbers.count }.map { place in
        offset += spellings.length(of: UnsafeBufferPointer(rebasing: numbers[position..<place]))
        position = place
        return offset
      }
    }
    switch self {
    case .u8(let numbers): return offsets(numbers)
    case .u16(let numbers): return offsets(numbers)
    case .u32(let numbers): return offsets(numbers)
    }
  }
}
