/// The element types that a safetensors file may name and this program knows.
public enum TensorType: String, Sendable, CaseIterable {
  /// IEEE 754 binary64.
  case f64 = "F64"
  /// IEEE 754 binary32.
  case f32 = "F32"
  /// IEEE 754 binary16.
  case f16 = "F16"
  /// The upper half of a binary32.
  case bf16 = "BF16"
  /// A signed integer of 64 bits.
  case i64 = "I64"
  /// A signed integer of 32 bits.
  case i32 = "I32"
  /// A signed integer of 16 bits.
  case i16 = "I16"
  /// A signed integer of 8 bits.
  case i8 = "I8"
  /// An unsigned integer of 64 bits.
  case u64 = "U64"
  /// An unsigned integer of 32 bits.
  case u32 = "U32"
  /// An unsigned integer of 16 bits.
  case u16 = "U16"
  /// An unsigned integer of 8 bits.
  case u8 = "U8"
  /// A byte that is 0 or 1.
  case bool = "BOOL"

  /// The bytes that one element takes.
  public var elementSize: Int {
    switch self {
    case .f64, .i64, .u64: 8
    case .f32, .i32, .u32: 4
    case .f16, .bf16, .i16, .u16: 2
    case .i8, .u8, .bool: 1
    }
  }

  /// The bytes that a tensor of this shape takes, nil if they are more than `Int` can count.
  public func byteCount(shape: [Int]) -> Int? {
    if shape.contains(0) { return 0 }
    var count = elementSize
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }
}
