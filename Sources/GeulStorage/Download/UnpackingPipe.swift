import GeulWork
import Glibc

/// What a packed file holds, as the system's own program unpacks it while it is read.
package final class UnpackingPipe {
  /// Where to read what is unpacked.
  package let descriptor: Int32

  private let file: String
  private let packing: Packing
  private let errors: TemporaryFile
  private var id: pid_t

  /// Starts the program on an open file, which it reads from where that stands.
  ///
  /// Throws `StorageError`: the program may not be there.
  package init(
    _ packing: Packing, input: Int32, file: String, searchPath: String? = nil
  ) throws(StorageError) {
    let program = try ExternalProgram(packing.rawValue, for: file, searchPath: searchPath)
    errors = try TemporaryFile()
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw SystemFailure(file, ErrorNumber(errno)).whileOpening
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    do {
      id = try program.start(
        packing.arguments, input: input, output: ends[1], errors: errors.descriptor)
    } catch {
      close(ends[0])
      throw error
    }
    descriptor = ends[0]
    self.file = file
    self.packing = packing
  }

  deinit {
    close(descriptor)
    guard id > 0 else { return }
    kill(id, SIGTERM)
    _ = wait()
  }

  /// To be called once all is read: throws `StorageError` if the file was damaged or cut off.
  package func finish() throws(StorageError) {
    let status = wait()
    guard status != 0 else { return }
    let input = try errors.finish()
    let words = String(decoding: try input.read(min(input.size, 1 << 16), at: 0), as: UTF8.self)
    let complaint = words.split(separator: "\n").first.map { line in
      String(line.reversed().drop { ";.: ".contains($0) }.reversed())
    }
    throw .corrupt(
      file: file, offset: nil, expected: "a whole file packed by \(packing.rawValue)",
      found: complaint ?? "one that \(packing.rawValue) gives up (exit code \(status))",
      advice: "fetch or pack it again")
  }

  private func wait() -> Int32 {
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) == -1, errno == EINTR {}
    id = 0
    let signal = raw & 0x7F
    return signal == 0 ? raw >> 8 & 0xFF : 128 + signal
  }
}
