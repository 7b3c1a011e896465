// int8 products for generation: weights rounded to 8 bits with a scale for each column, the left-hand side with a scale
// for each row, sums in exact integers. The bits are therefore the same on every processor.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

// A panel: 32 scales, 32 sums of its columns times 128, then for each 4 steps of k the 32 columns' 4 weights.
enum { SCALES = 0, OFFSETS = GEUL_PANEL * 4, WEIGHTS = GEUL_PANEL * 8, STEP = GEUL_PANEL * 4 };

long geul_panel_bytes_i8(long k) { return WEIGHTS + (k + 3) / 4 * STEP; }

// To the nearest, ties to even: adding 1.5 * 2^23 leaves the integer in the low bits.
INLINE int nearest(float x) {
  float shifted = x + 12582912.0f;
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  return bits - 0x4B400000;
}

void geul_pack_panel_i8(const float *source, long k_stride, long n_stride, long k, long columns, uint8_t *panel) {
  float *scales = (float *)(panel + SCALES);
  int32_t *offsets = (int32_t *)(panel + OFFSETS);
  int8_t *weights = (int8_t *)(panel + WEIGHTS);
  memset(panel, 0, (size_t)geul_panel_bytes_i8(k));
  for (long n = 0; n < columns; n++) {
    const float *column = source + n * n_stride;
    float most = 0, poison = 0;
    for (long row = 0; row < k; row++) {
      most = fmaxf(most, fabsf(column[row * k_stride]));
      poison += column[row * k_stride] * 0;
    }
    // A column that is not finite yields nothing that is: NaN times 0 is NaN.
    scales[n] = most / 127 + poison;
    if (!(most > 0) || poison != 0) continue;
    int32_t sum = 0;
    for (long row = 0; row < k; row++) {
      int weight = nearest(column[row * k_stride] / most * 127);
      weights[row / 4 * STEP + n * 4 + row % 4] = (int8_t)weight;
      sum += weight;
    }
    offsets[n] = 128 * sum;
  }
}

INLINE float block_row_i8_body(long k, const float *a, uint8_t *block) {
  // Sixteen of each, so that they fit any width of vector.
  float mosts[16] = {0}, poisons[16] = {0};
  for (long i = 0; i + 16 <= k; i += 16)
    for (long lane = 0; lane < 16; lane++) {
      float size = fabsf(a[i + lane]);
      mosts[lane] = size > mosts[lane] ? size : mosts[lane];
      poisons[lane] += size * 0;
    }
  float most = 0, poison = 0;
  for (long i = k - k % 16; i < k; i++) most = fmaxf(most, fabsf(a[i])), poison += a[i] * 0;
  for (long lane = 0; lane < 16; lane++) most = fmaxf(most, mosts[lane]), poison += poisons[lane];
  memset(block + k, 128, (size_t)((4 - k % 4) % 4));
  float factor = 127 / most;
  // Nothing but zeros, numbers whose inverse overflows, or one that is not finite.
  if (!(factor <= 3.4e38f) || poison != 0) {
    memset(block, 128, (size_t)k);
    return poison;
  }
  for (long i = 0; i < k; i++) block[i] = (uint8_t)(nearest(a[i] * factor) + 128);
  return most / 127;
}
VERSIONS(float, block_row_i8, (long k, const float *a, uint8_t *block), (k, a, block))

static void write_columns(const int32_t *sums, const uint8_t *panel, float scale, float *c, long columns,
                          bool accumulate) {
  const float *scales = (const float *)(panel + SCALES);
  const int32_t *offsets = (const int32_t *)(panel + OFFSETS);
  for (long n = 0; n < columns; n++) {
    float value = (float)(sums[n] - offsets[n]) * (scale * scales[n]);
    c[n] = accumulate ? c[n] + value : value;
  }
}

static void portable_row(long k, const uint8_t *block, const uint8_t *panel, int32_t *sums) {
  const int8_t *weights = (const int8_t *)(panel + WEIGHTS);
  memset(sums, 0, sizeof(int32_t) * GEUL_PANEL);
  for (long step = 0; step < k; step += 4, weights += STEP, block += 4)
    for (long n = 0; n < GEUL_PANEL; n++)
      for (long i = 0; i < 4; i++) sums[n] += (int32_t)block[i] * weights[n * 4 + i];
}

#if defined(__x86_64__)
#include <immintrin.h>

#define DOTS __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))

// Four steps at a time, each with sums of its own, since one sum's next addition waits five cycles for the last.
DOTS static void dots_row(long k, const uint8_t *block, const uint8_t *panel, int32_t *sums) {
  const uint8_t *weights = panel + WEIGHTS;
  __m512i low[4], high[4];
  for (int i = 0; i < 4; i++) low[i] = high[i] = _mm512_setzero_si512();
  long step = 0;
  for (; step + 16 <= k; step += 16, weights += 4 * STEP)
    for (int i = 0; i < 4; i++) {
      int32_t four;
      memcpy(&four, block + step + 4 * i, 4);
      __m512i a = _mm512_set1_epi32(four);
      low[i] = _mm512_dpbusd_epi32(low[i], a, _mm512_loadu_si512(weights + i * STEP));
      high[i] = _mm512_dpbusd_epi32(high[i], a, _mm512_loadu_si512(weights + i * STEP + 64));
    }
  for (; step < k; step += 4, weights += STEP) {
    int32_t four;
    memcpy(&four, block + step, 4);
    __m512i a = _mm512_set1_epi32(four);
    low[0] = _mm512_dpbusd_epi32(low[0], a, _mm512_loadu_si512(weights));
    high[0] = _mm512_dpbusd_epi32(high[0], a, _mm512_loadu_si512(weights + 64));
  }
  for (int i = 1; i < 4; i++) {
    low[0] = _mm512_add_epi32(low[0], low[i]);
    high[0] = _mm512_add_epi32(high[0], high[i]);
  }
  _mm512_storeu_si512(sums, low[0]);
  _mm512_storeu_si512(sums + 16, high[0]);
}
#endif

void geul_multiply_panel_i8(long k, const uint8_t *block, float scale, const uint8_t *panel, float *c, long columns,
                            bool accumulate, bool portable) {
  int32_t sums[GEUL_PANEL];
#if defined(__x86_64__)
  if (!portable && geul_has_integer_dots())
    dots_row(k, block, panel, sums);
  else
#endif
    portable_row(k, block, panel, sums);
  write_columns(sums, panel, scale, c, columns, accumulate);
}
