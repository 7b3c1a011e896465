import GeulStorage
import GeulWork

/// Where a token file goes.
public enum TokenDestination: Sendable {
  /// A path; what lies there is kept if it is of the same corpus, read and encoded in the same way.
  case file(String)
  /// A file without a name, gone when nobody reads it any more.
  case temporary

  /// The path, if there is one.
  var path: String? {
    guard case .file(let path) = self else { return nil }
    return path
  }

  /// Writes a token file with `body`, which ends with the writer's `finish`, and opens it.
  func write(
    _ tokenizer: Tokenizer, _ body: (inout TokenWriter) throws -> Void
  ) throws -> TokenSequence {
    switch self {
    case .temporary:
      let file = try TemporaryFile()
      var writer = try TokenWriter(tokenizer, to: file.writer)
      try body(&writer)
      return TokenSequence(try TokenFile(try file.finish()))
    case .file(let path):
      let pending = try AtomicFile(path).begin()
      do {
        var writer = try TokenWriter(tokenizer, to: pending.writer)
        try body(&writer)
        try pending.commit()
      } catch {
        pending.abandon()
        throw error
      }
      return TokenSequence(try TokenFile(path))
    }
  }

  /// Throws if something lies at a path that is neither empty nor a token file: it may be the corpus itself.
  private static func refuseToReplace(_ path: String) throws(StorageError) {
    guard try FileSystem.current.kind(of: path) == .file else { return }
    let file = try InputFile(path)
    let head = try file.read(min(file.size, TokenFileHeader.magic.count), at: 0)
    guard TokenFileHeader.magic.starts(with: head) else {
      throw .cannotCreate(
        file: path, reason: "a file that is no token file is there",
        advice: "choose another path, or remove it")
    }
  }

  /// The corpus that lies here already, if it is what encoding would make again.
  ///
  /// That is so if the files, how they are read, and `tokenizer` or how it is to be learned are the same;
  /// if only times or paths differ, the files are read and compared by their hash. A damaged file does not
  /// hold. Throws also if what lies here must not be replaced.
  func kept(
    _ source: CorpusSource, _ record: CorpusRecord, _ tokenizer: Tokenizer? = nil,
    stop: StopRequest?
  ) throws -> EncodedCorpus? {
    guard let (corpus, file) = try current(source, record, tokenizer, stop: stop) else {
      return nil
    }
    return try file.agreesWithHash() ? corpus : nil
  }

  /// The corpus that lies here, if all but its ids is known to be what encoding would make again.
  func current(
    _ source: CorpusSource, _ record: CorpusRecord, _ tokenizer: Tokenizer?, stop: StopRequest?
  ) throws -> (EncodedCorpus, TokenFile)? {
    guard let path else { return nil }
    try Self.refuseToReplace(path)
    guard let (corpus, file, old) = try EncodedCorpus.recorded(path) else { return nil }
    // Written again, the tokenizer shows whether the Unicode library is the same.
    guard old.reading == record.reading,
      corpus.tokenizer.fingerprint == file.header.tokenizerHash,
      tokenizer.map({ $0 == corpus.tokenizer }) ?? (old.options == record.options)
    else { return nil }
    let holds =
      try old.surelyHolds(for: record)
      || old.mayHold(for: record) && source.contentHash(stop) == file.header.corpusHash
    return holds ? (corpus, file) : nil
  }
}

extension EncodedCorpus {
  /// The corpus of a token file and what the file notes of it; nil if there is none that can be honoured.
  fileprivate static func recorded(
    _ path: String
  ) throws -> (EncodedCorpus, TokenFile, CorpusRecord)? {
    do {
      let file = try TokenFile(path)
      let corpus = EncodedCorpus(
        tokenizer: try file.tokenizer(), tokens: TokenSequence(file), report: nil)
      return (corpus, file, try CorpusRecord(try file.record()))
    } catch let error as StorageError where error.kind == .badData || error.kind == .missingInput {
      return nil
    } catch is TextError {
      return nil
    }
  }
}

extension CorpusSource {
  /// The hash of the files as a token file notes it. Throws ``TextError`` or `WorkStopped`.
  fileprivate func contentHash(_ stop: StopRequest?) throws -> UInt64 {
    var reader = CorpusReader(self, ReadingOptions(), stop: stop)
    while try reader.next() {}
    return reader.hash.value
  }
}
