// What a core can do at most: loops of nothing but the arithmetic of one kind, in registers, and of nothing but loads.
#include "CKernels.h"

#include <string.h>

// SUMS sums in flight, more than the instruction's latency has room for.
#define DEFINE_LOOP(NAME, TARGET, VECTOR, SUMS, ZERO, ARGUMENT, STEP)                    \
  TARGET static float NAME(long rounds) {                                                \
    VECTOR sums[SUMS];                                                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < SUMS; i++) sums[i] = ZERO;    \
    VECTOR left = ARGUMENT, right = ARGUMENT;                                            \
    for (long round = 0; round < rounds; round++) {                                      \
      __asm__ volatile("" : "+x"(left), "+x"(right));                                    \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < SUMS; i++) STEP(sums[i]);   \
    }                                                                                    \
    _Pragma("clang loop unroll(full)") for (int i = 1; i < SUMS; i++) sums[0] += sums[i]; \
    float result;                                                                        \
    memcpy(&result, sums, 4);                                                            \
    return result;                                                                       \
  }

// 64 floats at a time, in as many sums as they are vectors.
#define DEFINE_READ(NAME, TARGET, VECTOR, LANES)                                             \
  TARGET static float NAME(const float *from, long count) {                                  \
    VECTOR sums[64 / LANES] = {{0}};                                                         \
    for (long i = 0; i + 64 <= count; i += 64)                                               \
      for (int j = 0; j < 64 / LANES; j++) sums[j] += *(const VECTOR *)(from + i + LANES * j); \
    for (int j = 1; j < 64 / LANES; j++) sums[0] += sums[j];                                 \
    return sums[0][0];                                                                       \
  }

typedef float four __attribute__((vector_size(16)));
DEFINE_READ(narrow_read, , four, 4)
#define MULTIPLY_ADD(SUM) SUM += left * right

#if defined(__x86_64__)
#include <immintrin.h>

typedef float eight __attribute__((vector_size(32)));
typedef float sixteen __attribute__((vector_size(64)));
DEFINE_LOOP(narrow_f32, , four, 8, (four){0}, ((four){0} + 1e-30f), MULTIPLY_ADD)
DEFINE_LOOP(middle_f32, __attribute__((target("avx2,fma"))), eight, 12, (eight){0}, ((eight){0} + 1e-30f), MULTIPLY_ADD)
DEFINE_LOOP(wide_f32, __attribute__((target("avx512f"))), sixteen, 24, (sixteen){0}, ((sixteen){0} + 1e-30f),
            MULTIPLY_ADD)

#define BRAIN_DOT(SUM) SUM = (sixteen)_mm512_dpbf16_ps((__m512)(SUM), (__m512bh)left, (__m512bh)right)
DEFINE_LOOP(dots_bf16, __attribute__((target("avx512f,avx512bf16"))), sixteen, 24, (sixteen){0}, (sixteen){0}, BRAIN_DOT)
#define WIDE_DOT(SUM) SUM = (sixteen)_mm512_dpbusd_epi32((__m512i)(SUM), (__m512i)left, (__m512i)right)
DEFINE_LOOP(wide_i8, __attribute__((target("avx512f,avx512vnni"))), sixteen, 24, (sixteen){0}, (sixteen){0}, WIDE_DOT)
#define VNNI_DOT(SUM) SUM = (eight)_mm256_dpbusd_avx_epi32((__m256i)(SUM), (__m256i)left, (__m256i)right)
DEFINE_LOOP(vnni_i8, __attribute__((target("avx2,avxvnni"))), eight, 12, (eight){0}, (eight){0}, VNNI_DOT)
#define MIDDLE_DOT(SUM)                                                                                              \
  SUM = (eight)_mm256_add_epi32((__m256i)(SUM), _mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)left, (__m256i)right), \
                                                                  (__m256i)right))
DEFINE_LOOP(middle_i8, __attribute__((target("avx2,fma"))), eight, 12, (eight){0}, (eight){0}, MIDDLE_DOT)

__attribute__((target("amx-tile,amx-bf16"))) static void tiles_bf16(long rounds) {
  geul_configure_tiles(16);
  for (long round = 0; round < rounds; round++) {
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
}

__attribute__((target("amx-tile,amx-int8"))) static void tiles_i8(long rounds) {
  geul_configure_tiles(16);
  for (long round = 0; round < rounds; round++) {
    _tile_dpbusd(0, 4, 6);
    _tile_dpbusd(1, 4, 7);
    _tile_dpbusd(2, 5, 6);
    _tile_dpbusd(3, 5, 7);
  }
}

double geul_limit_loop(int bytes, long rounds, float *sink) {
  uint32_t kernels = geul_kernels();
  // Multiplications and additions of an instruction: 2 for each of its elements.
  switch (bytes) {
    case 4:
      if (kernels & GEUL_AVX512) return *sink += wide_f32(rounds), 24 * 32.0 * rounds;
      if (kernels & GEUL_AVX2) return *sink += middle_f32(rounds), 12 * 16.0 * rounds;
      return *sink += narrow_f32(rounds), 8 * 8.0 * rounds;
    case 2:
      if (kernels & GEUL_AMX_BF16) return tiles_bf16(rounds), 4 * 16 * 16 * 64.0 * rounds;
      if (kernels & GEUL_AVX512_BF16) return *sink += dots_bf16(rounds), 24 * 64.0 * rounds;
      return 0;
    default:
      if (kernels & GEUL_AMX_INT8) return tiles_i8(rounds), 4 * 16 * 16 * 128.0 * rounds;
      if (kernels & GEUL_AVX512_VNNI) return *sink += wide_i8(rounds), 24 * 128.0 * rounds;
      if (kernels & GEUL_AVX_VNNI) return *sink += vnni_i8(rounds), 12 * 64.0 * rounds;
      if (kernels & GEUL_AVX2) return *sink += middle_i8(rounds), 12 * 64.0 * rounds;
      return 0;
  }
}

DEFINE_READ(wide_read, __attribute__((target("avx512f"))), sixteen, 16)
DEFINE_READ(middle_read, __attribute__((target("avx2"))), eight, 8)
#else
// Registers of vectors are named otherwise here; the loop is kept by what it returns.
static float narrow_f32(long rounds) {
  four sums[16], left = (four){0} + 1e-30f, right = left;
  for (int i = 0; i < 16; i++) sums[i] = (four){0};
  for (long round = 0; round < rounds; round++) {
    __asm__ volatile("" : "+w"(left), "+w"(right));
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) MULTIPLY_ADD(sums[i]);
  }
  for (int i = 1; i < 16; i++) sums[0] += sums[i];
  return sums[0][0];
}

double geul_limit_loop(int bytes, long rounds, float *sink) {
  return bytes == 4 ? (*sink += narrow_f32(rounds), 16 * 8.0 * rounds) : 0;
}
#endif

float geul_read_all(const float *from, long count) {
#if defined(__x86_64__)
  if (geul_vector_level() == 2) return wide_read(from, count);
  if (geul_vector_level() == 1) return middle_read(from, count);
#endif
  return narrow_read(from, count);
}
