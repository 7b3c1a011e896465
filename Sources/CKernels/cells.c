// The gate functions of the recurrent cells, forward and backward, on one panel of units.
#include "CKernels.h"
#include "vector.h"

#define LOAD(AT) (*(const lanes *)(AT))
#define STORE(AT, VALUE) (*(lanes *)(AT) = (VALUE))
// Comparisons yield all bits set; NaN is kept.
#define WHERE_POSITIVE(X, VALUE) ((lanes)((whole_lanes)((X) > 0) & (whole_lanes)(VALUE)))
#define POSITIVE(X) ((lanes)(~(whole_lanes)((X) <= 0) & (whole_lanes)(X)))

#if defined(__x86_64__)
#include <immintrin.h>

// Quick, for fp32 and bf16 where AVX-512 is. 2^t by p(t - floor t) 2^(floor t), p of degree 5 with p(0) = 1 fitted to the
// least relative error, 8e-8; then 1 / (1 + 2^t) from the processor's 14 bits and one of Newton's steps. Relative error
// below 1e-6 for -10 < t < 10, growing to 5e-6 at the ends, since t itself is rounded. NaN stays NaN.
WIDE INLINE __m512 over_one_and_power(__m512 t) {
  t = _mm512_min_ps(_mm512_set1_ps(125.0f), t);
  __m512 r = _mm512_reduce_ps(t, 0x09);
  __m512 p = _mm512_set1_ps(0.00186713017f);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.00901702978f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.0557999127f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.240164444f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.693151295f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0f));
  __m512 sum = _mm512_add_ps(_mm512_scalef_ps(p, t), _mm512_set1_ps(1.0f));
  __m512 y = _mm512_rcp14_ps(sum);
  return _mm512_fmadd_ps(y, _mm512_fnmadd_ps(sum, y, _mm512_set1_ps(1.0f)), y);
}

// sigmoid x = 1 / (1 + 2^(-x log2 e)), tanh x = 2 sigmoid 2x - 1.
WIDE INLINE __m512 quick_sigmoid(__m512 x) {
  return over_one_and_power(_mm512_mul_ps(x, _mm512_set1_ps(-1.44269504f)));
}
WIDE INLINE __m512 quick_tangent(__m512 x) {
  __m512 y = over_one_and_power(_mm512_mul_ps(x, _mm512_set1_ps(-2.88539008f)));
  return _mm512_fmadd_ps(y, _mm512_set1_ps(2.0f), _mm512_set1_ps(-1.0f));
}

#define NAME(FUNCTION) FUNCTION##_quick
#define TARGET WIDE
#define SIGMOID(X) ((lanes)quick_sigmoid((__m512)(X)))
#define TANH(X) ((lanes)quick_tangent((__m512)(X)))
#include "cells_forward.h"
#include "cells_backward.h"
#undef NAME
#undef TARGET
#undef SIGMOID
#undef TANH
#endif

// Exact, from here on: additions, multiplications and one division, each rounded by itself (IEEE 754) and none fused, in
// the order in which they stand, so that every processor finds the same bits.
#pragma clang fp contract(off)

// x becomes 1 / (1 + e^x), the exponential as in vector.h; in place, since a vector handed over by value would travel in
// registers that not every caller has.
INLINE void over_one_and_exponential(lanes *x) {
  lanes t = *x;
  whole_lanes low = t < -87.0f, high = t > 87.0f;
  t = (lanes)((low & (whole_lanes)((lanes){0} - 87.0f)) | (~low & (whole_lanes)t));
  t = (lanes)((high & (whole_lanes)((lanes){0} + 87.0f)) | (~high & (whole_lanes)t));
  lanes shifted = t * LOG2_E + ROUNDING;
  lanes n = shifted - ROUNDING, r = t - n * LN2_HIGH - n * LN2_LOW;
  lanes p = r * EXPONENTIAL_6 + EXPONENTIAL_5;
  p = p * r + EXPONENTIAL_4;
  p = p * r + EXPONENTIAL_3;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  *x = 1.0f / (p * (lanes)(((whole_lanes)shifted << 23) + 0x3F800000) + 1.0f);
}

#define SIGMOID(X)                       \
  ({                                     \
    lanes argument = -(X);               \
    over_one_and_exponential(&argument); \
    argument;                            \
  })
#define TANH(X)                          \
  ({                                     \
    lanes argument = -2.0f * (X);        \
    over_one_and_exponential(&argument); \
    2.0f * argument - 1.0f;              \
  })

#define NAME(FUNCTION) FUNCTION##_narrow
#define TARGET
#include "cells_forward.h"
#include "cells_backward.h"
#undef NAME
#undef TARGET

#if defined(__x86_64__)
#define NAME(FUNCTION) FUNCTION##_middle
#define TARGET MIDDLE
#include "cells_forward.h"
#include "cells_backward.h"
#undef NAME
#undef TARGET

#define NAME(FUNCTION) FUNCTION##_wide
#define TARGET WIDE
#include "cells_forward.h"
#include "cells_backward.h"
#undef NAME
#undef TARGET

#define DISPATCH_CELL(NAME, PARAMETERS, ARGUMENTS)                            \
  void geul_##NAME PARAMETERS {                                               \
    switch (geul_vector_level()) {                                            \
      case 2: exact ? NAME##_wide ARGUMENTS : NAME##_quick ARGUMENTS; return; \
      case 1: NAME##_middle ARGUMENTS; return;                                \
      default: NAME##_narrow ARGUMENTS; return;                               \
    }                                                                         \
  }
#else
#define DISPATCH_CELL(NAME, PARAMETERS, ARGUMENTS) \
  void geul_##NAME PARAMETERS {                    \
    (void)exact;                                   \
    NAME##_narrow ARGUMENTS;                       \
  }
#endif

DISPATCH_CELL(lstm_forward,
         (bool exact, long rows, float *gates, long gate_stride, const float *bias, long bias_stride, const float *c_before,
          float *c, float *h),
         (rows, gates, gate_stride, bias, bias_stride, c_before, c, h))
DISPATCH_CELL(lstm_backward,
         (bool exact, long rows, float *gates, long gate_stride, const float *c_before, const float *c, const float *dh,
          float *dc, float *sums, long sum_stride),
         (rows, gates, gate_stride, c_before, c, dh, dc, sums, sum_stride))
DISPATCH_CELL(gru_forward,
         (bool exact, long rows, float *gates, long gate_stride, const float *input_bias, const float *recurrent,
          long recurrent_stride, const float *recurrent_bias, long bias_stride, const float *h_before,
          float *candidate, float *h),
         (rows, gates, gate_stride, input_bias, recurrent, recurrent_stride, recurrent_bias, bias_stride, h_before,
          candidate, h))
DISPATCH_CELL(gru_backward,
         (bool exact, long rows, float *gates, long gate_stride, const float *candidate, const float *h_before, const float *dh,
          float *drecurrent, long recurrent_stride, float *dh_before, float *sums, float *recurrent_sums,
          long sum_stride),
         (rows, gates, gate_stride, candidate, h_before, dh, drecurrent, recurrent_stride, dh_before, sums,
          recurrent_sums, sum_stride))
DISPATCH_CELL(rnn_forward, (bool exact, long rows, int activation, const float *gates, const float *bias, float *h),
         (rows, activation, gates, bias, h))
DISPATCH_CELL(rnn_backward,
         (bool exact, long rows, int activation, const float *h, const float *dh, float *dgates, float *sums),
         (rows, activation, h, dh, dgates, sums))
