// Whole-number frequencies for arithmetic coding.
#include "CKernels.h"
#include "vector.h"

// As in rows.c: every processor finds the same numbers.
#pragma clang fp contract(off)

INLINE uint64_t frequencies_body(long n, float scale, const float *restrict logs, uint32_t *restrict counts) {
  // ln p is at most 0 but for rounding; a number that is none, or infinite, is not to be coded by.
  uint32_t flaws = 0;
  for (long i = 0; i < n; i++) flaws |= !(logs[i] < 0.01f);
  if (flaws) return 0;
  for (long i = 0; i < n; i++) counts[i] = 1 + (uint32_t)(int32_t)(exponential(logs[i]) * scale);
  uint64_t total = 0;
  for (long i = 0; i < n; i++) total += counts[i];
  return total;
}
VERSIONS(uint64_t, frequencies, (long n, float scale, const float *logs, uint32_t *counts), (n, scale, logs, counts))
