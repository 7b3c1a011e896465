// Shared by what rounds to 8 bits and what multiplies the bytes.
#ifndef GEUL_BYTES_H
#define GEUL_BYTES_H

#include "vector.h"

// Every product and sum is rounded by itself, so that every processor finds the same bits.
#pragma clang fp contract(off)

// A panel: 32 scales, 32 sums of its columns times 128, then for each 4 steps of k the 32 columns' 4 weights.
enum { SCALES = 0, OFFSETS = GEUL_PANEL * 4, WEIGHTS = GEUL_PANEL * 8, STEP = GEUL_PANEL * 4 };

// A tile takes 64 steps of k: panels are filled up with zeros, rows with what these cancel.
INLINE long round_up_i8(long k) { return (k + 63) / 64 * 64; }

// To the nearest, ties to even: adding 1.5 * 2^23 leaves the integer in the low bits.
INLINE int nearest(float x) {
  float shifted = x + ROUNDING;
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  return bits - 0x4B400000;
}

#endif
