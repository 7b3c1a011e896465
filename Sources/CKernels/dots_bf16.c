// bf16 products where AVX-512 BF16 is without tiles: the same panels and blocks as for tiles, a vector of 16 columns and a
// pair of k at a time (Intel SDM, VDPBF16PS).
#include "CKernels.h"
#include "bf16.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define DOTS __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

// Rows of one tile of the block, `height` rows high, and all of the panel. Sums start from C.
DOTS static inline __attribute__((always_inline)) void rows_of_tile(const int rows, long k, const uint16_t *block,
                                                                    long height, const uint16_t *panel, float *c,
                                                                    long c_stride, long columns, bool accumulate) {
  __mmask16 low = columns >= 16 ? 0xFFFF : (__mmask16)((1u << columns) - 1);
  __mmask16 high = columns >= 32 ? 0xFFFF : columns <= 16 ? 0 : (__mmask16)((1u << (columns - 16)) - 1);
  __m512 left[14], right[14];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {
    left[i] = accumulate ? _mm512_maskz_loadu_ps(low, c + i * c_stride) : _mm512_setzero_ps();
    right[i] = accumulate ? _mm512_maskz_loadu_ps(high, c + i * c_stride + 16) : _mm512_setzero_ps();
  }
  for (long start = 0; start < k; start += 32, block += height * 32, panel += 2 * TILE)
    for (long pair = 0; pair < 16; pair++) {
      __m512bh b0 = (__m512bh)_mm512_loadu_si512(panel + pair * 32);
      __m512bh b1 = (__m512bh)_mm512_loadu_si512(panel + TILE + pair * 32);
      _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {
        int32_t two;
        memcpy(&two, block + i * 32 + pair * 2, 4);
        __m512bh a = (__m512bh)_mm512_set1_epi32(two);
        left[i] = _mm512_dpbf16_ps(left[i], a, b0);
        right[i] = _mm512_dpbf16_ps(right[i], a, b1);
      }
    }
  _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {
    _mm512_mask_storeu_ps(c + i * c_stride, low, left[i]);
    _mm512_mask_storeu_ps(c + i * c_stride + 16, high, right[i]);
  }
}

#define ROWS_CASE(ROWS) \
  case ROWS: rows_of_tile(ROWS, k, block + row * 32, height, panel, c, c_stride, columns, accumulate); break;

DOTS void geul_dot_panel_bf16(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                              long columns, bool accumulate) {
  long height = geul_tile_rows(m), row_of_tiles = (k + 31) / 32 * 32 * height;
  for (long top = 0; top < m; top += height, block += row_of_tiles) {
    long there = m - top < height ? m - top : height, parts = (there + 13) / 14;
    long row = 0;
    for (long part = 0; part < parts; part++) {
      long rows = (there - row + (parts - part) - 1) / (parts - part);
      switch (rows) {
        ROWS_CASE(1) ROWS_CASE(2) ROWS_CASE(3) ROWS_CASE(4) ROWS_CASE(5) ROWS_CASE(6) ROWS_CASE(7) ROWS_CASE(8)
        ROWS_CASE(9) ROWS_CASE(10) ROWS_CASE(11) ROWS_CASE(12) ROWS_CASE(13) ROWS_CASE(14)
      }
      row += rows;
      c += rows * c_stride;
    }
  }
}
#endif
