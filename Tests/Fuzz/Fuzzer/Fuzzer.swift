import FoundationEssentials
import Glibc

/// What libFuzzer, whose `main` this program has, calls with the bytes that it makes up.
///
/// GEUL_FUZZ names the reader that is fed; `seeds` writes inputs to begin with to the folder GEUL_FUZZ_SEEDS.
enum Fuzzer {
  private static let environment = ProcessInfo.processInfo.environment

  /// The reader that this process is for.
  static let target: FuzzTarget = {
    let name = environment["GEUL_FUZZ"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      preconditionFailure("expected GEUL_FUZZ to be seeds or one of \(names), found \(name)")
    }
    return target
  }()

  /// Whether seeds were asked for, and are written.
  static func writeSeeds() -> Bool {
    guard environment["GEUL_FUZZ"] == "seeds" else { return false }
    guard let folder = environment["GEUL_FUZZ_SEEDS"] else {
      preconditionFailure("expected GEUL_FUZZ_SEEDS to name a folder, found nothing")
    }
    do { try FuzzTarget.writeSeeds(to: folder) } catch { preconditionFailure("\(error)") }
    return true
  }
}

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeRawPointer, _: UnsafeRawPointer) -> CInt {
  if Fuzzer.writeSeeds() { exit(0) }
  Fuzzer.target.prepare()
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzer.target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
