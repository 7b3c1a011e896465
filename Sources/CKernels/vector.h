// Shared by the pointwise kernels: several versions of a function, chosen when it is called, and the elementary
// functions in a form that a compiler vectorizes.
#ifndef GEUL_VECTOR_H
#define GEUL_VECTOR_H

#include <stdint.h>
#include <string.h>

#include "CKernels.h"

// VERSIONS(type, name, (parameters), (arguments)) defines geul_name for every vector level from name##_body.
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#define MIDDLE __attribute__((target("avx2,fma")))
#define VERSIONS(TYPE, NAME, PARAMETERS, ARGUMENTS)                     \
  WIDE static TYPE NAME##_wide PARAMETERS { return NAME##_body ARGUMENTS; }     \
  MIDDLE static TYPE NAME##_middle PARAMETERS { return NAME##_body ARGUMENTS; } \
  TYPE geul_##NAME PARAMETERS {                                         \
    switch (geul_vector_level()) {                                      \
      case 2: return NAME##_wide ARGUMENTS;                             \
      case 1: return NAME##_middle ARGUMENTS;                           \
      default: return NAME##_body ARGUMENTS;                            \
    }                                                                   \
  }
#else
#define VERSIONS(TYPE, NAME, PARAMETERS, ARGUMENTS) \
  TYPE geul_##NAME PARAMETERS { return NAME##_body ARGUMENTS; }
#endif

#define INLINE static inline __attribute__((always_inline))

// e^x by x = n ln 2 + r with |r| <= ln 2 / 2 and a Taylor polynomial of degree 6 in r; relative error below 2e-7.
INLINE float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 87.0f ? 87.0f : x;
  float shifted = x * 1.44269504088896f + 12582912.0f;  // 1.5 * 2^23: rounds to an integer in the low bits
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  int32_t scale_bits = (int32_t)((uint32_t)bits << 23) + 0x3F800000;
  float scale;
  memcpy(&scale, &scale_bits, 4);
  return p * scale;
}

// 1 / x for x in 1 ... 2^126 by three of Newton's steps from a guess that is 12 % wrong at most; within a rounding or
// two, at half the price of a division.
INLINE float reciprocal(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  bits = 0x7EF311C7 - bits;
  float y;
  memcpy(&y, &bits, 4);
  y = y + y * (1.0f - x * y);
  y = y + y * (1.0f - x * y);
  return y + y * (1.0f - x * y);
}

INLINE float sigmoid(float x) { return reciprocal(1.0f + exponential(-x)); }

INLINE float hyperbolic_tangent(float x) { return 2.0f * reciprocal(1.0f + exponential(-2.0f * x)) - 1.0f; }

// SplitMix64's finalizer (Steele, Lea and Flood 2014) of a counter: the random numbers of masks.
INLINE uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

#endif
