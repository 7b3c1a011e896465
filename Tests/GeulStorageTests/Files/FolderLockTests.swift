import FoundationEssentials
import GeulStorage
import Glibc
import Testing

@Suite struct FolderLockTests {
  /// The error that a second lock ends with; nil if it is had.
  private func refusal(_ folder: String) -> StorageError? {
    do throws(StorageError) {
      _ = try FolderLock(folder)
      return nil
    } catch { return error }
  }

  @Test func oneHasItAndTheOthersAreToldWho() throws {
    let temporary = try TemporaryFolder()
    var lock: FolderLock? = try FolderLock(temporary.path)
    #expect(lock?.holds == true)
    let error = refusal(temporary.path)
    #expect(error?.kind == .inUse && error?.kind.rawValue == 75)
    #expect(error?.description.contains("process \(getpid())") == true)
    lock = nil
    #expect(refusal(temporary.path) == nil)
  }

  /// What a process that was killed has left is no lock.
  @Test func aFileThatStayedKeepsNobodyOut() throws {
    let temporary = try TemporaryFolder()
    try Data("1 elsewhere\n".utf8).write(to: URL(filePath: temporary.path(FolderLock.name)))
    #expect(refusal(temporary.path) == nil)
  }

  @Test func aLockOfAFolderThatWasMovedHoldsNoLonger() throws {
    let temporary = try TemporaryFolder()
    let path = temporary.path("folder")
    try FileSystem().makeFolders(path)
    let lock = try FolderLock(path)
    try FileManager.default.moveItem(atPath: path, toPath: temporary.path("moved"))
    #expect(!lock.holds)
    try FileSystem().makeFolders(path)
    #expect(!lock.holds)
    #expect(refusal(path) == nil)
    #expect(refusal(temporary.path("moved"))?.kind == .inUse)
  }

  @Test func onlyOneOfManyThreadsHasIt() async throws {
    let temporary = try TemporaryFolder()
    let path = temporary.path
    for _ in 0..<20 {
      let locks = await withTaskGroup(of: FolderLock?.self) { group in
        for _ in 0..<8 {
          group.addTask { do { return try FolderLock(path) } catch { return nil } }
        }
        var locks: [FolderLock] = []
        for await lock in group { if let lock { locks.append(lock) } }
        return locks
      }
      #expect(locks.count == 1)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsToldSo() throws {
    #expect(refusal("/proc")?.kind == .cannotCreate)
    #expect(refusal("/nowhere/at/all")?.kind == .cannotCreate)
  }
}
