import GeulStorage
import GeulWork

/// How far the fetching of a corpus is.
public enum FetchProgress: Sendable, Equatable {
  /// So many bytes of the file are there.
  case received(Int)
  /// So many bytes of the file are hashed.
  case verified(Int)
  /// The file is right, and is being unpacked, or compared with the text that is there.
  case unpacking
}

/// A corpus that is there.
public struct FetchedCorpus: Sendable, Equatable {
  /// The text's file, or the folder of its files.
  public let path: String
  /// The packed file that it came from, nil for a text that was not packed.
  public let archive: String?
  /// Whether all was there before, and was right: the text is what is packed, byte for byte.
  public let wasPresent: Bool
}

/// Brings corpora of a catalogue into a folder, each as a text file or a folder of them.
///
/// A packed file stays beside what came out of it, for the text is verified by it.
public struct CorpusFetcher: Sendable {
  /// Where corpora go.
  public let folder: String

  private let searchPath: String?

  /// A fetcher into the folder, which is made when it is needed; programs are looked for in the
  /// folders of `searchPath`, or of the variable PATH.
  public init(folder: String, searchPath: String? = nil) {
    self.folder = folder
    self.searchPath = searchPath
  }

  /// Where the corpus's text will be: `NAME.txt`, or the folder `NAME` for several files.
  public func path(of entry: CorpusEntry) -> String {
    let isFolder = entry.format.hasMembers && entry.member == nil
    return "\(folder)/\(entry.name)" + (isFolder ? "" : ".txt")
  }

  /// Where the file from the server will be.
  public func downloadPath(of entry: CorpusEntry) -> String {
    "\(folder)/\(entry.name).\(entry.format.fileExtension)"
  }

  /// Downloads, verifies and unpacks what is not there yet.
  ///
  /// What is there is verified: the file from the server by its hash, and the text by a comparison
  /// with what the file holds, which takes as long as unpacking. A text that differs is refused as
  /// `cannotCreate` and stays as it is.
  ///
  /// Throws `StorageError`.
  ///
  /// - Parameter progress: told how far it is, some times a second.
  /// - Returns: nil if it was stopped; what was downloaded is kept, and a later call goes on.
  public func fetch(
    _ entry: CorpusEntry, stop: StopRequest? = nil, progress: ((FetchProgress) -> Void)? = nil
  ) throws -> FetchedCorpus? {
    let path = path(of: entry)
    let download = downloadPath(of: entry)
    let outcome = try Downloader(searchPath: searchPath).fetch(
      entry.file, to: download, stop: stop
    ) {
      switch $0 {
      case .received(let bytes): progress?(.received(bytes))
      case .verified(let bytes): progress?(.verified(bytes))
      }
    }
    guard outcome != .stopped else { return nil }
    guard entry.format != .plain else {
      return FetchedCorpus(path: path, archive: nil, wasPresent: outcome == .present)
    }
    do {
      let unpacking = try unpack(entry, download, to: path, stop) { progress?(.unpacking) }
      return FetchedCorpus(
        path: path, archive: download, wasPresent: outcome == .present && unpacking == .present)
    } catch is WorkStopped {
      return nil
    }
  }

  private func unpack(
    _ entry: CorpusEntry, _ download: String, to path: String, _ stop: StopRequest?,
    _ progress: @escaping () -> Void
  ) throws -> UnpackingOutcome {
    let archive = Archive(download, format: entry.format, searchPath: searchPath)
    guard entry.format.hasMembers && entry.member == nil else {
      return try archive.unpackFile(entry.member, to: path, stop: stop, progress: progress)
    }
    return try archive.unpackFolder(to: path, stop: stop, progress: progress)
  }
}
