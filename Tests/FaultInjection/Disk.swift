import Foundation
import GeulStorage

/// What a power cut would leave of a folder: for each file its bytes at its last sync, for each folder its names at its
/// last sync, and what they then led to.
///
/// All that is there in the beginning has been synced; a new file is empty and a new folder without names until they
/// are. A file's sync keeps no name. A real file system may keep more, in any mixture; `Fault.Loss` has three.
/// No links, modes or times are kept.
struct Disk {
  /// A file or folder, whatever its name.
  private final class Node {
    var bytes = Data()
    /// The names of a folder; nil for a file.
    var names: [String: Node]?

    init(isFolder: Bool) { names = isFolder ? [:] : nil }
  }

  private struct Key: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: FileStatus) { (device, inode) = (status.device, status.inode) }
  }

  private let folder: String
  private let real = LinuxCalls()
  private var nodes: [Key: Node] = [:]

  init(_ folder: String) {
    self.folder = folder
    _ = learn(folder)
  }

  /// Takes what the path leads to, and all below it, to be kept.
  @discardableResult
  private mutating func learn(_ path: String) -> Node? {
    guard case .success(let status) = real.status(path, followingLinks: false) else { return nil }
    let node = Node(isFolder: status.kind == .folder)
    nodes[Key(status)] = node
    switch status.kind {
    case .folder:
      for name in names(in: path) { node.names?[name] = learn(path + "/" + name) }
    case .file: node.bytes = contents(path)
    case .other: preconditionFailure("\(path) is neither a file nor a folder")
    }
    return node
  }

  /// Notes a file that has just been made.
  mutating func make(fileOf descriptor: Int32) {
    guard case .success(let status) = real.status(descriptor) else { return }
    nodes[Key(status)] = Node(isFolder: false)
  }

  /// Notes a folder that has just been made.
  mutating func make(folderAt path: String) {
    guard case .success(let status) = real.status(path, followingLinks: false) else { return }
    nodes[Key(status)] = Node(isFolder: true)
  }

  /// Keeps a file's bytes, or a folder's names, as they are now.
  mutating func sync(_ descriptor: Int32) {
    guard case .success(let status) = real.status(descriptor), let node = nodes[Key(status)]
    else { return }
    let path = "/proc/self/fd/\(descriptor)"
    if node.names == nil {
      node.bytes = contents(path)
      return
    }
    var kept: [String: Node] = [:]
    for name in names(in: path) { kept[name] = self.node(path + "/" + name) }
    node.names = kept
  }

  /// Puts the folder into the state after the cut.
  mutating func cut(_ loss: Fault.Loss) {
    guard let old = node(folder) else { return }
    if loss != .everything { keepNames(folder, loss) }
    for name in names(in: folder) { remove(folder + "/" + name) }
    write(old, at: folder)
  }

  /// Takes all names to be where they are, and the bytes that the cut spares.
  private mutating func keepNames(_ path: String, _ loss: Fault.Loss) {
    guard let node = node(path) else { return }
    guard node.names != nil else {
      let now = contents(path)
      if loss == .halfOfBytes, now.starts(with: node.bytes) {
        node.bytes = now.prefix(node.bytes.count + (now.count - node.bytes.count) / 2)
      }
      return
    }
    var kept: [String: Node] = [:]
    for name in names(in: path) {
      keepNames(path + "/" + name, loss)
      kept[name] = self.node(path + "/" + name)
    }
    node.names = kept
  }

  private func write(_ node: Node, at path: String) {
    do {
      guard let names = node.names else { return try node.bytes.write(to: URL(filePath: path)) }
      if !FileManager.default.fileExists(atPath: path) {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
      for (name, inner) in names { write(inner, at: path + "/" + name) }
    } catch {
      preconditionFailure("\(path) cannot be put back: \(error)")
    }
  }

  private func remove(_ path: String) {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      preconditionFailure("\(path) cannot be removed: \(error)")
    }
  }

  private func node(_ path: String) -> Node? {
    guard case .success(let status) = real.status(path, followingLinks: false) else { return nil }
    return nodes[Key(status)]
  }

  private func names(in path: String) -> [String] {
    guard case .success(let names) = real.names(in: path) else { return [] }
    return names.map { String(decoding: $0, as: UTF8.self) }
  }

  private func contents(_ path: String) -> Data {
    do { return try Data(contentsOf: URL(filePath: path)) } catch {
      preconditionFailure("\(path) cannot be read: \(error)")
    }
  }
}
