// Rows and panels of weights rounded to 8 bits, each row and each column with a scale of its own.
#include "CKernels.h"
#include "bytes.h"

#include <math.h>

long geul_panel_bytes_i8(long k) { return WEIGHTS + round_up_i8(k) / 4 * STEP; }

long geul_row_bytes_i8(long k) { return round_up_i8(k); }

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

// Some of a column, filled up with zeros.
enum { PIECE = 64 };
INLINE void take_piece(const float *column, long k_stride, long count, float *piece) {
  if (count < PIECE) memset(piece, 0, sizeof(float) * PIECE);
  if (k_stride == 1)
    memcpy(piece, column, sizeof(float) * (size_t)count);
  else
    for (long i = 0; i < count; i++) piece[i] = column[i * k_stride];
}

INLINE void pack_panel_i8_body(const float *source, long k_stride, long n_stride, long k, long columns, uint8_t *panel) {
  float *scales = (float *)(panel + SCALES);
  int32_t *offsets = (int32_t *)(panel + OFFSETS);
  uint8_t *weights = panel + WEIGHTS;
  float piece[PIECE];
  memset(panel, 0, (size_t)geul_panel_bytes_i8(k));
  for (long n = 0; n < columns; n++) {
    const float *column = source + n * n_stride;
    uint32_t mosts[PIECE] = {0}, bits = 0;
    for (long start = 0; start < k; start += PIECE) {
      take_piece(column + start * k_stride, k_stride, k - start < PIECE ? k - start : PIECE, piece);
      keep_largest(PIECE, piece, mosts);
    }
    for (int i = 0; i < PIECE; i++) bits = mosts[i] > bits ? mosts[i] : bits;
    float most;
    memcpy(&most, &bits, 4);
    // A column that is not finite yields nothing that is.
    scales[n] = bits >= 0x7F800000 ? NAN : most / 127;
    if (!(most > 0) || bits >= 0x7F800000) continue;
    int32_t sum = 0;
    for (long start = 0; start < k; start += PIECE) {
      take_piece(column + start * k_stride, k_stride, k - start < PIECE ? k - start : PIECE, piece);
      int8_t bytes[PIECE];
      for (int i = 0; i < PIECE; i++) {
        int weight = nearest(piece[i] / most * 127);
        bytes[i] = (int8_t)weight;
        sum += weight;
      }
      // Panels are filled up to whole pieces.
      for (int i = 0; i < PIECE; i += 4) memcpy(weights + (start + i) / 4 * STEP + n * 4, bytes + i, 4);
    }
    offsets[n] = 128 * sum;
  }
}
VERSIONS(void, pack_panel_i8,
         (const float *source, long k_stride, long n_stride, long k, long columns, uint8_t *panel),
         (source, k_stride, n_stride, k, columns, panel))

// Sixteen numbers to bytes, as vectors: `nearest` is two additions.
INLINE void round_sixteen(const float *piece, float factor, uint8_t *bytes) {
  typedef uint8_t sixteen_bytes __attribute__((vector_size(16), aligned(1)));
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
  long row_bytes = round_up_i8(k), whole = k / GEUL_PANEL * GEUL_PANEL;
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
