// Shared by the pointwise kernels: several versions of a function, chosen when the program is loaded, and the
// elementary functions in a form that a compiler vectorizes.
#ifndef GEUL_VECTOR_H
#define GEUL_VECTOR_H

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#define INLINE static inline __attribute__((always_inline))

// e^x by x = n ln 2 + r with |r| <= ln 2 / 2 and a Taylor polynomial of degree 6 in r; relative error below 2e-7.
INLINE float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
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

INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

INLINE float hyperbolic_tangent(float x) { return 2.0f / (1.0f + exponential(-2.0f * x)) - 1.0f; }

// SplitMix64's finalizer (Steele, Lea and Flood 2014) of a counter: the random numbers of masks.
INLINE uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

#endif
