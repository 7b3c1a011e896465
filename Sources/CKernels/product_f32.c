// fp32 products: a tile of rows x columns stays in registers while K runs, one accumulator an element, which starts from C
// where that is added to: the order of every sum is k = 0, 1, 2 ... whatever the tile it falls in and wherever K is cut.
//
// A panel is cut into parts as wide as a tile, each (K, width) in one stretch: so the part that all rows read while K runs
// lies in all of a cache's sets, not in those of every other line.
#include "CKernels.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

long geul_part_columns_f32(void) { return 8L << geul_vector_level(); }

static void pack_part(const float *source, long k_stride, long n_stride, long k, long columns, long width, float *part) {
  if (columns < width) memset(part, 0, sizeof(float) * (size_t)(width * k));
  if (n_stride == 1) {
    for (long row = 0; row < k && columns > 0; row++)
      memcpy(part + row * width, source + row * k_stride, sizeof(float) * (size_t)columns);
    return;
  }
  // Sixteen steps of k at a time: a whole cache line of each column is read before it is left.
  for (long start = 0; start < k; start += 16) {
    long end = start + 16 < k ? start + 16 : k;
    for (long n = 0; n < columns; n++)
      for (long row = start; row < end; row++) part[row * width + n] = source[row * k_stride + n * n_stride];
  }
}

void geul_pack_panel_f32(const float *source, long k_stride, long n_stride, long k, long columns, float *panel,
                         long part_stride) {
  long width = geul_part_columns_f32();
  for (long n = 0; n < GEUL_PANEL; n += width, panel += part_stride)
    pack_part(source + n * n_stride, k_stride, n_stride, k, columns - n < width ? columns - n : width, width, panel);
}

// The tile, once for each vector width: ROWS x (2 x LANES) accumulators.
#define DEFINE_TILE(NAME, LANES)                                                                                       \
  typedef float NAME##_vector __attribute__((vector_size(LANES * 4), aligned(4), may_alias));                          \
  INLINE void NAME##_tile(const int rows, long k, const float *a, long row_stride, long k_stride, long block_stride,   \
                          const float *panel, float *c, long c_stride, long columns, bool accumulate) {                \
    NAME##_vector low[14], high[14];                                                                                   \
    float edge[2 * LANES] = {0};                                                                                       \
    bool whole = columns >= 2 * LANES;                                                                                 \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                                \
      const float *from = c + i * c_stride;                                                                            \
      if (accumulate && !whole) memcpy(edge, from, sizeof(float) * (size_t)columns), from = edge;                      \
      low[i] = accumulate ? *(const NAME##_vector *)from : (NAME##_vector){0};                                         \
      high[i] = accumulate ? *(const NAME##_vector *)(from + LANES) : (NAME##_vector){0};                              \
    }                                                                                                                  \
    for (long start = 0; start < k; start += GEUL_PANEL, a += block_stride) {                                          \
      long end = k - start < GEUL_PANEL ? k - start : GEUL_PANEL;                                                      \
      for (long step = 0; step < end; step++, panel += 2 * LANES) {                                                    \
        NAME##_vector b0 = *(const NAME##_vector *)panel;                                                              \
        NAME##_vector b1 = *(const NAME##_vector *)(panel + LANES);                                                    \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                            \
          float element = a[i * row_stride + step * k_stride];                                                         \
          low[i] += element * b0;                                                                                      \
          high[i] += element * b1;                                                                                     \
        }                                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                                \
      float *to = whole ? c + i * c_stride : edge;                                                                     \
      *(NAME##_vector *)to = low[i];                                                                                   \
      *(NAME##_vector *)(to + LANES) = high[i];                                                                        \
      if (!whole) memcpy(c + i * c_stride, edge, sizeof(float) * (size_t)columns);                                     \
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
                                  const float *panel, long part_stride, float *c, long c_stride, long all_columns,     \
                                  bool accumulate) {                                                                   \
    long tiles = (m + MOST - 1) / MOST;                                                                                \
    for (long part = 0; part < GEUL_PANEL && part < all_columns; part += 2 * LANES, panel += part_stride) {            \
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
// NEON has twice as many registers as SSE.
#if defined(__aarch64__)
DEFINE_PANEL(narrow, 4, 12, , FOURTEEN(narrow))
#else
DEFINE_PANEL(narrow, 4, 6, , SIX(narrow))
#endif

static void multiply(long m, long k, const float *a, long row_stride, long k_stride, long block_stride,
                     const float *panel, long part_stride, float *c, long c_stride, long columns, bool accumulate) {
#if defined(__x86_64__)
  switch (geul_vector_level()) {
    case 2: wide_panel(m, k, a, row_stride, k_stride, block_stride, panel, part_stride, c, c_stride, columns, accumulate); return;
    case 1: middle_panel(m, k, a, row_stride, k_stride, block_stride, panel, part_stride, c, c_stride, columns, accumulate); return;
    default: break;
  }
#endif
  narrow_panel(m, k, a, row_stride, k_stride, block_stride, panel, part_stride, c, c_stride, columns, accumulate);
}

void geul_multiply_panel_f32(long m, long k, const float *a, long a_row_stride, long a_panel_stride,
                             const float *panel, long part_stride, float *c, long c_stride, long columns,
                             bool accumulate) {
  multiply(m, k, a, a_row_stride, 1, a_panel_stride, panel, part_stride, c, c_stride, columns, accumulate);
}

void geul_multiply_transposed_f32(long m, long k, const float *a, long a_k_stride, const float *panel,
                                  long part_stride, float *c, long c_stride, long columns, bool accumulate) {
  multiply(m, k, a, 1, a_k_stride, GEUL_PANEL * a_k_stride, panel, part_stride, c, c_stride, columns, accumulate);
}
