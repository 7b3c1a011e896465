import Foundation
import GeulKit

/// `path` from the root, so that the run can be found again from anywhere; `-` stays.
func absolutePath(_ path: String) -> String {
  if path == CorpusSource.standardInput || path.hasPrefix("/") { return path }
  return FileManager.default.currentDirectoryPath + "/" + path
}
