/// A place where a text that symbols say differs from the file that they were read from.
public struct ByteEdit: Equatable, Sendable {
  /// Bytes that stay as they are since the edit before.
  public let kept: Int
  /// Bytes that are then left out.
  public let dropped: Int
  /// Bytes that stand in their place.
  public let inserted: [UInt8]

  /// An edit.
  public init(kept: Int, dropped: Int, inserted: [UInt8]) {
    self.kept = kept
    self.dropped = dropped
    self.inserted = inserted
  }
}

extension ByteEdit {
  /// How far ahead two texts are looked for to go on alike, and how many bytes are alike then.
  private static let (sight, alike) = (48, 4)

  /// What is to be done to `said` to get `file`; few edits where they differ in places.
  static func edits(from said: [UInt8], to file: ArraySlice<UInt8>) -> [ByteEdit] {
    said.withUnsafeBufferPointer { said in
      file.withUnsafeBufferPointer { edits(from: said, to: $0) }
    }
  }

  private static func edits(
    from said: UnsafeBufferPointer<UInt8>, to file: UnsafeBufferPointer<UInt8>
  ) -> [ByteEdit] {
    var edits: [ByteEdit] = []
    var (i, j, kept) = (0, 0, 0)
    while i < said.count || j < file.count {
      if i < said.count, j < file.count, said[i] == file[j] {
        (i, j, kept) = (i + 1, j + 1, kept + 1)
        continue
      }
      let (dropped, inserted) = difference(said[i...], file[j...])
      edits.append(
        ByteEdit(kept: kept, dropped: dropped, inserted: Array(file[j..<j + inserted])))
      (i, j, kept) = (i + dropped, j + inserted, 0)
    }
    return edits
  }

  /// The fewest bytes to leave out and put in until both go on alike.
  private static func difference(
    _ said: Slice<UnsafeBufferPointer<UInt8>>, _ file: Slice<UnsafeBufferPointer<UInt8>>
  ) -> (dropped: Int, inserted: Int) {
    let (left, right) = (said.count, file.count)
    for length in 1...sight {
      for dropped in max(0, length - right)...max(0, length - right, min(length, left)) {
        let inserted = length - dropped
        guard dropped <= left else { continue }
        let common = min(alike, left - dropped, right - inserted)
        let goesOn = (0..<common).allSatisfy {
          said[said.startIndex + dropped + $0] == file[file.startIndex + inserted + $0]
        }
        // At the end of one the other must end as well.
        if goesOn, common == alike || left - dropped == right - inserted {
          return (dropped, inserted)
        }
      }
    }
    return right >= left ? (0, min(right, sight)) : (min(left, sight), 0)
  }

  /// What the file held; nil where the edits are none of this text.
  static func apply(_ edits: [ByteEdit], to said: [UInt8]) -> [UInt8]? {
    if edits.isEmpty { return said }
    var file: [UInt8] = []
    file.reserveCapacity(said.count)
    var place = 0
    for edit in edits {
      guard edit.kept >= 0, edit.dropped >= 0, said.count - place >= edit.kept,
        said.count - place - edit.kept >= edit.dropped
      else { return nil }
      file += said[place..<place + edit.kept]
      place += edit.kept + edit.dropped
      file += edit.inserted
    }
    return file + said[place...]
  }
}
