import CKernels

/// One pass of an optimizer over a stretch of the flat buffers.
///
/// An element whose update is not finite stays as it was, with its moments: then the pass returns false.
package enum OptimizerKernels {
  /// The numbers of one Adam step; `gradientScale` is what clipping multiplies gradients by.
  package struct Adam {
    /// The learning rate of this step.
    package var rate: Float
    /// Decay of the first moment's average.
    package var beta1: Float
    /// Decay of the second moment's average.
    package var beta2: Float
    /// Added to the root of the second moment.
    package var epsilon: Float
    /// Decoupled weight decay: parameters shrink by rate · decay.
    package var decay: Float
    /// 1 - β1ᵗ, by which the first moment is divided for its start at zero.
    package var correction1: Float
    /// 1 - β2ᵗ, the same for the second.
    package var correction2: Float
    /// What gradients are multiplied by first: below 1 where they are clipped.
    package var gradientScale: Float

    /// The numbers of one step.
    package init(
      rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, correction1: Float,
      correction2: Float, gradientScale: Float
    ) {
      self.rate = rate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.decay = decay
      self.correction1 = correction1
      self.correction2 = correction2
      self.gradientScale = gradientScale
    }
  }

  /// Kingma and Ba 2015, algorithm 1, with the decoupled decay of Loshchilov and Hutter 2019.
  package static func adam(
    _ s: Adam, range: Range<Int>, gradient: FloatBuffer, first: FloatBuffer, second: FloatBuffer,
    parameters: FloatBuffer
  ) -> Bool {
    let from = range.lowerBound
    let numbers = geul_adam(
      rate: s.rate, beta1: s.beta1, beta2: s.beta2, epsilon: s.epsilon, decay: s.decay,
      correction1: s.correction1, correction2: s.correction2, gradient_scale: s.gradientScale)
    return geul_adam_step(
      range.count, numbers, gradient.pointer + from, first.pointer + from, second.pointer + from,
      parameters.pointer + from)
  }

  /// v = alpha v + (1 - alpha) g²; p -= rate g / (√v + epsilon) (Tieleman and Hinton 2012).
  package static func rmsProp(
    rate: Float, alpha: Float, epsilon: Float, gradientScale: Float, range: Range<Int>,
    gradient: FloatBuffer, square: FloatBuffer, parameters: FloatBuffer
  ) -> Bool {
    let from = range.lowerBound
    return geul_rmsprop_step(
      range.count, rate, alpha, epsilon, gradientScale, gradient.pointer + from,
      square.pointer + from, parameters.pointer + from)
  }

  /// m = momentum m + g; p -= rate m (Sutskever et al. 2013, as PyTorch writes it).
  package static func sgd(
    rate: Float, momentum: Float, gradientScale: Float, range: Range<Int>, gradient: FloatBuffer,
    velocity: FloatBuffer, parameters: FloatBuffer
  ) -> Bool {
    let from = range.lowerBound
    return geul_sgd_step(
      range.count, rate, momentum, gradientScale, gradient.pointer + from, velocity.pointer + from,
      parameters.pointer + from)
  }
}
