import FoundationEssentials
import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText

/// A checkpoint in a folder of its own, removed when the test lets go of it.
final class CheckpointFolder {
  let path: String

  /// Writes what generation needs of a checkpoint; nil leaves a file out.
  init(config: String?, tokenizer: [UInt8]?, model: Model?) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "geul-\(UUID().uuidString)")
    path = url.path(percentEncoded: false)
    try AtomicFolder(path).write { (folder) throws(StorageError) in
      if let config { try folder.file("config.json", Array(config.utf8)) }
      if let tokenizer { try folder.file("tokenizer.json", tokenizer) }
      if let model {
        try folder.file("model.safetensors") { (writer) throws(StorageError) in
          try SafeTensors.write(model.tensors(), metadata: ["format": "pt"], to: writer)
        }
      }
    }
  }

  deinit {
    // A folder that cannot be removed fails no test; the system clears it in time.
    do { try FileSystem().removeFolder(path) } catch {}
  }

  func path(_ name: String) -> String { path + "/" + name }

  /// `config.json` as training writes it.
  static func config(_ model: String, format: String = "1") -> String {
    """
    {
      "format": \(format),
      "model": \(model),
      "training": {
        "optimizer": "adam",
        "learning_rate": 0.002
      },
      "corpus": {
        "paths": ["text.txt"],
        "validation_files": [],
        "test_files": [],
        "fingerprint": "1f",
        "symbols": 123
      }
    }
    """
  }
}
