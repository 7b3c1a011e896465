// fp32 products: a tile of rows x panel columns stays in registers while K runs, one accumulator an element, so the
// order of every sum is k = 0, 1, 2 ... whatever the tile it falls in.
#include "CKernels.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

void geul_pack_panel_f32(const float *source, long k_stride, long n_stride, long k, long columns, float *panel) {
  if (columns < GEUL_PANEL) memset(panel, 0, sizeof(float) * GEUL_PANEL * k);
  if (n_stride == 1) {
    for (long row = 0; row < k; row++) memcpy(panel + row * GEUL_PANEL, source + row * k_stride, sizeof(float) * columns);
    return;
  }
  // Sixteen steps of k at a time: a whole cache line of each column is read before it is left.
  for (long start = 0; start < k; start += 16) {
    long end = start + 16 < k ? start + 16 : k;
    for (long n = 0; n < columns; n++)
      for (long row = start; row < end; row++) panel[row * GEUL_PANEL + n] = source[row * k_stride + n * n_stride];
  }
}

// The tile, once for each vector width: ROWS x (2 x LANES) accumulators.
#define DEFINE_TILE(NAME, LANES)                                                                                       \
  typedef float NAME##_vector __attribute__((vector_size(LANES * 4), aligned(4), may_alias));                          \
  INLINE void NAME##_tile(const int rows, long k, const float *a, long row_stride, long k_stride, long block_stride,   \
                          const float *panel, float *c, long c_stride, long columns, bool accumulate) {                \
    NAME##_vector low[14], high[14];                                                                                   \
    _Pragma("clang loop unroll(full)")                                                                                 \
    for (int i = 0; i < rows; i++) low[i] = (NAME##_vector){0}, high[i] = (NAME##_vector){0};                          \
    for (long start = 0; start < k; start += GEUL_PANEL, a += block_stride) {                                          \
      long end = k - start < GEUL_PANEL ? k - start : GEUL_PANEL;                                                      \
      for (long step = 0; step < end; step++, panel += GEUL_PANEL) {                                                   \
        NAME##_vector b0 = *(const NAME##_vector *)panel;                                                              \
        NAME##_vector b1 = *(const NAME##_vector *)(panel + LANES);                                                    \
        _Pragma("clang loop unroll(full)")                                                                             \
        for (int i = 0; i < rows; i++) {                                                                               \
          float element = a[i * row_stride + step * k_stride];                                                         \
          low[i] += element * b0;                                                                                      \
          high[i] += element * b1;                                                                                     \
        }                                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    if (columns >= 2 * LANES) {                                                                                        \
      _Pragma("clang loop unroll(full)")                                                                               \
      for (int i = 0; i < rows; i++) {                                                                                 \
        NAME##_vector *out = (NAME##_vector *)(c + i * c_stride);                                                      \
        NAME##_vector *out_high = (NAME##_vector *)(c + i * c_stride + LANES);                                         \
        *out = accumulate ? *out + low[i] : low[i];                                                                    \
        *out_high = accumulate ? *out_high + high[i] : high[i];                                                        \
      }                                                                                                                \
      return;                                                                                                          \
    }                                                                                                                  \
    float edge[2 * LANES];                                                                                             \
    _Pragma("clang loop unroll(full)")                                                                                 \
    for (int i = 0; i < rows; i++) {                                                                                   \
      *(NAME##_vector *)edge = low[i];                                                                                 \
      *(NAME##_vector *)(edge + LANES) = high[i];                                                                      \
      float *out = c + i * c_stride;                                                                                   \
      for (long n = 0; n < columns; n++) out[n] = accumulate ? out[n] + edge[n] : edge[n];                             \
    }                                                                                                                  \
  }

#if defined(__x86_64__)
DEFINE_TILE(wide, 16)
DEFINE_TILE(middle, 8)
#endif
DEFINE_TILE(narrow, 4)

#define ROWS_CASE(NAME, R)                                                                             \
  case R:                                                                                              \
    if (k_stride != 1)                                                                                 \
      NAME##_tile(R, k, a, 1, k_stride, block_stride, panel, c, c_stride, columns, accumulate);        \
    else if (row_stride == GEUL_PANEL)                                                                 \
      NAME##_tile(R, k, a, GEUL_PANEL, 1, block_stride, panel, c, c_stride, columns, accumulate);      \
    else                                                                                               \
      NAME##_tile(R, k, a, row_stride, 1, block_stride, panel, c, c_stride, columns, accumulate);      \
    break;

// Rows are dealt in near-equal tiles of at most MOST, so that no tile is left with one row.
#define DEFINE_PANEL(NAME, LANES, MOST, TARGET, CASES)                                                                 \
  TARGET static void NAME##_panel(long m, long k, const float *a, long row_stride, long k_stride, long block_stride,   \
                                  const float *panel, float *c, long c_stride, long all_columns, bool accumulate) {    \
    long tiles = (m + MOST - 1) / MOST;                                                                                \
    for (long part = 0; part < GEUL_PANEL && part < all_columns; part += 2 * LANES, panel += 2 * LANES) {              \
      long columns = all_columns - part;                                                                               \
      long row = 0;                                                                                                    \
      for (long tile = 0; tile < tiles; tile++) {                                                                      \
        long rows = (m - row + (tiles - tile) - 1) / (tiles - tile);                                                   \
        const float *saved_a = a;                                                                                      \
        float *saved_c = c;                                                                                            \
        a += row * row_stride;                                                                                         \
        c += row * c_stride + part;                                                                                    \
        switch (rows) { CASES }                                                                                        \
        a = saved_a;                                                                                                   \
        c = saved_c;                                                                                                   \
        row += rows;                                                                                                   \
      }                                                                                                                \
    }                                                                                                                  \
  }

#define SIX(NAME) ROWS_CASE(NAME, 1) ROWS_CASE(NAME, 2) ROWS_CASE(NAME, 3) ROWS_CASE(NAME, 4) ROWS_CASE(NAME, 5) ROWS_CASE(NAME, 6)
#define FOURTEEN(NAME)                                                                                      \
  SIX(NAME) ROWS_CASE(NAME, 7) ROWS_CASE(NAME, 8) ROWS_CASE(NAME, 9) ROWS_CASE(NAME, 10)                    \
  ROWS_CASE(NAME, 11) ROWS_CASE(NAME, 12) ROWS_CASE(NAME, 13) ROWS_CASE(NAME, 14)

#if defined(__x86_64__)
DEFINE_PANEL(wide, 16, 14, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))), FOURTEEN(wide))
DEFINE_PANEL(middle, 8, 6, __attribute__((target("avx2,fma"))), SIX(middle))
#endif
DEFINE_PANEL(narrow, 4, 6, , SIX(narrow))

static void multiply(long m, long k, const float *a, long row_stride, long k_stride, long block_stride,
                     const float *panel, float *c, long c_stride, long columns, bool accumulate) {
#if defined(__x86_64__)
  switch (geul_vector_level()) {
    case 2: wide_panel(m, k, a, row_stride, k_stride, block_stride, panel, c, c_stride, columns, accumulate); return;
    case 1: middle_panel(m, k, a, row_stride, k_stride, block_stride, panel, c, c_stride, columns, accumulate); return;
    default: break;
  }
#endif
  narrow_panel(m, k, a, row_stride, k_stride, block_stride, panel, c, c_stride, columns, accumulate);
}

void geul_multiply_panel_f32(long m, long k, const float *a, long a_row_stride, long a_panel_stride,
                             const float *panel, float *c, long c_stride, long columns, bool accumulate) {
  multiply(m, k, a, a_row_stride, 1, a_panel_stride, panel, c, c_stride, columns, accumulate);
}

void geul_multiply_transposed_f32(long m, long k, const float *a, long a_k_stride, const float *panel, float *c,
                                  long c_stride, long columns, bool accumulate) {
  multiply(m, k, a, 1, a_k_stride, GEUL_PANEL * a_k_stride, panel, c, c_stride, columns, accumulate);
}
