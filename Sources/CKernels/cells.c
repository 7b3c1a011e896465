// The gate functions of the recurrent cells, forward and backward, on one panel of units.
#include "CKernels.h"
#include "vector.h"

enum { P = GEUL_PANEL };

INLINE void lstm_forward_body(long rows, float *restrict gates, long gate_stride, const float *restrict bias,
                              long bias_stride, const float *restrict c_before, float *restrict c, float *restrict h) {
  for (long row = 0; row < rows; row++, gates += P, c_before += P, c += P, h += P)
    for (long u = 0; u < P; u++) {
      float i = sigmoid(gates[u] + bias[u]);
      float f = sigmoid(gates[gate_stride + u] + bias[bias_stride + u]);
      float g = hyperbolic_tangent(gates[2 * gate_stride + u] + bias[2 * bias_stride + u]);
      float o = sigmoid(gates[3 * gate_stride + u] + bias[3 * bias_stride + u]);
      float cell = f * c_before[u] + i * g;
      gates[u] = i;
      gates[gate_stride + u] = f;
      gates[2 * gate_stride + u] = g;
      gates[3 * gate_stride + u] = o;
      c[u] = cell;
      h[u] = o * hyperbolic_tangent(cell);
    }
}
VERSIONS(void, lstm_forward,
         (long rows, float *gates, long gate_stride, const float *bias, long bias_stride, const float *c_before,
          float *c, float *h),
         (rows, gates, gate_stride, bias, bias_stride, c_before, c, h))

INLINE void lstm_backward_body(long rows, float *restrict gates, long gate_stride, const float *restrict c_before,
                               const float *restrict c, const float *restrict dh, float *restrict dc) {
  for (long row = 0; row < rows; row++, gates += P, c_before += P, c += P, dh += P, dc += P)
    for (long u = 0; u < P; u++) {
      float i = gates[u], f = gates[gate_stride + u], g = gates[2 * gate_stride + u], o = gates[3 * gate_stride + u];
      float tanh_c = hyperbolic_tangent(c[u]);
      float d_cell = dc[u] + dh[u] * o * (1 - tanh_c * tanh_c);
      gates[3 * gate_stride + u] = dh[u] * tanh_c * o * (1 - o);
      gates[2 * gate_stride + u] = d_cell * i * (1 - g * g);
      gates[gate_stride + u] = d_cell * c_before[u] * f * (1 - f);
      gates[u] = d_cell * g * i * (1 - i);
      dc[u] = d_cell * f;
    }
}
VERSIONS(void, lstm_backward,
         (long rows, float *gates, long gate_stride, const float *c_before, const float *c, const float *dh, float *dc),
         (rows, gates, gate_stride, c_before, c, dh, dc))

INLINE void gru_forward_body(long rows, float *restrict gates, long gate_stride, const float *restrict input_bias,
                             const float *restrict recurrent, long recurrent_stride,
                             const float *restrict recurrent_bias, long bias_stride, const float *restrict h_before,
                             float *restrict candidate, float *restrict h) {
  for (long row = 0; row < rows; row++, gates += P, recurrent += P, h_before += P, candidate += P, h += P)
    for (long u = 0; u < P; u++) {
      float r = sigmoid(gates[u] + input_bias[u] + recurrent[u] + recurrent_bias[u]);
      float z = sigmoid(gates[gate_stride + u] + input_bias[bias_stride + u] + recurrent[recurrent_stride + u] +
                        recurrent_bias[bias_stride + u]);
      float h_n = recurrent[2 * recurrent_stride + u] + recurrent_bias[2 * bias_stride + u];
      float n = hyperbolic_tangent(gates[2 * gate_stride + u] + input_bias[2 * bias_stride + u] + r * h_n);
      gates[u] = r;
      gates[gate_stride + u] = z;
      gates[2 * gate_stride + u] = n;
      candidate[u] = h_n;
      h[u] = (1 - z) * n + z * h_before[u];
    }
}
VERSIONS(void, gru_forward,
         (long rows, float *gates, long gate_stride, const float *input_bias, const float *recurrent,
          long recurrent_stride, const float *recurrent_bias, long bias_stride, const float *h_before,
          float *candidate, float *h),
         (rows, gates, gate_stride, input_bias, recurrent, recurrent_stride, recurrent_bias, bias_stride, h_before,
          candidate, h))

INLINE void gru_backward_body(long rows, float *restrict gates, long gate_stride, const float *restrict candidate,
                              const float *restrict h_before, const float *restrict dh, float *restrict drecurrent,
                              long recurrent_stride, float *restrict dh_before) {
  for (long row = 0; row < rows;
       row++, gates += P, candidate += P, h_before += P, dh += P, drecurrent += P, dh_before += P)
    for (long u = 0; u < P; u++) {
      float r = gates[u], z = gates[gate_stride + u], n = gates[2 * gate_stride + u];
      float dn = dh[u] * (1 - z) * (1 - n * n);
      float dz = dh[u] * (h_before[u] - n) * z * (1 - z);
      float dr = dn * candidate[u] * r * (1 - r);
      gates[2 * gate_stride + u] = dn;
      gates[gate_stride + u] = dz;
      gates[u] = dr;
      drecurrent[2 * recurrent_stride + u] = dn * r;
      drecurrent[recurrent_stride + u] = dz;
      drecurrent[u] = dr;
      dh_before[u] += dh[u] * z;
    }
}
VERSIONS(void, gru_backward,
         (long rows, float *gates, long gate_stride, const float *candidate, const float *h_before, const float *dh,
          float *drecurrent, long recurrent_stride, float *dh_before),
         (rows, gates, gate_stride, candidate, h_before, dh, drecurrent, recurrent_stride, dh_before))

INLINE void rnn_forward_body(long rows, int activation, const float *restrict gates, const float *restrict bias,
                             float *restrict h) {
  for (long row = 0; row < rows; row++, gates += P, h += P) switch (activation) {
      case 0:
        for (long u = 0; u < P; u++) h[u] = hyperbolic_tangent(gates[u] + bias[u]);
        break;
      case 1:
        for (long u = 0; u < P; u++) {
          float z = gates[u] + bias[u];
          h[u] = z > 0 ? z : 0;
        }
        break;
      default:
        for (long u = 0; u < P; u++) h[u] = sigmoid(gates[u] + bias[u]);
    }
}
VERSIONS(void, rnn_forward, (long rows, int activation, const float *gates, const float *bias, float *h),
         (rows, activation, gates, bias, h))

INLINE void rnn_backward_body(long rows, int activation, const float *restrict h, const float *restrict dh,
                              float *restrict dgates) {
  switch (activation) {
    case 0:
      for (long u = 0; u < rows * P; u++) dgates[u] = dh[u] * (1 - h[u] * h[u]);
      return;
    case 1:
      for (long u = 0; u < rows * P; u++) dgates[u] = h[u] > 0 ? dh[u] : 0;
      return;
    default:
      for (long u = 0; u < rows * P; u++) dgates[u] = dh[u] * h[u] * (1 - h[u]);
  }
}
VERSIONS(void, rnn_backward, (long rows, int activation, const float *h, const float *dh, float *dgates),
         (rows, activation, h, dh, dgates))
