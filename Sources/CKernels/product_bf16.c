// bf16 products on AMX tiles: 32 rows x 32 columns of C in four tiles, fp32 accumulation, K in steps of 32.
// Layouts (Intel SDM, TDPBF16PS): a left tile is 16 rows x 32 k; a right tile is 16 pairs of k x 16 columns.
#include "CKernels.h"
#include "bf16.h"

#if defined(__x86_64__)
#include <immintrin.h>

static long round_up(long n, long to) { return (n + to - 1) / to * to; }

#define TILES __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

// Two runs of 16 floats, of k and of k + 1, become 16 dwords (k, k + 1).
WIDE static inline __m512i pair_rows(__m512 first, __m512 second) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21,
                                         5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(second, first));
}

WIDE static inline __mmask16 first_lanes(long n) { return n >= 16 ? 0xFFFF : n <= 0 ? 0 : (__mmask16)((1u << n) - 1); }

// A square of 16 x 16 dwords, transposed by four rounds of exchanges between pairs of registers.
WIDE static void transpose(__m512i r[16]) {
  __m512i t[16];
  for (int i = 0; i < 8; i++) {
    t[2 * i] = _mm512_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
  }
  for (int i = 0; i < 4; i++) {
    r[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    r[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    r[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    r[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    t[i] = _mm512_shuffle_i32x4(r[i], r[4 + i], 0x88);
    t[4 + i] = _mm512_shuffle_i32x4(r[i], r[4 + i], 0xDD);
    t[8 + i] = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0x88);
    t[12 + i] = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0xDD);
  }
  for (int i = 0; i < 4; i++) {
    r[i] = _mm512_shuffle_i32x4(t[i], t[8 + i], 0x88);
    r[8 + i] = _mm512_shuffle_i32x4(t[i], t[8 + i], 0xDD);
    r[4 + i] = _mm512_shuffle_i32x4(t[4 + i], t[12 + i], 0x88);
    r[12 + i] = _mm512_shuffle_i32x4(t[4 + i], t[12 + i], 0xDD);
  }
}

// A column-contiguous source: row n of the square is a run of 32 k.
WIDE static void pack_by_columns(const float *source, long n_stride, long k, long columns, uint16_t *panel) {
  for (long start = 0; start < k; start += 32)
    for (long side = 0; side < 2; side++, panel += TILE) {
      __mmask16 low = first_lanes(k - start), high = first_lanes(k - start - 16);
      __m512i rows[16];
      for (long i = 0; i < 16; i++) {
        long n = side * 16 + i;
        const float *run = source + n * n_stride + start;
        __mmask16 there = n < columns ? 0xFFFF : 0;
        rows[i] = (__m512i)_mm512_cvtne2ps_pbh(_mm512_maskz_loadu_ps(high & there, run + 16),
                                               _mm512_maskz_loadu_ps(low & there, run));
      }
      transpose(rows);
      for (long pair = 0; pair < 16; pair++) _mm512_storeu_si512(panel + pair * 32, rows[pair]);
    }
}

// A row-contiguous source: rows k and k + 1 are interleaved.
WIDE static void pack_by_rows(const float *source, long k_stride, long k, long columns, uint16_t *panel) {
  __mmask16 mask[2] = {first_lanes(columns), first_lanes(columns - 16)};
  for (long start = 0; start < k; start += 32, panel += 2 * TILE)
    for (long pair = 0; pair < 16; pair++)
      for (long side = 0; side < 2; side++) {
        long row = start + 2 * pair;
        const float *at = source + row * k_stride + side * 16;
        __m512 even = row < k ? _mm512_maskz_loadu_ps(mask[side], at) : _mm512_setzero_ps();
        __m512 odd = row + 1 < k ? _mm512_maskz_loadu_ps(mask[side], at + k_stride) : _mm512_setzero_ps();
        _mm512_storeu_si512(panel + side * TILE + pair * 32, pair_rows(even, odd));
      }
}

WIDE static void block_rows(long m, long k, const float *a, long row_stride, long panel_stride, uint16_t *block) {
  long height = geul_tile_rows(m);
  for (long top = 0; top < m; top += height) {
    const float *corner = a + top * row_stride;
    for (long start = 0; start < k; start += 32, corner += panel_stride) {
      __mmask16 low = first_lanes(k - start), high = first_lanes(k - start - 16);
      for (long i = 0; i < height; i++, block += 32) {
        __mmask16 there = top + i < m ? 0xFFFF : 0;
        const float *run = corner + i * row_stride;
        __m512bh both = _mm512_cvtne2ps_pbh(_mm512_maskz_loadu_ps(high & there, run + 16),
                                            _mm512_maskz_loadu_ps(low & there, run));
        _mm512_storeu_si512(block, (__m512i)both);
      }
    }
  }
}

WIDE static void block_panel(long m, const float *a, long row_stride, uint16_t *block, long tile_stride) {
  long height = geul_tile_rows(m);
  for (long top = 0; top < m; top += height, block += tile_stride)
    for (long i = 0; i < height && top + i < m; i++) {
      const float *run = a + (top + i) * row_stride;
      _mm512_storeu_si512(block + i * 32, (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(run + 16), _mm512_loadu_ps(run)));
    }
}

// The columns are dealt as `multiply_panel` takes its rows, in tiles of geul_tile_rows(m).
WIDE static void block_columns(long m, long k, const float *a, long k_stride, uint16_t *block) {
  long height = geul_tile_rows(m), row_of_tiles = round_up(k, 32) * height;
  for (long start = 0; start < k; start += 32, block += height * 32)
    for (long top = 0; top < m; top += height) {
      __mmask16 mask = first_lanes(m - top < height ? m - top : height);
      __m512i rows[16];
      for (long pair = 0; pair < 16; pair++) {
        long step = start + 2 * pair;
        const float *at = a + top + step * k_stride;
        __m512 even = step < k ? _mm512_maskz_loadu_ps(mask, at) : _mm512_setzero_ps();
        __m512 odd = step + 1 < k ? _mm512_maskz_loadu_ps(mask, at + k_stride) : _mm512_setzero_ps();
        rows[pair] = pair_rows(even, odd);
      }
      transpose(rows);
      uint16_t *tile = block + top / height * row_of_tiles;
      for (long i = 0; i < height; i++) _mm512_storeu_si512(tile + i * 32, rows[i]);
    }
}

WIDE static void store_tile(const float *tile, float *c, long c_stride, long rows, long columns) {
  __mmask16 mask = first_lanes(columns);
  for (long i = 0; i < rows; i++, c += c_stride) _mm512_mask_storeu_ps(c, mask, _mm512_load_ps(tile + i * 16));
}

WIDE static void fetch_tile(float *tile, const float *c, long c_stride, long rows, long columns) {
  __mmask16 mask = first_lanes(columns);
  for (long i = 0; i < rows; i++, c += c_stride) _mm512_store_ps(tile + i * 16, _mm512_maskz_loadu_ps(mask, c));
}

// Sums start from C in the tile itself, in a copy where the tile is not all C's: a row's bits must not depend on the
// rows beside it.
#define BEGIN(T, WHOLE, AT, ROWS, COLUMNS)              \
  if (!accumulate)                                      \
    _tile_zero(T);                                      \
  else if (WHOLE)                                       \
    _tile_loadd(T, AT, c_stride * sizeof(float));       \
  else {                                                \
    fetch_tile(result, AT, c_stride, ROWS, COLUMNS);    \
    _tile_loadd(T, result, 64);                         \
  }
#define END(T, WHOLE, AT, ROWS, COLUMNS)                                       \
  if (WHOLE)                                                                   \
    _tile_stored(T, AT, c_stride * sizeof(float));                             \
  else {                                                                       \
    _tile_stored(T, result, 64);                                               \
    store_tile(result, AT, c_stride, ROWS, COLUMNS);                           \
  }

// One panel and two tiles of rows at a time, or one: `multiply_two` holds C's four tiles while K runs.
TILES static void multiply_two(long k, const uint16_t *top, const uint16_t *bottom, long height, const uint16_t *panel,
                               float *c, long c_stride, long rows, long columns, bool accumulate) {
  float result[256] __attribute__((aligned(64)));
  bool left = columns >= 16, right = columns >= 32, all = rows == 2 * height;
  float *below = c + height * c_stride;
  BEGIN(0, left, c, height, columns)
  BEGIN(1, right, c + 16, height, columns - 16)
  BEGIN(2, (left && all), below, rows - height, columns)
  BEGIN(3, (right && all), below + 16, rows - height, columns - 16)
  for (long start = 0; start < k; start += 32, top += height * 32, bottom += height * 32, panel += 2 * TILE) {
    _tile_loadd(4, top, 64);
    _tile_loadd(6, panel, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, panel + TILE, 64);
    _tile_dpbf16ps(1, 4, 7);
    _tile_loadd(5, bottom, 64);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  END(0, left, c, height, columns)
  END(1, right, c + 16, height, columns - 16)
  END(2, (left && all), below, rows - height, columns)
  END(3, (right && all), below + 16, rows - height, columns - 16)
}

TILES static void multiply_one(long k, const uint16_t *top, long height, const uint16_t *panel, float *c, long c_stride,
                               long rows, long columns, bool accumulate) {
  float result[256] __attribute__((aligned(64)));
  bool left = rows == height && columns >= 16, right = rows == height && columns >= 32;
  BEGIN(0, left, c, rows, columns)
  BEGIN(1, right, c + 16, rows, columns - 16)
  for (long start = 0; start < k; start += 32, top += height * 32, panel += 2 * TILE) {
    _tile_loadd(4, top, 64);
    _tile_loadd(6, panel, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, panel + TILE, 64);
    _tile_dpbf16ps(1, 4, 7);
  }
  END(0, left, c, rows, columns)
  END(1, right, c + 16, rows, columns - 16)
}

TILES static void multiply_panel(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                                 long columns, bool accumulate) {
  long height = geul_tile_rows(m), row_of_tiles = round_up(k, 32) * height;
  geul_configure_tiles(height);
  for (long top = 0; top < m; top += 2 * height, block += 2 * row_of_tiles, c += 2 * height * c_stride) {
    long rows = m - top < 2 * height ? m - top : 2 * height;
    if (rows > height)
      multiply_two(k, block, block + row_of_tiles, height, panel, c, c_stride, rows, columns, accumulate);
    else
      multiply_one(k, block, height, panel, c, c_stride, rows, columns, accumulate);
  }
}

void geul_pack_panel_bf16(const float *source, long k_stride, long n_stride, long k, long columns, uint16_t *panel) {
  if (n_stride == 1)
    pack_by_rows(source, k_stride, k, columns, panel);
  else
    pack_by_columns(source, n_stride, k, columns, panel);
}

void geul_block_rows_bf16(long m, long k, const float *a, long a_row_stride, long a_panel_stride, uint16_t *block) {
  block_rows(m, k, a, a_row_stride, a_panel_stride, block);
}

void geul_block_panel_bf16(long m, const float *a, long a_row_stride, long panel, long k, uint16_t *block) {
  long tile = geul_tile_rows(m) * GEUL_PANEL;
  block_panel(m, a, a_row_stride, block + panel * tile, round_up(k, GEUL_PANEL) / GEUL_PANEL * tile);
}

void geul_block_columns_bf16(long m, long k, const float *a, long a_k_stride, uint16_t *block) {
  block_columns(m, k, a, a_k_stride, block);
}

void geul_multiply_panel_bf16(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                              long columns, bool accumulate) {
  if (geul_kernels() & GEUL_AMX_BF16)
    multiply_panel(m, k, block, panel, c, c_stride, columns, accumulate);
  else
    geul_dot_panel_bf16(m, k, block, panel, c, c_stride, columns, accumulate);
}

#else

// No products of bf16: nothing calls these.

void geul_pack_panel_bf16(const float *source, long k_stride, long n_stride, long k, long columns, uint16_t *panel) {
  (void)source, (void)k_stride, (void)n_stride, (void)k, (void)columns, (void)panel;
}
void geul_block_rows_bf16(long m, long k, const float *a, long a_row_stride, long a_panel_stride, uint16_t *block) {
  (void)m, (void)k, (void)a, (void)a_row_stride, (void)a_panel_stride, (void)block;
}
void geul_block_panel_bf16(long m, const float *a, long a_row_stride, long panel, long k, uint16_t *block) {
  (void)m, (void)a, (void)a_row_stride, (void)panel, (void)k, (void)block;
}
void geul_block_columns_bf16(long m, long k, const float *a, long a_k_stride, uint16_t *block) {
  (void)m, (void)k, (void)a, (void)a_k_stride, (void)block;
}
void geul_multiply_panel_bf16(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                              long columns, bool accumulate) {
  (void)m, (void)k, (void)block, (void)panel, (void)c, (void)c_stride, (void)columns, (void)accumulate;
}

#endif
