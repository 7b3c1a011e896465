import GeulStorage
import Glibc

extension FaultyCalls {
  private func lastName(_ path: UnsafePointer<CChar>) -> String {
    String(cString: path).split(separator: "/").last.map(String.init) ?? "/"
  }

  public func open(
    _ path: UnsafePointer<CChar>, _ flags: Int32, mode: UInt32
  ) -> SystemAnswer<Int32> {
    let unnamed: Int32 = 0o20000000
    let isUnnamed = flags & unnamed != 0
    return make(isUnnamed ? "unnamed" : "open", lastName(path)) {
      if isUnnamed, lacks(.unnamedFiles) { return .failure(ErrorNumber(EOPNOTSUPP)) }
      var isNew = isUnnamed
      if flags & O_CREAT != 0, case .failure = real.status(path, followingLinks: false) {
        isNew = true
      }
      let answer = real.open(path, flags, mode: mode)
      if case .success(let descriptor) = answer {
        state.withLock {
          $0.open[descriptor] = lastName(path)
          if isNew { $0.disk?.make(fileOf: descriptor) }
        }
      }
      return answer
    }
  }

  public func status(_ descriptor: Int32) -> SystemAnswer<FileStatus> {
    make("status", subject(descriptor)) { real.status(descriptor) }
  }

  public func status(
    _ path: UnsafePointer<CChar>, followingLinks: Bool
  ) -> SystemAnswer<FileStatus> {
    make("status", lastName(path)) { real.status(path, followingLinks: followingLinks) }
  }

  public func access(_ path: UnsafePointer<CChar>, _ mode: Int32) -> SystemAnswer<Void> {
    make("access", lastName(path)) { real.access(path, mode) }
  }

  public func realPath(_ path: UnsafePointer<CChar>) -> SystemAnswer<[UInt8]> {
    make("realPath", lastName(path)) { real.realPath(path) }
  }

  public func names(in folder: UnsafePointer<CChar>) -> SystemAnswer<[[UInt8]]> {
    make("names", lastName(folder)) { real.names(in: folder) }
  }

  public func freeBytes(at path: UnsafePointer<CChar>) -> SystemAnswer<Int> {
    make("freeBytes", lastName(path)) { real.freeBytes(at: path) }
  }

  public func createFolder(_ path: UnsafePointer<CChar>, mode: UInt32) -> SystemAnswer<Void> {
    make("createFolder", lastName(path)) {
      let answer = real.createFolder(path, mode: mode)
      if case .success = answer {
        state.withLock { $0.disk?.make(folderAt: String(cString: path)) }
      }
      return answer
    }
  }

  public func rename(
    _ path: UnsafePointer<CChar>, to newPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    make("rename", lastName(newPath)) { real.rename(path, to: newPath) }
  }

  public func exchange(
    _ path: UnsafePointer<CChar>, with otherPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    make("exchange", lastName(otherPath)) {
      lacks(.exchange)
        ? .failure(ErrorNumber(EINVAL)) : real.exchange(path, with: otherPath)
    }
  }

  public func link(_ descriptor: Int32, to path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    make("link", lastName(path)) {
      lacks(.linking) ? .failure(ErrorNumber(ENOENT)) : real.link(descriptor, to: path)
    }
  }

  public func remove(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    make("remove", lastName(path)) { real.remove(path) }
  }

  public func removeFolder(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    make("removeFolder", lastName(path)) { real.removeFolder(path) }
  }
}
