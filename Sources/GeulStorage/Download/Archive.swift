import GeulWork

/// A packed file, unpacked by the programs gzip, unzip and tar.
public struct Archive: Sendable {
  /// Where it is.
  public let path: String
  /// What it is; not `plain`.
  public let format: ArchiveFormat

  let fileSystem = FileSystem.current
  private let searchPath: String?

  /// An archive whose program is looked for in the folders of `searchPath`, or of the variable PATH.
  public init(_ path: String, format: ArchiveFormat, searchPath: String? = nil) {
    precondition(format != .plain, "a plain file needs no unpacking")
    self.path = path
    self.format = format
    self.searchPath = searchPath
  }

  /// The path as the programs take it: no option, though it begin with a hyphen, and for tar no host
  /// with a colon behind it.
  private var operand: String { path.hasPrefix("/") ? path : "./" + path }

  /// Who may stop an unpacking, and who is told some times a second that it goes on.
  struct Watch {
    let stop: StopRequest?
    let progress: (() -> Void)?
  }

  /// Unpacks one member, or all of a gzip file, to the file `target`.
  ///
  /// A file that is there is compared with what would be unpacked, and refused as `cannotCreate` if
  /// it differs; it is never replaced. Throws `StorageError`, or `WorkStopped` if it was asked to stop; nothing
  /// has changed then.
  ///
  /// - Parameters:
  ///   - member: its name within a zip or tar archive; nil for gzip.
  ///   - progress: called some times a second.
  public func unpackFile(
    _ member: String?, to target: String, stop: StopRequest? = nil, progress: (() -> Void)? = nil
  ) throws -> UnpackingOutcome {
    precondition((member != nil) == format.hasMembers, "a member is of a zip or tar archive")
    let watch = Watch(stop: stop, progress: progress)
    if let member { try requireMember(member, among: try memberNames(watch)) }
    let arguments =
      switch format {
      case .plain, .gzip: ["-d", "-c", "--", operand]
      // unzip reads a member's name as a pattern.
      case .zip: ["-p", operand, Self.literalPattern(member ?? "")]
      case .tarGzip: ["-x", "-z", "-O", "-f", operand, "--", member ?? ""]
      }
    if try fileSystem.exists(target) {
      try recognize(target, by: arguments, watch)
      return .present
    }
    let pending = try AtomicFile(target, on: fileSystem).begin()
    do {
      try run(arguments, output: pending.writer.descriptor, watch)
      try pending.commit()
    } catch {
      pending.abandon()
      throw error
    }
    return .unpacked
  }

  /// Unpacks all members into the folder `target`.
  ///
  /// A member that would leave the folder, and anything but files and folders, is refused. A folder
  /// that is there is compared with what would be unpacked, and refused as `cannotCreate` if a file
  /// is missing or differs; it is never replaced, and further files in it are not looked at.
  /// Throws `StorageError`, or `WorkStopped` if it was asked to stop; nothing has changed then.
  ///
  /// - Parameter progress: called some times a second.
  public func unpackFolder(
    to target: String, stop: StopRequest? = nil, progress: (() -> Void)? = nil
  ) throws -> UnpackingOutcome {
    precondition(format.hasMembers, "only zip and tar archives have members")
    let watch = Watch(stop: stop, progress: progress)
    for name in try memberNames(watch) { try refuseIfUnsafe(name) }
    let isThere = try fileSystem.exists(target)
    let pending = try AtomicFolder(target, on: fileSystem).begin()
    do {
      try unpack(into: pending.writer.path, watch)
      if isThere {
        try recognizeTree(pending.writer.path, at: target, watch)
        pending.abandon()
        return .present
      }
      try syncTree(pending.writer.path)
      try pending.commit()
    } catch {
      pending.abandon()
      throw error
    }
    return .unpacked
  }

  private func unpack(into folder: String, _ watch: Watch) throws {
    try run(
      format == .zip
        ? ["-qq", "-o", operand, "-d", folder]
        : [
          "-x", "-z", "-f", operand, "-C", folder, "--no-same-owner", "--no-same-permissions",
        ], watch)
  }

  /// Runs the program to its end and returns what it wrote; throws if it failed or was stopped.
  @discardableResult
  func run(_ arguments: [String], output: Int32? = nil, _ watch: Watch) throws -> String {
    let name =
      switch format {
      case .plain, .gzip: "gzip"
      case .zip: "unzip"
      case .tarGzip: "tar"
      }
    let program = try ExternalProgram(name, for: path, searchPath: searchPath)
    let ending = try program.run(
      arguments, output: output, stop: watch.stop, watch: watch.progress)
    if ending.wasStopped { throw WorkStopped() }
    try check(ending)
    return ending.output
  }

  private func check(_ ending: ExternalProgram.Ending) throws(StorageError) {
    guard ending.status != 0 else { return }
    guard ending.status < 128 else {
      throw .writeFailed(
        file: path,
        reason: "the program that unpacks it was ended by the signal \(ending.status - 128)",
        advice: "nothing was unpacked; try again")
    }
    let isDiskFull =
      ending.complaint.contains("No space left") || format == .zip && ending.status == 50
    guard !isDiskFull else {
      throw .writeFailed(
        file: path, reason: ending.complaint, advice: "free some space, then try again")
    }
    throw .corrupt(
      file: path, offset: nil, expected: "a whole archive of the form \(format.rawValue)",
      found: ending.complaint, advice: "remove it and fetch it again")
  }
}

extension Archive {
  /// The names of all members.
  private func memberNames(_ watch: Watch) throws -> [String] {
    let arguments = format == .zip ? ["-Z1", operand] : ["-t", "-z", "-f", operand]
    return try run(arguments, watch).split(separator: "\n").map(String.init)
  }

  private func requireMember(_ member: String, among names: [String]) throws(StorageError) {
    guard names.contains(where: { ExactString($0) == ExactString(member) }) else {
      throw .corrupt(
        file: path, offset: nil, expected: "the member \(quoted(member))",
        found: "\(names.count) others", advice: "correct the catalogue's entry")
    }
  }

  private func refuseIfUnsafe(_ name: String) throws(StorageError) {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let climbs = parts.contains { $0.elementsEqual("..".utf8) }
    guard climbs || name.hasPrefix("/") || name.utf8.contains(UInt8(ascii: "\\")) else { return }
    throw refusal(quoted(name))
  }

  /// Refuses links, pipes and devices, and returns once all that was unpacked survives a power cut.
  private func syncTree(_ folder: String) throws(StorageError) {
    for name in try fileSystem.names(in: folder) {
      let inner = FilePath.join(folder, name)
      switch try fileSystem.kind(of: inner) {
      case .file: try fileSystem.syncFolder(inner)
      case .folder: try syncTree(inner)
      case .other, nil: throw refusal("\(quoted(name)), which is no file")
      }
    }
    try fileSystem.syncFolder(folder)
  }

  func refusal(_ found: String) -> StorageError {
    .corrupt(
      file: path, offset: nil, expected: "files that stay within one folder",
      found: "the member \(found)", advice: "nothing was unpacked; tell those who made the archive")
  }

  /// A pattern of unzip that only the name itself matches.
  private static func literalPattern(_ name: String) -> String {
    var pattern = ""
    for scalar in name.unicodeScalars {
      if "*?[]\\".unicodeScalars.contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }
}
