// The cells' functions backward, included after cells_forward.h with the same names.

TARGET static void NAME(lstm_backward)(long rows, float *gates, long gate_stride, const float *c_before, const float *c,
                                       const float *dh, float *dc, float *sums, long sum_stride) {
  for (long side = 0; side < GEUL_PANEL; side += 16) {
    float *sum = sums + side;
    lanes sum_i = LOAD(sum), sum_f = LOAD(sum + sum_stride), sum_g = LOAD(sum + 2 * sum_stride),
          sum_o = LOAD(sum + 3 * sum_stride);
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) {
      float *gate = gates + at;
      lanes i = LOAD(gate), f = LOAD(gate + gate_stride), g = LOAD(gate + 2 * gate_stride),
            o = LOAD(gate + 3 * gate_stride);
      lanes tanh_c = TANH(LOAD(c + at)), d_h = LOAD(dh + at);
      lanes d_cell = LOAD(dc + at) + d_h * o * (1 - tanh_c * tanh_c);
      lanes d_o = d_h * tanh_c * o * (1 - o);
      lanes d_g = d_cell * i * (1 - g * g);
      lanes d_f = d_cell * LOAD(c_before + at) * f * (1 - f);
      lanes d_i = d_cell * g * i * (1 - i);
      STORE(gate + 3 * gate_stride, d_o);
      STORE(gate + 2 * gate_stride, d_g);
      STORE(gate + gate_stride, d_f);
      STORE(gate, d_i);
      STORE(dc + at, d_cell * f);
      sum_o += d_o, sum_g += d_g, sum_f += d_f, sum_i += d_i;
    }
    STORE(sum + 3 * sum_stride, sum_o);
    STORE(sum + 2 * sum_stride, sum_g);
    STORE(sum + sum_stride, sum_f);
    STORE(sum, sum_i);
  }
}

TARGET static void NAME(gru_backward)(long rows, float *gates, long gate_stride, const float *candidate,
                                      const float *h_before, const float *dh, float *drecurrent, long recurrent_stride,
                                      float *dh_before, float *sums, float *recurrent_sums, long sum_stride) {
  for (long side = 0; side < GEUL_PANEL; side += 16) {
    float *sum = sums + side, *recurrent_sum = recurrent_sums + side;
    lanes sum_r = LOAD(sum), sum_z = LOAD(sum + sum_stride), sum_n = LOAD(sum + 2 * sum_stride),
          sum_h = LOAD(recurrent_sum + 2 * sum_stride);
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) {
      float *gate = gates + at, *to_h = drecurrent + at;
      lanes r = LOAD(gate), z = LOAD(gate + gate_stride), n = LOAD(gate + 2 * gate_stride), d_h = LOAD(dh + at);
      lanes dn = d_h * (1 - z) * (1 - n * n);
      lanes dz = d_h * (LOAD(h_before + at) - n) * z * (1 - z);
      lanes dr = dn * LOAD(candidate + at) * r * (1 - r);
      STORE(gate + 2 * gate_stride, dn);
      STORE(gate + gate_stride, dz);
      STORE(gate, dr);
      STORE(to_h + 2 * recurrent_stride, dn * r);
      STORE(to_h + recurrent_stride, dz);
      STORE(to_h, dr);
      STORE(dh_before + at, LOAD(dh_before + at) + d_h * z);
      sum_r += dr, sum_z += dz, sum_n += dn, sum_h += dn * r;
    }
    STORE(sum, sum_r);
    STORE(sum + sum_stride, sum_z);
    STORE(sum + 2 * sum_stride, sum_n);
    STORE(recurrent_sum, sum_r);
    STORE(recurrent_sum + sum_stride, sum_z);
    STORE(recurrent_sum + 2 * sum_stride, sum_h);
  }
}

TARGET static void NAME(rnn_backward)(long rows, int activation, const float *h, const float *dh, float *dgates,
                                      float *sums) {
  for (long side = 0; side < GEUL_PANEL; side += 16) {
    lanes sum = LOAD(sums + side);
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) {
      lanes y = LOAD(h + at), d_h = LOAD(dh + at);
      lanes d = activation == 0 ? d_h * (1 - y * y) : activation == 1 ? WHERE_POSITIVE(y, d_h) : d_h * y * (1 - y);
      STORE(dgates + at, d);
      sum += d;
    }
    STORE(sums + side, sum);
  }
}
