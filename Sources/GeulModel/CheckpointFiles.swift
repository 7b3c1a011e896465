/// The files of a checkpoint's folder that make a model of text, and their format.
public enum CheckpointFiles {
  /// The parameters, as safetensors.
  public static let parameters = "model.safetensors"
  /// Sizes, settings and corpus, as JSON.
  public static let configuration = "config.json"
  /// Unit, form and symbols, as JSON.
  public static let tokenizer = "tokenizer.json"
  /// The version of `config.json` that this program writes and reads.
  public static let format = 1
}
