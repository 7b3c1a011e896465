// The gate functions of the recurrent cells, forward and backward, one lane a call.
#include "CKernels.h"
#include "vector.h"

CLONES void geul_lstm_forward(geul_units units, float *restrict gates, const float *restrict bias,
                              const float *restrict c_before, float *restrict c, float *restrict h) {
  long H = units.hidden;
  for (long u = units.from; u < units.to; u++) {
    float i = sigmoid(gates[u] + bias[u]);
    float f = sigmoid(gates[H + u] + bias[H + u]);
    float g = hyperbolic_tangent(gates[2 * H + u] + bias[2 * H + u]);
    float o = sigmoid(gates[3 * H + u] + bias[3 * H + u]);
    float cell = f * c_before[u] + i * g;
    gates[u] = i;
    gates[H + u] = f;
    gates[2 * H + u] = g;
    gates[3 * H + u] = o;
    c[u] = cell;
    h[u] = o * hyperbolic_tangent(cell);
  }
}

CLONES void geul_lstm_backward(geul_units units, const float *restrict gates, const float *restrict c_before,
                               const float *restrict c, const float *restrict dh, float *restrict dc,
                               float *restrict dgates) {
  long H = units.hidden;
  for (long u = units.from; u < units.to; u++) {
    float i = gates[u], f = gates[H + u], g = gates[2 * H + u], o = gates[3 * H + u];
    float tanh_c = hyperbolic_tangent(c[u]);
    float d_cell = dc[u] + dh[u] * o * (1 - tanh_c * tanh_c);
    dgates[3 * H + u] = dh[u] * tanh_c * o * (1 - o);
    dgates[2 * H + u] = d_cell * i * (1 - g * g);
    dgates[H + u] = d_cell * c_before[u] * f * (1 - f);
    dgates[u] = d_cell * g * i * (1 - i);
    dc[u] = d_cell * f;
  }
}

CLONES void geul_gru_forward(geul_units units, float *restrict gates, const float *restrict input_bias,
                             const float *restrict recurrent, const float *restrict recurrent_bias,
                             const float *restrict h_before, float *restrict candidate, float *restrict h) {
  long H = units.hidden;
  for (long u = units.from; u < units.to; u++) {
    float r = sigmoid(gates[u] + input_bias[u] + recurrent[u] + recurrent_bias[u]);
    float z = sigmoid(gates[H + u] + input_bias[H + u] + recurrent[H + u] + recurrent_bias[H + u]);
    float h_n = recurrent[2 * H + u] + recurrent_bias[2 * H + u];
    float n = hyperbolic_tangent(gates[2 * H + u] + input_bias[2 * H + u] + r * h_n);
    gates[u] = r;
    gates[H + u] = z;
    gates[2 * H + u] = n;
    candidate[u] = h_n;
    h[u] = (1 - z) * n + z * h_before[u];
  }
}

CLONES void geul_gru_backward(geul_units units, const float *restrict gates, const float *restrict candidate,
                              const float *restrict h_before, const float *restrict dh, float *restrict dgates,
                              float *restrict drecurrent, float *restrict dh_before) {
  long H = units.hidden;
  for (long u = units.from; u < units.to; u++) {
    float r = gates[u], z = gates[H + u], n = gates[2 * H + u];
    float dn = dh[u] * (1 - z) * (1 - n * n);
    float dz = dh[u] * (h_before[u] - n) * z * (1 - z);
    float dr = dn * candidate[u] * r * (1 - r);
    dgates[2 * H + u] = dn;
    dgates[H + u] = dz;
    dgates[u] = dr;
    drecurrent[2 * H + u] = dn * r;
    drecurrent[H + u] = dz;
    drecurrent[u] = dr;
    dh_before[u] = dh[u] * z;
  }
}

CLONES void geul_rnn_forward(geul_units units, int activation, const float *restrict gates, const float *restrict bias,
                             float *restrict h) {
  switch (activation) {
    case 0:
      for (long u = units.from; u < units.to; u++) h[u] = hyperbolic_tangent(gates[u] + bias[u]);
      return;
    case 1:
      for (long u = units.from; u < units.to; u++) {
        float z = gates[u] + bias[u];
        h[u] = z > 0 ? z : 0;
      }
      return;
    default:
      for (long u = units.from; u < units.to; u++) h[u] = sigmoid(gates[u] + bias[u]);
  }
}

CLONES void geul_rnn_backward(geul_units units, int activation, const float *restrict h, const float *restrict dh,
                              float *restrict dgates) {
  switch (activation) {
    case 0:
      for (long u = units.from; u < units.to; u++) dgates[u] = dh[u] * (1 - h[u] * h[u]);
      return;
    case 1:
      for (long u = units.from; u < units.to; u++) dgates[u] = h[u] > 0 ? dh[u] : 0;
      return;
    default:
      for (long u = units.from; u < units.to; u++) dgates[u] = dh[u] * h[u] * (1 - h[u]);
  }
}
