// Sums, masks and the softmax over rows.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

// No sum takes a product in unrounded: every processor finds the same bits.
#pragma clang fp contract(off)

INLINE void add_body(long n, const float *restrict x, float *restrict y) {
  for (long i = 0; i < n; i++) y[i] += x[i];
}
VERSIONS(void, add, (long n, const float *x, float *y), (n, x, y))

INLINE void approach_body(long n, float part, const float *restrict x, float *restrict y) {
  for (long i = 0; i < n; i++) y[i] += part * (x[i] - y[i]);
}
VERSIONS(void, approach, (long n, float part, const float *x, float *y), (n, part, x, y))

INLINE void gather_body(long n, const uint32_t *symbols, const float *restrict table, float *restrict y) {
  for (long i = 0; i < n; i++, y += GEUL_PANEL)
    for (long u = 0; u < GEUL_PANEL; u++) y[u] = table[(long)symbols[i] * GEUL_PANEL + u];
}
VERSIONS(void, gather, (long n, const uint32_t *symbols, const float *table, float *y), (n, symbols, table, y))

INLINE void gather_sum_body(long n, long parts, long stride, long height, const uint32_t *symbols, const float *table, float *y) {
  for (long i = 0; i < n; i++, y += GEUL_PANEL) {
    lanes low = {0}, high = {0};
    const float *part = table;
    for (long j = 0; j < parts; j++, part += height * GEUL_PANEL) {
      const lanes *row = (const lanes *)(part + (long)symbols[j * stride + i] * GEUL_PANEL);
      low += row[0];
      high += row[1];
    }
    *(lanes *)y = low;
    *(lanes *)(y + 16) = high;
  }
}
VERSIONS(void, gather_sum, (long n, long parts, long stride, long height, const uint32_t *symbols, const float *table, float *y), (n, parts, stride, height, symbols, table, y))

INLINE void scatter_add_body(long n, const uint32_t *symbols, const float *restrict x, float *restrict table) {
  for (long i = 0; i < n; i++, x += GEUL_PANEL) {
    float *row = table + (long)symbols[i] * GEUL_PANEL;
    for (long u = 0; u < GEUL_PANEL; u++) row[u] += x[u];
  }
}
VERSIONS(void, scatter_add, (long n, const uint32_t *symbols, const float *x, float *table), (n, symbols, x, table))

// Sixteen running sums in a fixed order: the compiler may use vectors of any width and the bits stay the same.
INLINE double sum_of_squares_body(long n, const float *restrict x) {
  double sums[16] = {0};
  long i = 0;
  for (; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++) {
      double value = x[i + lane];
      sums[lane] += value * value;
    }
  for (int lane = 0; i < n; i++, lane++) sums[lane] += (double)x[i] * x[i];
  double total = 0;
  for (int lane = 0; lane < 16; lane++) total += sums[lane];
  return total;
}
VERSIONS(double, sum_of_squares, (long n, const float *x), (n, x))

INLINE void column_sums_body(long rows, long stride, long from, long to, const float *restrict x, float *restrict sums) {
  for (long row = 0; row < rows; row++)
    for (long column = from; column < to; column++) sums[column] += x[row * stride + column];
}
VERSIONS(void, column_sums, (long rows, long stride, long from, long to, const float *x, float *sums), (rows, stride, from, to, x, sums))

INLINE void dropout_body(long n, uint64_t key, uint64_t first, float probability, const float *x, float *y) {
  uint32_t threshold = (uint32_t)((double)probability * 4294967296.0);
  float scale = 1.0f / (1.0f - probability);
  for (long i = 0; i < n; i++) {
    uint32_t draw = (uint32_t)(mix(key + (first + (uint64_t)i) * 0x9E3779B97F4A7C15u) >> 32);
    float kept = draw >= threshold ? scale : 0.0f;
    y[i] = x[i] * kept;
  }
}
VERSIONS(void, dropout, (long n, uint64_t key, uint64_t first, float probability, const float *x, float *y), (n, key, first, probability, x, y))

// Sixteen running values, as above.
INLINE float maximum(long n, const float *x) {
  float most[16];
  for (int lane = 0; lane < 16; lane++) most[lane] = -INFINITY;
  long i = 0;
  for (; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++) most[lane] = x[i + lane] > most[lane] ? x[i + lane] : most[lane];
  for (int lane = 0; i < n; i++, lane++) most[lane] = x[i] > most[lane] ? x[i] : most[lane];
  float result = most[0];
  for (int lane = 1; lane < 16; lane++) result = most[lane] > result ? most[lane] : result;
  return result;
}

// x becomes e^(x - shift); returns the sum.
INLINE float exponentials(long n, float shift, float *x) {
  float sums[16] = {0};
  long i = 0;
  for (; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++) {
      x[i + lane] = exponential(x[i + lane] - shift);
      sums[lane] += x[i + lane];
    }
  for (int lane = 0; i < n; i++, lane++) {
    x[i] = exponential(x[i] - shift);
    sums[lane] += x[i];
  }
  float total = 0;
  for (int lane = 0; lane < 16; lane++) total += sums[lane];
  return total;
}

INLINE void log_softmax_body(long n, const float *bias, float *logits) {
  for (long i = 0; i < n; i++) logits[i] += bias[i];
  float most = maximum(n, logits);
  float sums[16] = {0};
  long i = 0;
  for (; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++) sums[lane] += exponential(logits[i + lane] - most);
  for (int lane = 0; i < n; i++, lane++) sums[lane] += exponential(logits[i] - most);
  float total = 0;
  for (int lane = 0; lane < 16; lane++) total += sums[lane];
  // Not less (most + log total): the sum would round away what is small beside a large logit.
  float log_total = (float)logarithm(total);
  for (i = 0; i < n; i++) logits[i] = (logits[i] - most) - log_total;
}
VERSIONS(void, log_softmax, (long n, const float *bias, float *logits), (n, bias, logits))

INLINE float cross_entropy_body(long n, const float *bias, float *logits, long target, float scale) {
  for (long i = 0; i < n; i++) logits[i] += bias[i];
  float most = maximum(n, logits);
  float at_target = logits[target];
  float total = exponentials(n, most, logits);
  float factor = scale / total;
  for (long i = 0; i < n; i++) logits[i] *= factor;
  logits[target] -= scale;
  return (float)logarithm(total) + (most - at_target);
}
VERSIONS(float, cross_entropy, (long n, const float *bias, float *logits, long target, float scale), (n, bias, logits, target, scale))

INLINE bool all_finite_body(long n, const float *x) {
  int32_t refused = 0;
  for (long i = 0; i < n; i++) {
    int32_t bits;
    memcpy(&bits, x + i, 4);
    refused |= (bits & 0x7F800000) == 0x7F800000;
  }
  return !refused;
}
VERSIONS(bool, all_finite, (long n, const float *x), (n, x))
