// One pass over a stretch of the flat parameter buffer for each rule. An element whose update is not finite stays as it
// was, with its moments, and the pass returns false.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

// Whether the bits of a number are those of infinity or of none.
INLINE int32_t not_finite(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  return (bits & 0x7F800000) == 0x7F800000;
}

INLINE bool adam_step_body(long n, geul_adam s, const float *restrict gradient, float *restrict first, float *restrict second, float *restrict parameter) {
  float step = s.rate / s.correction1, root = 1.0f / sqrtf(s.correction2), shrink = 1.0f - s.rate * s.decay;
  int32_t refused = 0;
  for (long i = 0; i < n; i++) {
    float g = gradient[i] * s.gradient_scale;
    float m = s.beta1 * first[i] + (1 - s.beta1) * g;
    float v = s.beta2 * second[i] + (1 - s.beta2) * g * g;
    float p = parameter[i] * shrink - step * m / (__builtin_elementwise_sqrt(v) * root + s.epsilon);
    int32_t bad = not_finite(m) | not_finite(v) | not_finite(p);
    refused |= bad;
    first[i] = bad ? first[i] : m;
    second[i] = bad ? second[i] : v;
    parameter[i] = bad ? parameter[i] : p;
  }
  return !refused;
}
VERSIONS(bool, adam_step, (long n, geul_adam s, const float *gradient, float *first, float *second, float *parameter), (n, s, gradient, first, second, parameter))

INLINE bool rmsprop_step_body(long n, float rate, float alpha, float epsilon, float gradient_scale, const float *restrict gradient, float *restrict square, float *restrict parameter) {
  int32_t refused = 0;
  for (long i = 0; i < n; i++) {
    float g = gradient[i] * gradient_scale;
    float v = alpha * square[i] + (1 - alpha) * g * g;
    float p = parameter[i] - rate * g / (__builtin_elementwise_sqrt(v) + epsilon);
    int32_t bad = not_finite(v) | not_finite(p);
    refused |= bad;
    square[i] = bad ? square[i] : v;
    parameter[i] = bad ? parameter[i] : p;
  }
  return !refused;
}
VERSIONS(bool, rmsprop_step, (long n, float rate, float alpha, float epsilon, float gradient_scale, const float *gradient, float *square, float *parameter), (n, rate, alpha, epsilon, gradient_scale, gradient, square, parameter))

INLINE bool sgd_step_body(long n, float rate, float momentum, float gradient_scale, const float *restrict gradient, float *restrict velocity, float *restrict parameter) {
  int32_t refused = 0;
  for (long i = 0; i < n; i++) {
    float v = momentum * velocity[i] + gradient[i] * gradient_scale;
    float p = parameter[i] - rate * v;
    int32_t bad = not_finite(v) | not_finite(p);
    refused |= bad;
    velocity[i] = bad ? velocity[i] : v;
    parameter[i] = bad ? parameter[i] : p;
  }
  return !refused;
}
VERSIONS(bool, sgd_step, (long n, float rate, float momentum, float gradient_scale, const float *gradient, float *velocity, float *parameter), (n, rate, momentum, gradient_scale, gradient, velocity, parameter))
