import GeulStorage

extension TokenSequence {
  /// Writes the ids of a range to the front of `target`, which has room for them; throws `StorageError`.
  public func copy(
    _ range: Range<Int>, into target: inout MutableSpan<UInt32>
  ) throws(StorageError) {
    try target.withUnsafeMutableBufferPointer { (target) throws(StorageError) in
      try copy(range, into: target)
    }
  }
}
