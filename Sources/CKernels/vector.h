// Shared by the pointwise kernels: several versions of a function, chosen when it is called, and the elementary
// functions in a form that a compiler vectorizes.
#ifndef GEUL_VECTOR_H
#define GEUL_VECTOR_H

#include <stdint.h>
#include <string.h>

#include "CKernels.h"

// DISPATCH(type, name, (parameters), (arguments)) defines geul_name, which calls name_wide, name_middle or name_narrow
// as the vector level is; VERSIONS makes these three of name_body first.
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#define MIDDLE __attribute__((target("avx2,fma")))
#define DISPATCH(TYPE, NAME, PARAMETERS, ARGUMENTS) \
  TYPE geul_##NAME PARAMETERS {                     \
    switch (geul_vector_level()) {                  \
      case 2: return NAME##_wide ARGUMENTS;         \
      case 1: return NAME##_middle ARGUMENTS;       \
      default: return NAME##_narrow ARGUMENTS;      \
    }                                               \
  }
#define VERSIONS(TYPE, NAME, PARAMETERS, ARGUMENTS)                             \
  WIDE static TYPE NAME##_wide PARAMETERS { return NAME##_body ARGUMENTS; }     \
  MIDDLE static TYPE NAME##_middle PARAMETERS { return NAME##_body ARGUMENTS; } \
  static TYPE NAME##_narrow PARAMETERS { return NAME##_body ARGUMENTS; }        \
  DISPATCH(TYPE, NAME, PARAMETERS, ARGUMENTS)
#else
#define DISPATCH(TYPE, NAME, PARAMETERS, ARGUMENTS) \
  TYPE geul_##NAME PARAMETERS { return NAME##_narrow ARGUMENTS; }
#define VERSIONS(TYPE, NAME, PARAMETERS, ARGUMENTS)                      \
  static TYPE NAME##_narrow PARAMETERS { return NAME##_body ARGUMENTS; } \
  DISPATCH(TYPE, NAME, PARAMETERS, ARGUMENTS)
#endif

#define INLINE static inline __attribute__((always_inline))

// Sixteen numbers: one register, or as many as the processor needs for them.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t whole_lanes __attribute__((vector_size(64)));

#define LOG2_E 1.44269504088896f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
// 1.5 * 2^23: added to a number, it rounds it to an integer in the low bits.
#define ROUNDING 12582912.0f
#define EXPONENTIAL_6 (1.0f / 720)
#define EXPONENTIAL_5 (1.0f / 120)
#define EXPONENTIAL_4 (1.0f / 24)
#define EXPONENTIAL_3 (1.0f / 6)

// e^x by x = n ln 2 + r with |r| <= ln 2 / 2 and a Taylor polynomial of degree 6 in r; relative error below 2e-7. Nothing
// is fused, so that every processor finds the same bits.
INLINE float exponential(float x) {
#pragma clang fp contract(off)
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  float shifted = x * LOG2_E + ROUNDING;
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  float n = shifted - ROUNDING;
  float r = x - n * LN2_HIGH;
  r = r - n * LN2_LOW;
  float p = EXPONENTIAL_6;
  p = p * r + EXPONENTIAL_5;
  p = p * r + EXPONENTIAL_4;
  p = p * r + EXPONENTIAL_3;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  int32_t scale_bits = (int32_t)((uint32_t)bits << 23) + 0x3F800000;
  float scale;
  memcpy(&scale, &scale_bits, 4);
  return p * scale;
}

// ln x of a normal x > 0, infinity or NaN, by x = 2^n m with m between sqrt(1/2) and sqrt 2, and ln m = 2 artanh((m - 1) / (m + 1)), its
// series to the power of 15; the same bits on every processor, error below 1e-11.
INLINE double logarithm(float x) {
#pragma clang fp contract(off)
  if (!(x <= 3.4e38f)) return x;  // Infinity, or no number.
  int32_t bits, exponent;
  memcpy(&bits, &x, 4);
  // What is taken off leaves 0x3F3504F3, the bits of sqrt(1/2), at the least.
  exponent = (bits - 0x3F3504F3) >> 23;
  bits -= (int32_t)((uint32_t)exponent << 23);
  memcpy(&x, &bits, 4);
  double s = ((double)x - 1) / ((double)x + 1), square = s * s;
  double series = 1.0 / 15;
  for (int power = 13; power > 0; power -= 2) series = series * square + 1.0 / power;
  return 2 * s * series + exponent * 0.69314718055994530942;
}

// SplitMix64's finalizer (Steele, Lea and Flood 2014) of a counter: the random numbers of masks.
INLINE uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

#endif
