import Glibc

/// A conversion of the C library's `iconv` into Unicode scalars.
///
/// It has a state, so it must not be used by two threads at once; its only holder is a decoder, which
/// is not copied.
final class IconvHandle: @unchecked Sendable {
  /// Why a conversion stopped.
  enum Outcome {
    /// All bytes are converted.
    case done
    /// The output is full.
    case full
    /// The bytes end within a character.
    case incomplete
    /// What follows is no character.
    case invalid
  }

  private let descriptor: iconv_t

  /// Opens a conversion from the encoding that `iconv` knows by `name`; `nil` if it knows none.
  init?(from name: String) {
    // WCHAR_T is UTF-32 in the machine's order, which the C library writes without a step between.
    guard let descriptor = iconv_open("WCHAR_T", name), descriptor != IconvHandle.failure else {
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { iconv_close(descriptor) }

  /// Converts from `position` on into `output` from `written` on, as far as it goes.
  func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int,
    into output: UnsafeMutableBufferPointer<UInt32>, _ written: inout Int
  ) -> Outcome {
    guard let start = bytes.baseAddress, position < bytes.count else { return .done }
    // iconv does not write to its input, though its type says so.
    var source: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(
      mutating: UnsafeRawPointer(start + position)
    ).assumingMemoryBound(to: CChar.self)
    var sourceLeft = bytes.count - position
    let code = call(&source, &sourceLeft, output, &written)
    // Some stateful converters of glibc 2.36 step back before the start of their input.
    guard 0...bytes.count - position ~= sourceLeft else { return .invalid }
    position = bytes.count - sourceLeft
    return code
  }

  /// Writes what the conversion has kept back for want of what might follow.
  func flush(into output: UnsafeMutableBufferPointer<UInt32>, _ written: inout Int) {
    var none: UnsafeMutablePointer<CChar>?
    var nothing = 0
    _ = call(&none, &nothing, output, &written)
  }

  private func call(
    _ source: inout UnsafeMutablePointer<CChar>?, _ sourceLeft: inout Int,
    _ output: UnsafeMutableBufferPointer<UInt32>, _ written: inout Int
  ) -> Outcome {
    let width = MemoryLayout<UInt32>.size
    let room = UnsafeMutableRawBufferPointer(output)
    var target = room.baseAddress.map { ($0 + written * width).assumingMemoryBound(to: CChar.self) }
    var targetLeft = room.count - written * width
    let result = iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
    written = (room.count - targetLeft) / width
    guard result == -1 else { return .done }
    switch errno {
    case E2BIG: return .full
    case EINVAL: return .incomplete
    default: return .invalid
    }
  }

  /// What `iconv_open` returns when it fails: −1 as a pointer.
  private static var failure: iconv_t? { iconv_t(bitPattern: -1) }
}
