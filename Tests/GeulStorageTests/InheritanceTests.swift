import Glibc
import Testing

@testable import GeulStorage

/// What programs that are started get of this process, and what they cannot do to it.
@Suite struct InheritanceTests {
  private let files = POSIXFileSystem()

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
