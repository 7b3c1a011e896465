import GeulCompute
import GeulStorage

/// A model of any kind that learns by gradient; one choice a call, none within.
public enum ModelLearner: Learner {
  /// A recurrent model learning.
  case recurrent(RecurrentLearner)
  /// A window model learning.
  case window(WindowLearner)

  /// Where each tensor stands.
  public var layout: ParameterLayout {
    switch self {
    case .recurrent(let learner): learner.layout
    case .window(let learner): learner.layout
    }
  }

  /// The weights.
  public var parameters: FloatBuffer {
    switch self {
    case .recurrent(let learner): learner.parameters
    case .window(let learner): learner.parameters
    }
  }

  /// What `step` adds to.
  public var gradients: FloatBuffer {
    switch self {
    case .recurrent(let learner): learner.gradients
    case .window(let learner): learner.gradients
    }
  }

  /// B
  public var lanes: Int {
    switch self {
    case .recurrent(let learner): learner.lanes
    case .window(let learner): learner.lanes
    }
  }

  /// The most steps of a chunk.
  public var steps: Int {
    switch self {
    case .recurrent(let learner): learner.steps
    case .window(let learner): learner.steps
    }
  }

  /// Sets all gradients to zero.
  public func clearGradients() {
    switch self {
    case .recurrent(let learner): learner.clearGradients()
    case .window(let learner): learner.clearGradients()
    }
  }

  /// Carries a chunk forward and back.
  public func step(_ chunk: Chunk, randomKey: UInt64?) -> Double {
    switch self {
    case .recurrent(let learner): learner.step(chunk, randomKey: randomKey)
    case .window(let learner): learner.step(chunk, randomKey: randomKey)
    }
  }

  /// The loss of a chunk alone.
  public func loss(_ chunk: Chunk, randomKey: UInt64?) -> Double {
    switch self {
    case .recurrent(let learner): learner.loss(chunk, randomKey: randomKey)
    case .window(let learner): learner.loss(chunk, randomKey: randomKey)
    }
  }

  /// The loss of every target of the last chunk.
  public func withLosses<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .recurrent(let learner): try learner.withLosses(body)
    case .window(let learner): try learner.withLosses(body)
    }
  }

  /// Makes what is carried what it was before the last chunk.
  public func takeBack() {
    switch self {
    case .recurrent(let learner): learner.takeBack()
    case .window(let learner): learner.takeBack()
    }
  }

  /// Has all streams begin anew.
  public func forgetCarried() {
    switch self {
    case .recurrent(let learner): learner.forgetCarried()
    case .window(let learner): learner.forgetCarried()
    }
  }

  /// What is carried, for a checkpoint.
  public func carriedTensors() -> [TensorSource] {
    switch self {
    case .recurrent(let learner): learner.carriedTensors()
    case .window(let learner): learner.carriedTensors()
    }
  }

  /// Takes up what was carried.
  public func readCarried(_ file: SafeTensorsFile) throws(StorageError) {
    switch self {
    case .recurrent(let learner): try learner.readCarried(file)
    case .window(let learner): try learner.readCarried(file)
    }
  }
}
