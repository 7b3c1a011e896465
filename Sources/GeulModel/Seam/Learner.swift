import GeulCompute
import GeulStorage

/// What learns by gradient: parameters, the gradient of a chunk's loss, and what is carried from chunk to chunk.
///
/// Trainer, optimizer and checkpoint work with any of them and know none. A learner is at work on B streams; what it
/// carries between two chunks of them stays in its own memory, and no gradient crosses their border (truncated
/// backpropagation through time; Williams and Peng 1990). A step allocates nothing once the first is done.
public protocol Learner {
  /// Where each tensor stands in `parameters` and `gradients`.
  var layout: ParameterLayout { get }
  /// The weights, which an optimizer changes between steps.
  var parameters: FloatBuffer { get }
  /// What `step` adds to: clear it first for the gradient of one chunk alone.
  var gradients: FloatBuffer { get }
  /// B
  var lanes: Int { get }
  /// The most steps of a chunk.
  var steps: Int { get }

  /// Sets all gradients to zero.
  func clearGradients()

  /// Carries a chunk forward and back: adds d loss / d parameter to `gradients` and returns the loss, the mean of its
  /// targets by their weights, in nats.
  ///
  /// `randomKey` fixes what the step draws, such as masks of dropout; nil draws and drops nothing. Cost: about six
  /// operations for each weight and symbol.
  func step(_ chunk: Chunk, randomKey: UInt64?) -> Double

  /// The loss alone; the chunk is read, and what is carried goes on, as by `step`.
  func loss(_ chunk: Chunk, randomKey: UInt64?) -> Double

  /// Calls `body` with the loss of every target of the last chunk (T, B) in nats, whatever their weights.
  func withLosses<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result

  /// Makes what is carried what it was before the last chunk; once after each.
  func takeBack()

  /// Has all streams begin anew: the next chunk is read as if nothing stood before it.
  func forgetCarried()

  /// What is carried, for a checkpoint.
  func carriedTensors() -> [TensorSource]

  /// Takes up what another learner of the same model carried; throws `StorageError` where it is not of this shape.
  func readCarried(_ file: SafeTensorsFile) throws(StorageError)
}
