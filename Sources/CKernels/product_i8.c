// int8 products for reading text: weights rounded to 8 bits with a scale for each column, the left-hand side with a
// scale for each row, sums in exact integers. The bits are therefore the same on every processor.
#include "CKernels.h"
#include "bytes.h"

// A row of sums, each with 128 times its column's sum too much, to C.
INLINE void write_row_body(const int32_t *sums, const uint8_t *panel, float scale, float *c, long columns,
                           bool accumulate) {
  const float *scales = (const float *)(panel + SCALES);
  const int32_t *offsets = (const int32_t *)(panel + OFFSETS);
  float values[GEUL_PANEL];
  for (long n = 0; n < GEUL_PANEL; n++) values[n] = (float)(sums[n] - offsets[n]) * (scale * scales[n]);
  if (columns == GEUL_PANEL) {
    for (long n = 0; n < GEUL_PANEL; n++) c[n] = accumulate ? c[n] + values[n] : values[n];
    return;
  }
  for (long n = 0; n < columns; n++) c[n] = accumulate ? c[n] + values[n] : values[n];
}

// The panel kernel for one way of summing four products of bytes:
//   LANES        columns of a vector of sums
//   MOST         rows of a tile, so that its sums fit the registers; fewer rows take several steps of k at a time, each
//                with sums of its own, since one sum's next addition waits for the last
//   LEFT         what four bytes of a row become, by SPREAD(four)
//   LOAD(at)     the weights of LANES columns
//   DOT(sum, left, weights)   the sum with these columns' products added
//   BEGIN(offsets)            what the sums begin with
#define DEFINE_DOTS(NAME, TARGET, LANES, MOST, VECTOR, LEFT, SPREAD, LOAD, DOT, BEGIN, ZERO, ADD, SAVE)                      \
  TARGET INLINE void NAME##_tile(const int rows, const int sets, long k, const uint8_t *block, long row_bytes,          \
                                 const float *scales, const uint8_t *panel, float *c, long c_stride, long columns,      \
                                 bool accumulate) {                                                                     \
    enum { PARTS = GEUL_PANEL / LANES };                                                                                \
    VECTOR sums[MOST * PARTS];                                                                                          \
    const uint8_t *weights = panel + WEIGHTS;                                                                           \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++)                                                   \
      _Pragma("clang loop unroll(full)") for (int set = 0; set < sets; set++)                                           \
        _Pragma("clang loop unroll(full)") for (int part = 0; part < PARTS; part++)                                     \
          sums[(i * sets + set) * PARTS + part] = set == 0 ? BEGIN(panel + OFFSETS + part * LANES * 4) : ZERO();        \
    for (long step = 0; step < k; step += 4 * sets)                                                                     \
      _Pragma("clang loop unroll(full)") for (int set = 0; set < sets; set++, weights += STEP) {                        \
        LEFT left[MOST];                                                                                                \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                             \
          int32_t four;                                                                                                 \
          memcpy(&four, block + i * row_bytes + step + 4 * set, 4);                                                     \
          left[i] = SPREAD(four);                                                                                       \
        }                                                                                                               \
        _Pragma("clang loop unroll(full)") for (int part = 0; part < PARTS; part++) {                                   \
          VECTOR right = LOAD(weights + part * LANES * 4);                                                              \
          _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++)                                             \
            DOT(sums[(i * sets + set) * PARTS + part], left[i], right);                                                 \
        }                                                                                                               \
      }                                                                                                                 \
    int32_t row[GEUL_PANEL];                                                                                            \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                                 \
      _Pragma("clang loop unroll(full)") for (int part = 0; part < PARTS; part++) {                                     \
        VECTOR sum = sums[i * sets * PARTS + part];                                                                     \
        _Pragma("clang loop unroll(full)") for (int set = 1; set < sets; set++)                                         \
          sum = ADD(sum, sums[(i * sets + set) * PARTS + part]);                                                        \
        SAVE(row + part * LANES, sum);                                                                                  \
      }                                                                                                                 \
      write_row_body(row, panel, scales[i], c + i * c_stride, columns, accumulate);                                     \
    }                                                                                                                   \
  }                                                                                                                     \
  TARGET static void NAME##_panel(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel,      \
                                  float *c, long c_stride, long columns, bool accumulate) {                             \
    long row_bytes = round_up_i8(k), tiles = (m + MOST - 1) / MOST, row = 0;                                            \
    for (long tile = 0; tile < tiles; tile++) {                                                                         \
      long rows = (m - row + (tiles - tile) - 1) / (tiles - tile);                                                      \
      const uint8_t *bytes = block + row * row_bytes;                                                                   \
      float *out = c + row * c_stride;                                                                                  \
      switch (rows) { CASES_##MOST(NAME) }                                                                              \
      row += rows;                                                                                                      \
    }                                                                                                                   \
  }

// k is filled up to 64 steps, a multiple of what a tile takes at a time.
#define ROWS_CASE(NAME, ROWS, SETS)                                                                               \
  case ROWS:                                                                                                      \
    NAME##_tile(ROWS, SETS, row_bytes, bytes, row_bytes, scales + row, panel, out, c_stride, columns, accumulate); \
    break;
#define CASES_2(NAME) ROWS_CASE(NAME, 1, 2) ROWS_CASE(NAME, 2, 1)
#define CASES_3(NAME) ROWS_CASE(NAME, 1, 2) ROWS_CASE(NAME, 2, 1) ROWS_CASE(NAME, 3, 1)
#define CASES_8(NAME)                                                                              \
  ROWS_CASE(NAME, 1, 4) ROWS_CASE(NAME, 2, 4) ROWS_CASE(NAME, 3, 2) ROWS_CASE(NAME, 4, 2)          \
  ROWS_CASE(NAME, 5, 1) ROWS_CASE(NAME, 6, 1) ROWS_CASE(NAME, 7, 1) ROWS_CASE(NAME, 8, 1)

static void portable_panel(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel, float *c,
                           long c_stride, long columns, bool accumulate) {
  for (long i = 0; i < m; i++, block += round_up_i8(k), c += c_stride) {
    int32_t sums[GEUL_PANEL] = {0};
    const int8_t *weights = (const int8_t *)(panel + WEIGHTS);
    for (long step = 0; step < k; step += 4, weights += STEP)
      for (long n = 0; n < GEUL_PANEL; n++)
        for (long four = 0; four < 4; four++) sums[n] += (int32_t)block[step + four] * weights[n * 4 + four];
    write_row_body(sums, panel, scales[i], c, columns, accumulate);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// AVX-512 VNNI.
#define WIDE_DOT(SUM, LEFT, RIGHT) SUM = _mm512_dpbusd_epi32(SUM, LEFT, RIGHT)
#define WIDE_ZERO(...) _mm512_setzero_si512()
#define WIDE_SAVE(AT, SUM) _mm512_storeu_si512(AT, SUM)
DEFINE_DOTS(wide, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), 16, 8, __m512i, __m512i,
            _mm512_set1_epi32, _mm512_loadu_si512, WIDE_DOT, WIDE_ZERO, WIDE_ZERO, _mm512_add_epi32, WIDE_SAVE)

#define NARROWER_LOAD(AT) _mm256_loadu_si256((const __m256i *)(AT))
#define NARROWER_ZERO(...) _mm256_setzero_si256()
#define NARROWER_SAVE(AT, SUM) _mm256_storeu_si256((__m256i *)(AT), SUM)

// AVX-VNNI, the same on half as many columns (Alder Lake and later, Zen 5).
#define VNNI_DOT(SUM, LEFT, RIGHT) SUM = _mm256_dpbusd_avx_epi32(SUM, LEFT, RIGHT)
DEFINE_DOTS(vnni, __attribute__((target("avx2,fma,avxvnni"))), 8, 3, __m256i, __m256i, _mm256_set1_epi32,
            NARROWER_LOAD, VNNI_DOT,
            NARROWER_ZERO, NARROWER_ZERO, _mm256_add_epi32, NARROWER_SAVE)

// AVX2 has sums of two products of a byte with sign and one without, in 16 bits: |a| and w with a's sign make at most
// 2 * 127 * 127 there, which fits. So a is read with its sign, and the sums begin with what they lack by that.
typedef struct {
  __m256i signs, magnitudes;
} signed_bytes;
MIDDLE INLINE signed_bytes spread_signed(int32_t four) {
  __m256i a = _mm256_xor_si256(_mm256_set1_epi32(four), _mm256_set1_epi8((char)0x80));
  return (signed_bytes){a, _mm256_abs_epi8(a)};
}
#define MIDDLE_DOT(SUM, LEFT, RIGHT)                                                                             \
  SUM = _mm256_add_epi32(                                                                                     \
      SUM, _mm256_madd_epi16(_mm256_maddubs_epi16((LEFT).magnitudes,                                          \
                                                  _mm256_sign_epi8(RIGHT, (LEFT).signs)),         \
                             _mm256_set1_epi16(1)))
DEFINE_DOTS(middle, MIDDLE, 8, 2, __m256i, signed_bytes, spread_signed, NARROWER_LOAD, MIDDLE_DOT, NARROWER_LOAD, NARROWER_ZERO,
            _mm256_add_epi32, NARROWER_SAVE)

#define TILES __attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512vl,avx512dq")))

// Two tiles of rows, or one, and all of the panel. Rows beyond m are whatever stands behind the block's, unused.
TILES static void multiply_tiles(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel,
                                 float *c, long c_stride, long columns, bool accumulate) {
  int32_t sums[32][GEUL_PANEL] __attribute__((aligned(64)));
  long height = geul_tile_rows(m), row_bytes = round_up_i8(k);
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
    _tile_stored(0, sums[0], STEP);
    _tile_stored(1, sums[0] + 16, STEP);
    if (two) {
      _tile_stored(2, sums[height], STEP);
      _tile_stored(3, sums[height] + 16, STEP);
    }
    for (long i = 0; i < 2 * height && top + i < m; i++)
      write_row_body(sums[i], panel, scales[top + i], c + (top + i) * c_stride, columns, accumulate);
  }
}

#elif defined(__aarch64__)
#include <arm_neon.h>

// SDOT multiplies bytes with signs: as for AVX2, a is read with its sign.
#define DOTS __attribute__((target("dotprod")))
DOTS INLINE int8x16_t spread_neon(int32_t four) {
  return veorq_s8(vreinterpretq_s8_s32(vdupq_n_s32(four)), vdupq_n_s8((int8_t)0x80));
}
#define NEON_LOAD(AT) vreinterpretq_s32_s8(vld1q_s8((const int8_t *)(AT)))
#define NEON_DOT(SUM, LEFT, RIGHT) SUM = vdotq_s32(SUM, LEFT, vreinterpretq_s8_s32(RIGHT))
#define NEON_BEGIN(AT) vld1q_s32((const int32_t *)(AT))
#define NEON_ZERO() vdupq_n_s32(0)
DEFINE_DOTS(neon, DOTS, 4, 2, int32x4_t, int8x16_t, spread_neon, NEON_LOAD, NEON_DOT, NEON_BEGIN, NEON_ZERO, vaddq_s32, vst1q_s32)
#endif

void geul_multiply_panel_i8(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel, float *c,
                            long c_stride, long columns, bool accumulate, uint32_t kernels) {
  kernels &= geul_kernels();
#if defined(__x86_64__)
  if (m > 1 && kernels & GEUL_AMX_INT8)
    multiply_tiles(m, k, block, scales, panel, c, c_stride, columns, accumulate);
  else if (kernels & GEUL_AVX512_VNNI)
    wide_panel(m, k, block, scales, panel, c, c_stride, columns, accumulate);
  else if (kernels & GEUL_AVX_VNNI)
    vnni_panel(m, k, block, scales, panel, c, c_stride, columns, accumulate);
  else if (kernels & GEUL_AVX2)
    middle_panel(m, k, block, scales, panel, c, c_stride, columns, accumulate);
  else
#elif defined(__aarch64__)
  if (kernels & GEUL_NEON_DOT)
    neon_panel(m, k, block, scales, panel, c, c_stride, columns, accumulate);
  else
#endif
    portable_panel(m, k, block, scales, panel, c, c_stride, columns, accumulate);
}
