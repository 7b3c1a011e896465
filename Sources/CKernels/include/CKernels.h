#ifndef GEUL_CKERNELS_H
#define GEUL_CKERNELS_H

#include <stdbool.h>
#include <stdint.h>

// The C that a benchmark has proved worth it. Everything here is a leaf: no allocation, no threads, no state but the
// processor's description. Callers divide the work; each function takes the range that is its own.

// --- What this processor can do -------------------------------------------------------------------------------------

// Kinds of kernels, beside portable ones.
enum {
  GEUL_AVX2 = 1,          // AVX2 and FMA
  GEUL_AVX_VNNI = 2,      // sums of products of bytes in one instruction, 256 bits
  GEUL_AVX512 = 4,        // F, BW, VL and DQ
  GEUL_AVX512_VNNI = 8,   // sums of products of bytes in one instruction, 512 bits
  GEUL_AVX512_BF16 = 16,  // sums of products of bf16 in one instruction
  GEUL_AMX_BF16 = 32,     // the same on tiles
  GEUL_AMX_INT8 = 64,     // the same on tiles, of bytes
  GEUL_NEON_DOT = 128,    // aarch64: sums of products of bytes in one instruction
};

// Those that this processor has and the environment variable GEUL_KERNELS allows, which names a family. Asks Linux for
// the tile registers, which are granted to the process.
uint32_t geul_kernels(void);

// The names that GEUL_KERNELS may have, each family holding those before it; null behind the last.
const char *geul_kernel_family(long index);

// 0: portable vectors; 1: AVX2 and FMA; 2: AVX-512.
int geul_vector_level(void);

// Processors that this process may run on (its affinity mask counts), at least 1.
long geul_processor_count(void);

// The numbers of these processors, at most so many; returns how many they are.
long geul_allowed_processors(long most, long *numbers);

// Between two pieces of arithmetic a thread may do other work, which may have set the tiles otherwise: they are
// configured anew by the next product on tiles. geul_enter_arithmetic calls it.
void geul_forget_tiles(void);

// Denormals become zero until geul_leave_arithmetic: a vanished gradient must not cost a hundred times as much.
uint32_t geul_enter_arithmetic(void);
void geul_leave_arithmetic(uint32_t before);
// Bytes of the first-level data cache of a core; 32 KiB where the system does not say.
long geul_first_cache_bytes(void);
// Bytes of the second- or third-level cache; 0 where there is none or the system does not say.
long geul_cache_bytes(int level);
// A hint to the processor that this thread is spinning.
void geul_pause(void);

// --- Matrix products over packed panels -----------------------------------------------------------------------------

// Columns of a panel. A packed right-hand side W (K x N) is a row of panels, each K x 32, zero-padded on the right.
// Activations lie in panels too, or in plain rows: element (i, j) at x[(j / 32) * panel_stride + i * row_stride + j % 32].
#define GEUL_PANEL 32

// Columns of a part of an fp32 panel: the parts stand `part_stride` elements from one to the next, each (K, part columns).
long geul_part_columns_f32(void);
// Packs `columns` (<= 32) columns of W, element (k, n) at source[k * k_stride + n * n_stride], into one fp32 panel.
void geul_pack_panel_f32(const float *source, long k_stride, long n_stride, long k, long columns, float *panel,
                         long part_stride);
// The same into a bf16 panel for AMX: K rounded up to a multiple of 32, pairs of k interleaved.
void geul_pack_panel_bf16(const float *source, long k_stride, long n_stride, long k, long columns, uint16_t *panel);

// C (m x columns) = or += A (m x k) . panel, for one panel.
void geul_multiply_panel_f32(long m, long k, const float *a, long a_row_stride, long a_panel_stride,
                             const float *panel, long part_stride, float *c, long c_stride, long columns,
                             bool accumulate);
// The same with A given transposed, element (i, k) at a[i + k * a_k_stride]; m <= 32.
void geul_multiply_transposed_f32(long m, long k, const float *a, long a_k_stride, const float *panel,
                                  long part_stride, float *c, long c_stride, long columns, bool accumulate);
// The same from a block of A that geul_block_rows_bf16 or geul_block_columns_bf16 made.
void geul_multiply_panel_bf16(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                              long columns, bool accumulate);

// Rows of a tile when m rows are dealt to as few tiles of at most 16 as will hold them.
long geul_tile_rows(long m);
// Rounds a block of A (m x k) to bf16 in tile order. The block needs (m + 15) * round32(k) elements.
void geul_block_rows_bf16(long m, long k, const float *a, long a_row_stride, long a_panel_stride, uint16_t *block);
// One panel of such a block, at column 32 * panel of the k that the block has in all.
void geul_block_panel_bf16(long m, const float *a, long a_row_stride, long panel, long k, uint16_t *block);
// A block for a left-hand side given transposed: element (i, k) at a[i + k * a_k_stride].
void geul_block_columns_bf16(long m, long k, const float *a, long a_k_stride, uint16_t *block);

// Configures the tiles of this thread: 0 ... 3 for C and 4, 5 for the left-hand side have `rows` rows, 6, 7 for the
// panel 16, each row 64 bytes. Only where one of the two kinds of tiles can be used.
void geul_configure_tiles(long rows);

// int8. The most K whose sums fit 32 bits: 2^31 / (255 * 127).
#define GEUL_MOST_K_I8 66310
// Bytes of a panel of depth k.
long geul_panel_bytes_i8(long k);
// Rounds `columns` (<= 32) columns of W to 8 bits, each with a scale of its own: weight = round(w / max|w| * 127).
void geul_pack_panel_i8(const float *source, long k_stride, long n_stride, long k, long columns, uint8_t *panel);
// Bytes from a row of a block of depth k to the next.
long geul_row_bytes_i8(long k);
// The most rows of a block.
#define GEUL_MOST_ROWS_I8 64
// Rounds rows of A to 8 bits, round(a * (127 / max|a|)) + 128, with the scale max|a| / 127 of each row: 0 for zeros and
// for numbers too small to be inverted, NaN where a number is not finite.
void geul_block_rows_i8(long m, long k, const float *a, long a_row_stride, long a_panel_stride, uint8_t *block,
                        float *scales);
// The same in three parts, which several threads can share by panels: the largest number of each row of a panel, as
// bits; from those of all panels, `stride` apart, each row's factor 127 / max|a| (0 for what is not rounded) and scale;
// and a panel's bytes, at its column of the first row.
void geul_panel_maxima_i8(long m, long columns, const float *a, long a_row_stride, uint32_t *most);
void geul_row_scales_i8(long m, long panels, long stride, const uint32_t *most, float *factors, float *scales);
void geul_round_panel_i8(long m, const float *a, long a_row_stride, const float *factors, uint8_t *bytes,
                         long row_bytes);
// C (m x columns) = or += A (m x k) . panel, from rows of bytes and their scales, by the best of `kernels` that there are;
// the bits are the same by all.
void geul_multiply_panel_i8(long m, long k, const uint8_t *block, const float *scales, const uint8_t *panel, float *c,
                            long c_stride, long columns, bool accumulate, uint32_t kernels);

// --- Limits ---------------------------------------------------------------------------------------------------------

// `rounds` of nothing but multiplications and additions on elements of 4 (fp32), 2 (bf16) or 1 byte, in registers; returns
// how many they are, 0 where there are no kernels for such elements. What they yield goes to `sink`, so that it is wanted.
double geul_limit_loop(int bytes, long rounds, float *sink);
// Reads `count` floats from a multiple of 64 bytes on, and adds them up.
float geul_read_all(const float *from, long count);

// --- Cells ----------------------------------------------------------------------------------------------------------
// Each call handles one panel of units of `rows` lanes: every array is (rows, 32), but for biases and sums (32); gates
// stand as PyTorch orders them, `stride` elements from one to the next. To `sums` the gradients of all rows are added, which
// is what the biases' gradients are. Going forward, `exact` asks for the same bits on every processor; else the processor's
// own ways are taken.

// z = gates + bias; i, f, o = sigmoid(z), g = tanh(z); c = f * c_before + i * g; h = o * tanh(c). gates holds i f g o after.
void geul_lstm_forward(bool exact, long rows, float *gates, long gate_stride, const float *bias, long bias_stride,
                       const float *c_before, float *c, float *h);
// From dh (all that reaches h) and dc (what later steps left in c): gates becomes its gradient before the
// nonlinearities, and dc that of the step before.
void geul_lstm_backward(bool exact, long rows, float *gates, long gate_stride, const float *c_before, const float *c,
                        const float *dh, float *dc, float *sums, long sum_stride);

// r = sigmoid(x_r + h_r), z = sigmoid(x_z + h_z), n = tanh(x_n + r * h_n), h = (1 - z) * n + z * h_before, where
// x = gates + input_bias and h = recurrent + recurrent_bias. gates holds r z n after, candidate holds h_n.
void geul_gru_forward(bool exact, long rows, float *gates, long gate_stride, const float *input_bias, const float *recurrent,
                      long recurrent_stride, const float *recurrent_bias, long bias_stride, const float *h_before,
                      float *candidate, float *h);
// From dh: gates becomes the gradient of x, drecurrent that of the recurrent product; the direct part is added to dh_before.
void geul_gru_backward(bool exact, long rows, float *gates, long gate_stride, const float *candidate, const float *h_before,
                       const float *dh, float *drecurrent, long recurrent_stride, float *dh_before, float *sums,
                       float *recurrent_sums, long sum_stride);

// h = f(gates + bias); f: 0 tanh, 1 ReLU, 2 sigmoid.
void geul_rnn_forward(bool exact, long rows, int activation, const float *gates, const float *bias, float *h);
void geul_rnn_backward(bool exact, long rows, int activation, const float *h, const float *dh, float *dgates, float *sums);

// --- Symbols --------------------------------------------------------------------------------------------------------

// y (n x 32): row i is row symbols[i] of the table's panel.
void geul_gather(long n, const uint32_t *symbols, const float *table, float *y);
// y (n x 32): row i is the sum over j of row symbols[j * stride + i] of the j-th of `parts` tables of `height` rows, which
// stand one behind the other in one panel; in order of j.
void geul_gather_sum(long n, long parts, long stride, long height, const uint32_t *symbols, const float *table, float *y);
// Row symbols[i] of the table's panel += row i of x (n x 32), in order of i.
void geul_scatter_add(long n, const uint32_t *symbols, const float *x, float *table);

// --- Rows and vectors -----------------------------------------------------------------------------------------------

void geul_add(long n, const float *x, float *y);                  // y += x
void geul_approach(long n, float part, const float *x, float *y);  // y += part (x - y)
double geul_sum_of_squares(long n, const float *x);               // in double, in one fixed order
bool geul_all_finite(long n, const float *x);                     // no infinity and no NaN
void geul_column_sums(long rows, long stride, long from, long to, const float *x, float *sums);  // sums += over rows
// y = x * mask / (1 - p), where element i is kept when hash(key, first + i) >= p. y may be x.
void geul_dropout(long n, uint64_t key, uint64_t first, float probability, const float *x, float *y);

// The same bits on every processor: no function of the C library, no fused additions.
// Log-softmax of logits + bias in place, in nats.
void geul_log_softmax(long n, const float *bias, float *logits);
// Loss of one row in nats; logits becomes d loss / d logits * scale.
float geul_cross_entropy(long n, const float *bias, float *logits, long target, float scale);

// --- Optimizers -----------------------------------------------------------------------------------------------------
// An element whose update is not finite stays as it was, with its moments; then they return false.

typedef struct {
  float rate, beta1, beta2, epsilon, decay, correction1, correction2, gradient_scale;
} geul_adam;
// Kingma and Ba 2015, algorithm 1; decay is decoupled (Loshchilov and Hutter 2019).
bool geul_adam_step(long n, geul_adam s, const float *gradient, float *first, float *second, float *parameter);
// v = alpha v + (1 - alpha) g^2; p -= rate * g / (sqrt(v) + epsilon).
bool geul_rmsprop_step(long n, float rate, float alpha, float epsilon, float gradient_scale, const float *gradient,
                       float *square, float *parameter);
// m = momentum m + g; p -= rate * m.
bool geul_sgd_step(long n, float rate, float momentum, float gradient_scale, const float *gradient, float *velocity,
                   float *parameter);

// --- Sampling -------------------------------------------------------------------------------------------------------
// Candidates stand in arrays that are padded to whole blocks, with scores of -infinity and weights of 0. Where ids are
// not given, a candidate's place is its id. Sums are taken in double, in an order that depends on the length alone.

#define GEUL_SAMPLING_BLOCK 64

// counts[i] = 1 + floor(scale * e^logs[i]), the same on every processor; returns their sum, or 0 where a logarithm is no
// number, or greater than any of a probability.
uint64_t geul_frequencies(long n, float scale, const float *logs, uint32_t *counts);


// scores = logs, but -infinity where these are NaN or +infinity; pads them. logs may have any length.
void geul_clean_scores(long n, const float *logs, float *scores);
// The greatest of each block, padded to a multiple of 16 with -infinity; returns the greatest of all.
float geul_block_maxima(long n, const float *x, float *maxima);
// weights = e^x, x = (score - most) * scale, but 0 where x < -87. Returns their sum.
double geul_sampling_weights(long n, float most, float scale, const float *scores, float *weights);
// The mean of x under the weights.
double geul_mean_exponent(long n, float most, float scale, const float *scores, const float *weights);
// -|x - mean|, or -infinity where the weight is 0.
void geul_typicalities(long n, float most, float scale, float mean, const float *scores, const float *weights,
                       float *typicalities);

// Where a row is cut that is taken from its highest value down until the masses reach a target: the last value that is
// taken, and the mass of those above it.
typedef struct {
  float value;
  double above;
} geul_cut;
// Each value has its mass, or 1 where masses is null; -infinity if all together do not reach the target. Values that
// fill n up to a multiple of 16 are -infinity, and the work arrays have room for them. O(n) on average.
geul_cut geul_find_cut(long n, const float *values, const float *masses, double target, float *work,
                       float *work_masses);
// Weights whose value is below the cut become 0; of those at the cut, whose mass the weights are, the first stay until
// the target is reached. values may be weights. Returns the sum of what is left.
double geul_apply_cut(long n, geul_cut cut, double target, const float *values, float *weights);

// Scores become -infinity where the weight is 0.
void geul_mask_scores(long n, const float *weights, float *scores);
// Moves what is at least `least` and above -infinity to the front, in order, with its id: ids[i] if numbered, else i.
// Returns how many.
long geul_gather_scores(long n, float least, const float *maxima, bool numbered, float *scores, uint32_t *ids);
// Moves the k highest to the front, in order; ties at the cut by place. Returns how many.
long geul_keep_highest(long n, geul_cut cut, long k, float *scores, uint32_t *ids);
// sums: those of the weights up to the end of each block; returns the last.
double geul_block_sums(long n, const float *weights, double *sums);
// The first place up to which the weights sum to more than `target`, which is below the sum of all, with these sums.
long geul_draw_index(long n, const float *weights, const double *sums, double target);

#endif
