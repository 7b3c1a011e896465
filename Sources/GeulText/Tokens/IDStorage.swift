import GeulStorage

/// Ids in the narrowest of three widths that the number of symbols allows.
enum IDStorage: Sendable {
  case u8(NarrowIDs<UInt8>)
  case u16(NarrowIDs<UInt16>)
  case u32(NarrowIDs<UInt32>)

  /// No ids yet, all to be below `symbolCount`.
  init(symbolCount: Int) {
    if symbolCount <= 1 << 8 {
      self = .u8(NarrowIDs())
    } else if symbolCount <= 1 << 16 {
      self = .u16(NarrowIDs())
    } else {
      self = .u32(NarrowIDs())
    }
  }

  var count: Int {
    switch self {
    case .u8(let ids): ids.count
    case .u16(let ids): ids.count
    case .u32(let ids): ids.count
    }
  }

  /// Bytes for one id.
  var width: Int {
    switch self {
    case .u8: 1
    case .u16: 2
    case .u32: 4
    }
  }

  subscript(position: Int) -> UInt32 {
    switch self {
    case .u8(let ids): UInt32(ids[position])
    case .u16(let ids): UInt32(ids[position])
    case .u32(let ids): ids[position]
    }
  }

  func copy(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>) {
    switch self {
    case .u8(let ids): ids.copy(range, into: target)
    case .u16(let ids): ids.copy(range, into: target)
    case .u32(let ids): ids.copy(range, into: target)
    }
  }

  /// Widens the ids, if need be, to hold all below `symbolCount`.
  mutating func widen(to symbolCount: Int) {
    switch self {
    case .u8(let ids) where symbolCount > 1 << 16: self = .u32(NarrowIDs(widening: ids))
    case .u8(let ids) where symbolCount > 1 << 8: self = .u16(NarrowIDs(widening: ids))
    case .u16(let ids) where symbolCount > 1 << 16: self = .u32(NarrowIDs(widening: ids))
    default: break
    }
  }

  mutating func append(_ ids: [UInt32]) {
    modify {
      $0.append(ids)
    } _: {
      $0.append(ids)
    } _: {
      $0.append(ids)
    }
  }

  mutating func map(by table: [UInt32]) {
    modify {
      $0.map(by: table)
    } _: {
      $0.map(by: table)
    } _: {
      $0.map(by: table)
    }
  }

  mutating func trim() {
    modify {
      $0.trim()
    } _: {
      $0.trim()
    } _: {
      $0.trim()
    }
  }

  /// Adds the ids to a fingerprint, as little-endian numbers of the storage's width.
  func combine(into fingerprint: inout Fingerprint) {
    switch self {
    case .u8(let ids): Self.combine(ids, &fingerprint)
    case .u16(let ids): Self.combine(ids, &fingerprint)
    case .u32(let ids): Self.combine(ids, &fingerprint)
    }
  }

  private static func combine<Element>(
    _ ids: NarrowIDs<Element>, _ fingerprint: inout Fingerprint
  ) {
    for chunk in ids.chunks {
      chunk.map(\.littleEndian).withUnsafeBytes { fingerprint.combine($0) }
    }
  }

  /// Changes the ids in place: they are taken out of the enum meanwhile, so nothing is copied.
  private mutating func modify(
    _ narrow: (inout NarrowIDs<UInt8>) -> Void, _ middle: (inout NarrowIDs<UInt16>) -> Void,
    _ wide: (inout NarrowIDs<UInt32>) -> Void
  ) {
    switch self {
    case .u8(var ids):
      self = .u8(NarrowIDs())
      narrow(&ids)
      self = .u8(ids)
    case .u16(var ids):
      self = .u16(NarrowIDs())
      middle(&ids)
      self = .u16(ids)
    case .u32(var ids):
      self = .u32(NarrowIDs())
      wide(&ids)
      self = .u32(ids)
    }
  }
}
