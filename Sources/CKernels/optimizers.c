// One pass over a stretch of the flat parameter buffer for each rule.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

INLINE void adam_step_body(long n, geul_adam s, const float *restrict gradient, float *restrict first, float *restrict second, float *restrict parameter) {
  float step = s.rate / s.correction1, root = 1.0f / sqrtf(s.correction2), shrink = 1.0f - s.rate * s.decay;
  for (long i = 0; i < n; i++) {
    float g = gradient[i] * s.gradient_scale;
    float m = s.beta1 * first[i] + (1 - s.beta1) * g;
    float v = s.beta2 * second[i] + (1 - s.beta2) * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = parameter[i] * shrink - step * m / (__builtin_elementwise_sqrt(v) * root + s.epsilon);
  }
}
VERSIONS(void, adam_step, (long n, geul_adam s, const float *gradient, float *first, float *second, float *parameter), (n, s, gradient, first, second, parameter))

INLINE void rmsprop_step_body(long n, float rate, float alpha, float epsilon, float gradient_scale, const float *restrict gradient, float *restrict square, float *restrict parameter) {
  for (long i = 0; i < n; i++) {
    float g = gradient[i] * gradient_scale;
    float v = alpha * square[i] + (1 - alpha) * g * g;
    square[i] = v;
    parameter[i] -= rate * g / (__builtin_elementwise_sqrt(v) + epsilon);
  }
}
VERSIONS(void, rmsprop_step, (long n, float rate, float alpha, float epsilon, float gradient_scale, const float *gradient, float *square, float *parameter), (n, rate, alpha, epsilon, gradient_scale, gradient, square, parameter))

INLINE void sgd_step_body(long n, float rate, float momentum, float gradient_scale, const float *restrict gradient, float *restrict velocity, float *restrict parameter) {
  for (long i = 0; i < n; i++) {
    float v = momentum * velocity[i] + gradient[i] * gradient_scale;
    velocity[i] = v;
    parameter[i] -= rate * v;
  }
}
VERSIONS(void, sgd_step, (long n, float rate, float momentum, float gradient_scale, const float *gradient, float *velocity, float *parameter), (n, rate, momentum, gradient_scale, gradient, velocity, parameter))
