import Glibc
import Testing

@testable import GeulStorage

/// What programs that are started get of this process, and what they cannot do to it.
@Suite struct InheritanceTests {
  private let files = FileSystem()

  /// A pipe that was made by someone who thinks of no other program.
  @Test func aProgramGetsItsStreamsAndNoMore() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let shell = try ExternalProgram("sh", for: "a test")
    let words = ends.map { "/proc/self/fd/\($0)" }
    let line = "for end; do [ ! -e \"$end\" ] || exit 9; done; [ -e /proc/self/fd/2 ]"
    #expect(try shell.run(["-c", line, "sh"] + words).status == 0)
  }

  /// A copy of the descriptor is what a program that is being started has until its exec.
  @Test func aLockEndsThoughACopyOfTheFileIsOpen() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("f")
    let file = try #require(try files.createFile(path))
    let copy = dup(file.descriptor)
    defer { close(copy) }
    #expect(try files.open(path, locking: true) == nil)
    try files.close(file)
    let next = try #require(try files.open(path, locking: true))
    try files.close(next)
  }
}
