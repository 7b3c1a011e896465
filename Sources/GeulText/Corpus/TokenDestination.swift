import GeulStorage

/// Where a token file goes.
public enum TokenDestination: Sendable {
  /// A path; what lies there is kept if it is of the same corpus, read and encoded in the same way.
  case file(String)
  /// A file without a name, gone when nobody reads it any more.
  case temporary

  /// The folder in which temporary files are made; nil for that of the system.
  var folder: String? {
    guard case .file(let path) = self else { return nil }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
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

  /// The corpus that lies here already, if it is what encoding would make again.
  ///
  /// That is so if the files, how they are read, and `tokenizer` or how it is to be learned are the same; if only
  /// times or paths differ, the files are read and compared by their hash. Whatever else lies here does not hold, and is to be replaced.
  func kept(
    _ source: CorpusSource, _ record: CorpusRecord, _ tokenizer: Tokenizer? = nil
  ) throws -> EncodedCorpus? {
    guard case .file(let path) = self, let kept = try? EncodedCorpus.recorded(path) else {
      return nil
    }
    let (corpus, file, old) = kept
    // Written again, the tokenizer shows whether the Unicode library is the same.
    guard old.reading == record.reading,
      corpus.tokenizer.fingerprint == file.header.tokenizerHash,
      tokenizer.map({ $0 == corpus.tokenizer }) ?? (old.options == record.options)
    else { return nil }
    if old.surelyHolds(for: record) { return corpus }
    guard old.mayHold(for: record) else { return nil }
    return try source.contentHash() == file.header.corpusHash ? corpus : nil
  }
}

extension EncodedCorpus {
  /// The corpus of a token file and what the file notes of it.
  fileprivate static func recorded(
    _ path: String
  ) throws -> (EncodedCorpus, TokenFile, CorpusRecord) {
    let file = try TokenFile(path)
    let corpus = EncodedCorpus(
      tokenizer: try file.tokenizer(), tokens: TokenSequence(file), report: nil)
    return (corpus, file, try CorpusRecord(try file.record()))
  }
}

extension CorpusSource {
  /// The hash of the files as a token file notes it. Throws ``TextError``.
  fileprivate func contentHash() throws(TextError) -> UInt64 {
    let hash = ContentHash()
    var block = [UInt8](repeating: 0, count: 1 << 18)
    for file in files {
      var reader = try BlockReader(file)
      var size = 0
      while true {
        let count = try reader.read(into: &block)
        block.withUnsafeBytes { hash.combine(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        size += count
        if count < block.count { break }
      }
      hash.combine(UInt64(size))
    }
    return hash.value
  }
}
