// The cells' functions forward on vectors of sixteen units, included once for each version with
//   NAME(x)                       the function's name in this version
//   TARGET                        its target attribute
//   SIGMOID(x), TANH(x)           the elementary functions of a `lanes`
// Two vectors make a panel's row.

TARGET static void NAME(lstm_forward)(long rows, float *gates, long gate_stride, const float *bias, long bias_stride,
                                      const float *c_before, float *c, float *h) {
  for (long side = 0; side < GEUL_PANEL; side += 16) {
    lanes bias_i = LOAD(bias + side), bias_f = LOAD(bias + bias_stride + side),
          bias_g = LOAD(bias + 2 * bias_stride + side), bias_o = LOAD(bias + 3 * bias_stride + side);
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) {
      float *gate = gates + at;
      lanes i = SIGMOID(LOAD(gate) + bias_i);
      lanes f = SIGMOID(LOAD(gate + gate_stride) + bias_f);
      lanes g = TANH(LOAD(gate + 2 * gate_stride) + bias_g);
      lanes o = SIGMOID(LOAD(gate + 3 * gate_stride) + bias_o);
      STORE(gate, i);
      STORE(gate + gate_stride, f);
      STORE(gate + 2 * gate_stride, g);
      STORE(gate + 3 * gate_stride, o);
      STORE(c + at, f * LOAD(c_before + at) + i * g);
    }
    // A loop of its own: behind the gates' sums each would wait for its own cell, here those of several rows overlap.
    const float *gate_o = gates + 3 * gate_stride;
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) STORE(h + at, LOAD(gate_o + at) * TANH(LOAD(c + at)));
  }
}

TARGET static void NAME(gru_forward)(long rows, float *gates, long gate_stride, const float *input_bias,
                                     const float *recurrent, long recurrent_stride, const float *recurrent_bias,
                                     long bias_stride, const float *h_before, float *candidate, float *h) {
  for (long side = 0; side < GEUL_PANEL; side += 16) {
    const float *x = input_bias + side, *u = recurrent_bias + side;
    lanes bias_r = LOAD(x) + LOAD(u), bias_z = LOAD(x + bias_stride) + LOAD(u + bias_stride);
    lanes bias_x = LOAD(x + 2 * bias_stride), bias_h = LOAD(u + 2 * bias_stride);
    for (long at = side; at < rows * GEUL_PANEL; at += GEUL_PANEL) {
      float *gate = gates + at;
      const float *from_h = recurrent + at;
      lanes r = SIGMOID(LOAD(gate) + LOAD(from_h) + bias_r);
      lanes z = SIGMOID(LOAD(gate + gate_stride) + LOAD(from_h + recurrent_stride) + bias_z);
      lanes h_n = LOAD(from_h + 2 * recurrent_stride) + bias_h;
      lanes n = TANH(LOAD(gate + 2 * gate_stride) + bias_x + r * h_n);
      STORE(gate, r);
      STORE(gate + gate_stride, z);
      STORE(gate + 2 * gate_stride, n);
      STORE(candidate + at, h_n);
      STORE(h + at, (1 - z) * n + z * LOAD(h_before + at));
    }
  }
}

TARGET static void NAME(rnn_forward)(long rows, int activation, const float *gates, const float *bias, float *h) {
  for (long at = 0; at < rows * GEUL_PANEL; at += 16) {
    lanes z = LOAD(gates + at) + LOAD(bias + at % GEUL_PANEL);
    STORE(h + at, activation == 0 ? TANH(z) : activation == 1 ? POSITIVE(z) : SIGMOID(z));
  }
}
