import GeulText

/// Counts the pieces of more than one scalar between safe cuts (see `ScalarTraits`), and finds where a
/// file first departs from NFC and NFD.
///
/// With the counts of the scalars, these pieces say everything about a text's normalization and grapheme
/// clusters in every form. Memory is bounded: of what lies beyond the bounds only the number is kept.
struct PieceCounter: Sendable {
  /// The most distinct pieces kept.
  private let mostPieces: Int
  /// The most scalars that the kept pieces may have together.
  static let mostScalars = 1 << 24
  /// A piece is cut off at this length, and what follows begins another.
  static let longestPiece = 1 << 12

  /// The pieces of two scalars and more, with their counts.
  private(set) var pieces = SequenceTable()
  /// Whether every piece was kept and kept whole, so that what follows from them is exact.
  private(set) var isComplete = true

  private let traits = ScalarTraits.shared.entries
  private var finding = NormalFormFinding()
  private var composing = FirstChange(.nfc)
  private var decomposing = FirstChange(.nfd)
  /// The piece that the end of the last block may have cut off, and where it begins.
  private var pending: [UInt32] = []
  private var pendingPlace: TextPlace?

  init(mostPieces: Int = 1_000_000) { self.mostPieces = mostPieces }

  /// Takes the next block of the file.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex) {
    var start = finishPending(block)
    guard start < block.count else { return }
    let traits = traits
    traits.withUnsafeBufferPointer { traits in
      while true {
        let position = nextSpecial(block, start, traits)
        guard position < block.count else { break }
        let joins = position > start && !canCut(block, position, traits)
        let first = joins ? position - 1 : position
        var end = position + 1
        while end < block.count, !canCut(block, end, traits) {
          if end - first == Self.longestPiece {
            isComplete = false
            break
          }
          end += 1
        }
        guard end < block.count else { return hold(block, from: first, index) }
        take(.init(rebasing: block[first..<end])) { index.place(of: first + $0, in: block) }
        start = end
      }
      hold(block, from: block.count - 1, index)
    }
  }

  /// Ends the file and returns its normal form.
  mutating func endOfFile() -> NormalFormFinding {
    closePending()
    defer { finding = NormalFormFinding() }
    return finding
  }

  @inline(__always)
  private func canCut(
    _ block: UnsafeBufferPointer<UInt32>, _ position: Int, _ traits: UnsafeBufferPointer<UInt32>
  ) -> Bool {
    ScalarTraits.canCut(traits[Int(block[position - 1])], traits[Int(block[position])])
  }

  /// The next scalar that may be part of a longer piece, or the first departure from a form.
  private func nextSpecial(
    _ block: UnsafeBufferPointer<UInt32>, _ start: Int, _ traits: UnsafeBufferPointer<UInt32>
  ) -> Int {
    var mask = ScalarTraits.special
    if finding.firstNotNFC == nil { mask |= ScalarTraits.changedByNFC }
    if finding.firstNotNFD == nil { mask |= ScalarTraits.changedByNFD }
    var position = start
    while position < block.count, traits[Int(block[position])] & mask == 0 { position += 1 }
    return position
  }

  private mutating func hold(
    _ block: UnsafeBufferPointer<UInt32>, from first: Int, _ index: PlaceIndex
  ) {
    pending.append(contentsOf: block[first...])
    pendingPlace = index.place(of: first, in: block)
  }

  /// Gives the held piece what belongs to it and returns where the next one begins.
  private mutating func finishPending(_ block: UnsafeBufferPointer<UInt32>) -> Int {
    guard var last = pending.last else { return 0 }
    var position = 0
    while position < block.count,
      !ScalarTraits.canCut(traits[Int(last)], traits[Int(block[position])])
    {
      if pending.count >= Self.longestPiece {
        isComplete = false
        break
      }
      last = block[position]
      pending.append(last)
      position += 1
    }
    if position < block.count { closePending() }
    return position
  }

  private mutating func closePending() {
    guard let start = pendingPlace else { return }
    let held = pending
    pending.removeAll(keepingCapacity: true)
    pendingPlace = nil
    held.withUnsafeBufferPointer { piece in
      take(piece) { offset in
        start.advanced(by: held[..<offset])
      }
    }
  }

  private mutating func take(
    _ piece: UnsafeBufferPointer<UInt32>, _ place: (_ offset: Int) -> TextPlace
  ) {
    var number: Int?
    if piece.count > 1 {
      let isFull = pieces.count >= mostPieces || pieces.storedScalars >= Self.mostScalars
      number = pieces.add(piece, isFull: isFull)?.index
      if number == nil { isComplete = false }
    }
    if finding.firstNotNFC == nil, let offset = composing.place(in: piece, number: number) {
      finding.firstNotNFC = place(offset)
    }
    if finding.firstNotNFD == nil, let offset = decomposing.place(in: piece, number: number) {
      finding.firstNotNFD = place(offset)
    }
  }
}
