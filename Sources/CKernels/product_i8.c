// int8 products for reading text: weights rounded to 8 bits with a scale for each column, the left-hand side with a
// scale for each row, sums in exact integers. The bits are therefore the same on every processor.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

// A panel: 32 scales, 32 sums of its columns times 128, then for each 4 steps of k the 32 columns' 4 weights.
enum { SCALES = 0, OFFSETS = GEUL_PANEL * 4, WEIGHTS = GEUL_PANEL * 8, STEP = GEUL_PANEL * 4 };

// A tile takes 64 steps of k: panels are filled up with zeros, rows with what these cancel.
static long round_up(long k) { return (k + 63) / 64 * 64; }

long geul_panel_bytes_i8(long k) { return WEIGHTS + round_up(k) / 4 * STEP; }

long geul_row_bytes_i8(long k) { return round_up(k); }

// To the nearest, ties to even: adding 1.5 * 2^23 leaves the integer in the low bits.
INLINE int nearest(float x) {
  float shifted = x + ROUNDING;
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

// The largest |a| of sixteen columns and more, as bits, whose order is that of the numbers: what is not finite is the
// largest.
INLINE void keep_largest(long count, const float *piece, uint32_t *most) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, piece + i, 4);
    bits &= 0x7FFFFFFF;
    most[i] = bits > most[i] ? bits : most[i];
  }
}

// Sixteen numbers to bytes, as vectors: `nearest` is two additions.
INLINE void round_sixteen(const float *piece, float factor, uint8_t *bytes) {
  typedef uint8_t sixteen_bytes __attribute__((vector_size(16), aligned(1)));
  // Two statements, which no compiler fuses: the product is rounded as `nearest` has it.
  lanes scaled = *(const lanes *)piece * factor;
  lanes shifted = scaled + ROUNDING;
  *(sixteen_bytes *)bytes = __builtin_convertvector((whole_lanes)shifted - (0x4B400000 - 128), sixteen_bytes);
}

// A row's factor and scale from its largest number, as bits; 0 if it cannot be rounded.
INLINE float factor_and_scale(uint32_t bits, float *scale) {
  float most;
  memcpy(&most, &bits, 4);
  float factor = 127 / most;
  // Nothing but zeros, numbers whose inverse overflows, or one that is not finite.
  bool is_lost = !(factor <= 3.4e38f) || bits >= 0x7F800000;
  *scale = is_lost ? most * 0 : most / 127;
  return is_lost ? 0 : factor;
}

// Panel by panel, as A lies in memory, twice: first for the largest number of each row.
INLINE void block_rows_i8_body(long m, long k, const float *a, long row_stride, long panel_stride, uint8_t *block,
                               float *scales) {
  uint32_t mosts[GEUL_MOST_ROWS_I8][16] = {{0}};
  float factors[GEUL_MOST_ROWS_I8];
  long row_bytes = round_up(k), whole = k / GEUL_PANEL * GEUL_PANEL;
  const float *rest = a + k / GEUL_PANEL * panel_stride;
  const float *piece = a;
  for (long start = 0; start < whole; start += GEUL_PANEL, piece += panel_stride)
    for (long row = 0; row < m; row++) {
      keep_largest(16, piece + row * row_stride, mosts[row]);
      keep_largest(16, piece + row * row_stride + 16, mosts[row]);
    }
  for (long row = 0; row < m; row++) {
    uint32_t bits = 0;
    for (long column = 0; column < k - whole; column++) keep_largest(1, rest + row * row_stride + column, mosts[row]);
    for (long i = 0; i < 16; i++) bits = mosts[row][i] > bits ? mosts[row][i] : bits;
    float factor = factors[row] = factor_and_scale(bits, scales + row);
    bool is_lost = factor == 0;
    uint8_t *bytes = block + row * row_bytes;
    memset(bytes + k, 128, (size_t)(row_bytes - k));
    for (long column = whole; column < k; column++)
      bytes[column] = is_lost ? 128 : (uint8_t)(nearest(rest[row * row_stride + column - whole] * factor) + 128);
    if (is_lost) memset(bytes, 128, (size_t)k);
  }
  piece = a;
  for (long start = 0; start < whole; start += GEUL_PANEL, piece += panel_stride)
    for (long row = 0; row < m; row++) {
      if (factors[row] == 0) continue;
      round_sixteen(piece + row * row_stride, factors[row], block + row * row_bytes + start);
      round_sixteen(piece + row * row_stride + 16, factors[row], block + row * row_bytes + start + 16);
    }
}
VERSIONS(void, block_rows_i8,
         (long m, long k, const float *a, long a_row_stride, long a_panel_stride, uint8_t *block, float *scales),
         (m, k, a, a_row_stride, a_panel_stride, block, scales))

// The largest |a| of each row of a panel, as bits.
INLINE void panel_maxima_i8_body(long m, long columns, const float *a, long row_stride, uint32_t *most) {
  for (long row = 0; row < m; row++, a += row_stride) {
    uint32_t wide[16] = {0}, bits = 0;
    if (columns == GEUL_PANEL) {
      keep_largest(16, a, wide);
      keep_largest(16, a + 16, wide);
    } else {
      for (long column = 0; column < columns; column++) keep_largest(1, a + column, wide);
    }
    for (long i = 0; i < 16; i++) bits = wide[i] > bits ? wide[i] : bits;
    most[row] = bits;
  }
}
VERSIONS(void, panel_maxima_i8, (long m, long columns, const float *a, long a_row_stride, uint32_t *most),
         (m, columns, a, a_row_stride, most))

void geul_row_scales_i8(long m, long panels, long stride, const uint32_t *most, float *factors, float *scales) {
  for (long first = 0; first < m; first += 16) {
    uint32_t bits[16] = {0};
    long rows = m - first < 16 ? m - first : 16;
    for (long panel = 0; panel < panels; panel++) {
      const uint32_t *others = most + panel * stride + first;
      for (long row = 0; row < rows; row++) bits[row] = others[row] > bits[row] ? others[row] : bits[row];
    }
    for (long row = 0; row < rows; row++) factors[first + row] = factor_and_scale(bits[row], scales + first + row);
  }
}

INLINE void round_panel_i8_body(long m, const float *a, long row_stride, const float *factors, uint8_t *bytes,
                                long row_bytes) {
  for (long row = 0; row < m; row++, a += row_stride, bytes += row_bytes) {
    if (factors[row] == 0) {
      memset(bytes, 128, GEUL_PANEL);
      continue;
    }
    round_sixteen(a, factors[row], bytes);
    round_sixteen(a + 16, factors[row], bytes + 16);
  }
}
VERSIONS(void, round_panel_i8,
         (long m, const float *a, long a_row_stride, const float *factors, uint8_t *bytes, long row_bytes),
         (m, a, a_row_stride, factors, bytes, row_bytes))

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

// Rows of one tile of integers to C, as write_columns does it.
WIDE static void write_tile(const int32_t (*sums)[16], const float *row_scales, const uint8_t *panel, long side, float *c,
                             long c_stride, long rows, long columns, bool accumulate) {
  __mmask16 mask = columns >= 16 ? 0xFFFF : columns <= 0 ? 0 : (__mmask16)((1u << columns) - 1);
  __m512 scales = _mm512_loadu_ps(panel + SCALES + side * 64);
  __m512i offsets = _mm512_loadu_si512(panel + OFFSETS + side * 64);
  for (long i = 0; i < rows; i++, c += c_stride) {
    __m512 sum = _mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_loadu_si512(sums[i]), offsets));
    __m512 scale = _mm512_mul_ps(_mm512_set1_ps(row_scales[i]), scales);
    __m512 value = _mm512_mul_ps(sum, scale);
    if (accumulate) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, c), value);
    _mm512_mask_storeu_ps(c, mask, value);
  }
}

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

#define TILES __attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512vl,avx512dq")))

// Two tiles of rows, or one, and all of the panel. Rows beyond m are whatever stands behind the block's, unused.
TILES static void multiply_tiles(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel,
                                 float *c, long c_stride, long columns, bool accumulate) {
  int32_t sums[4][16][16] __attribute__((aligned(64)));
  long height = geul_tile_rows(m), row_bytes = round_up(k);
  geul_configure_tiles(height);
  for (long top = 0; top < m; top += 2 * height) {
    bool two = top + height < m;
    const uint8_t *upper = block + top * row_bytes, *lower = upper + (two ? height * row_bytes : 0);
    const uint8_t *weights = panel + WEIGHTS;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (long start = 0; start < k; start += 64, weights += 16 * STEP) {
      _tile_loadd(4, upper + start, row_bytes);
      _tile_loadd(6, weights, STEP);
      _tile_dpbusd(0, 4, 6);
      _tile_loadd(7, weights + 64, STEP);
      _tile_dpbusd(1, 4, 7);
      if (!two) continue;
      _tile_loadd(5, lower + start, row_bytes);
      _tile_dpbusd(2, 5, 6);
      _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, sums[0], 64);
    _tile_stored(1, sums[1], 64);
    _tile_stored(2, sums[2], 64);
    _tile_stored(3, sums[3], 64);
    for (long tile = 0; tile < (two ? 2 : 1); tile++) {
      long first = top + tile * height, rows = m - first < height ? m - first : height;
      for (long side = 0; side < 2; side++)
        write_tile(sums[2 * tile + side], scales + first, panel, side, c + first * c_stride + 16 * side, c_stride, rows,
                   columns - 16 * side, accumulate);
    }
  }
}
#endif

void geul_multiply_panel_i8(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel, float *c,
                            long c_stride, long columns, bool accumulate, bool portable) {
#if defined(__x86_64__)
  if (!portable && m > 1 && geul_has_amx_int8()) {
    multiply_tiles(m, k, block, scales, panel, c, c_stride, columns, accumulate);
    return;
  }
#else
  (void)portable;
#endif
  for (long i = 0; i < m; i++, block += round_up(k), c += c_stride) {
    int32_t sums[2][16];
#if defined(__x86_64__)
    if (!portable && geul_has_integer_dots()) {
      dots_row(k, block, panel, sums[0]);
      for (long side = 0; side < 2; side++)
        write_tile(sums + side, scales + i, panel, side, c + 16 * side, c_stride, 1, columns - 16 * side, accumulate);
      continue;
    }
#endif
    portable_row(k, block, panel, sums[0]);
    write_columns(sums[0], panel, scales[i], c, columns, accumulate);
  }
}
