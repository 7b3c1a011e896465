// Choosing from a distribution: weights, and selection without sorting it.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

// As in rows.c: every processor finds the same bits, and draws the same symbols.
#pragma clang fp contract(off)

typedef double double_lanes __attribute__((vector_size(128)));

#define LOAD(AT) (*(const lanes *)(AT))
#define STORE(AT, VALUE) (*(lanes *)(AT) = (VALUE))
// Comparisons yield all bits set.
#define WHERE(MASK, VALUE) ((lanes)((MASK) & (whole_lanes)(VALUE)))
#define EITHER(MASK, VALUE, OTHER) ((lanes)(((MASK) & (whole_lanes)(VALUE)) | (~(MASK) & (whole_lanes)(OTHER))))
#define DOUBLES(X) __builtin_convertvector(X, double_lanes)
#define ALL(X) ((lanes){0} + (X))

// By halves, which is faster than one after the other.
INLINE double sum_of_lanes(const double_lanes *sums) {
  double part[16];
  memcpy(part, sums, sizeof part);
  for (int width = 8; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++) part[lane] += part[lane + width];
  return part[0];
}

// What follows `count` scores, up to a whole block, is no candidate.
INLINE void pad_scores(long count, float *scores) {
  for (long i = count; i % GEUL_SAMPLING_BLOCK != 0; i++) scores[i] = -INFINITY;
}

INLINE void clean_scores_body(long n, const float *restrict logs, float *restrict scores) {
  for (long i = 0; i < n; i++) scores[i] = logs[i] < INFINITY ? logs[i] : -INFINITY;
  pad_scores(n, scores);
}
VERSIONS(void, clean_scores, (long n, const float *logs, float *scores), (n, logs, scores))

INLINE float block_maxima_body(long n, const float *x, float *maxima) {
  float most = -INFINITY;
  for (long i = 0; i < n; i += GEUL_SAMPLING_BLOCK) {
    lanes a = LOAD(x + i), b = LOAD(x + i + 16), c = LOAD(x + i + 32), d = LOAD(x + i + 48);
    a = EITHER(a > b, a, b);
    c = EITHER(c > d, c, d);
    a = EITHER(a > c, a, c);
    float block = a[0];
    for (int lane = 1; lane < 16; lane++) block = a[lane] > block ? a[lane] : block;
    maxima[i / GEUL_SAMPLING_BLOCK] = block;
    most = block > most ? block : most;
  }
  for (long i = n / GEUL_SAMPLING_BLOCK; i % 16 != 0; i++) maxima[i] = -INFINITY;
  return most;
}
VERSIONS(float, block_maxima, (long n, const float *x, float *maxima), (n, x, maxima))

INLINE double sampling_weights_body(long n, float most, float scale, const float *restrict scores, float *restrict weights) {
  double_lanes total = {0};
  for (long start = 0; start < n; start += GEUL_SAMPLING_BLOCK) {
    for (long i = start; i < start + GEUL_SAMPLING_BLOCK; i++) {
      float x = (scores[i] - most) * scale;
      float weight = exponential(x);
      weights[i] = x < -87.0f ? 0.0f : weight;
    }
    for (long i = start; i < start + GEUL_SAMPLING_BLOCK; i += 16) total += DOUBLES(LOAD(weights + i));
  }
  return sum_of_lanes(&total);
}
VERSIONS(double, sampling_weights, (long n, float most, float scale, const float *scores, float *weights), (n, most, scale, scores, weights))

INLINE double mean_exponent_body(long n, float most, float scale, const float *scores, const float *weights) {
  double_lanes total = {0}, mean = {0};
  for (long i = 0; i < n; i += 16) {
    lanes weight = LOAD(weights + i);
    // Where the weight is 0 the exponent may be infinite.
    lanes x = WHERE(weight > 0, (LOAD(scores + i) - most) * scale);
    total += DOUBLES(weight);
    mean += DOUBLES(weight) * DOUBLES(x);
  }
  return sum_of_lanes(&mean) / sum_of_lanes(&total);
}
VERSIONS(double, mean_exponent, (long n, float most, float scale, const float *scores, const float *weights), (n, most, scale, scores, weights))

INLINE void typicalities_body(long n, float most, float scale, float mean, const float *scores, const float *weights, float *typicalities) {
  for (long i = 0; i < n; i += 16) {
    lanes weight = LOAD(weights + i);
    lanes difference = (LOAD(scores + i) - most) * scale - mean;
    lanes closeness = EITHER(difference > 0, -difference, difference);
    STORE(typicalities + i, EITHER(weight > 0, closeness, ALL(-INFINITY)));
  }
}
VERSIONS(void, typicalities, (long n, float most, float scale, float mean, const float *scores, const float *weights, float *typicalities), (n, most, scale, mean, scores, weights, typicalities))

// The mass of the values above `pivot`; at `same`, of those equal to it. n is a multiple of 16.
INLINE double mass_above(long n, float pivot, const float *values, const float *masses, double *same) {
  double_lanes above = {0}, equal = {0};
  lanes ones = ALL(1.0f);
  for (long i = 0; i < n; i += 16) {
    lanes value = LOAD(values + i), mass = masses ? LOAD(masses + i) : ones;
    above += DOUBLES(WHERE(value > pivot, mass));
    equal += DOUBLES(WHERE(value == pivot, mass));
  }
  *same = sum_of_lanes(&equal);
  return sum_of_lanes(&above);
}

// Copies what lies above `pivot`, or below it, and returns how many there are; the copies may stand where the originals
// do. No branch depends on the values: half of them would be guessed wrong.
typedef long keep_side(long n, float pivot, bool above, const float *values, const float *masses, float *kept, float *kept_masses);

static long keep_side_narrow(long n, float pivot, bool above, const float *values, const float *masses, float *kept, float *kept_masses) {
  long count = 0;
  float sign = above ? 1.0f : -1.0f;
  for (long i = 0; i < n; i++) {
    float value = values[i];
    if (masses) kept_masses[count] = masses[i];
    kept[count] = value;
    count += value * sign > pivot * sign;
  }
  return count;
}

INLINE float median(float a, float b, float c) {
  float low = a < b ? a : b, high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}

// The median of three medians of three.
INLINE float likely_median(long n, const float *values) {
  long step = n / 9;
  const float *v = values + step / 2;
  return median(median(v[0], v[step], v[2 * step]), median(v[3 * step], v[4 * step], v[5 * step]),
                median(v[6 * step], v[7 * step], v[8 * step]));
}

// The cut of at most FEW_VALUES values, by sorting them.
#define FEW_VALUES 24
INLINE geul_cut cut_of_few(long n, const float *values, const float *masses, double target, double above) {
  float sorted[FEW_VALUES], mass_of[FEW_VALUES];
  for (long i = 0; i < n; i++) {
    float value = values[i], mass = masses ? masses[i] : 1.0f;
    long place = i;
    for (; place > 0 && sorted[place - 1] < value; place--) {
      sorted[place] = sorted[place - 1];
      mass_of[place] = mass_of[place - 1];
    }
    sorted[place] = value;
    mass_of[place] = mass;
  }
  for (long i = 0; i < n;) {
    double equal = 0;
    float value = sorted[i];
    for (; i < n && sorted[i] == value; i++) equal += mass_of[i];
    if (above + equal >= target) return (geul_cut){value, above};
    above += equal;
  }
  return (geul_cut){-INFINITY, above};
}

// Selection by halving (Hoare's FIND, 1961), of masses instead of ranks.
INLINE geul_cut find_cut_body(long n, const float *values, const float *masses, double target, float *work, float *work_masses, keep_side *keep) {
  double above = 0;
  while (n > FEW_VALUES) {
    float pivot = likely_median(n, values);
    double equal, greater = mass_above((n + 15) / 16 * 16, pivot, values, masses, &equal);
    bool is_above = above + greater >= target;
    if (!is_above) {
      above += greater;
      if (above + equal >= target) return (geul_cut){pivot, above};
      above += equal;
    }
    n = keep(n, pivot, is_above, values, masses, work, work_masses);
    for (long i = n; i % 16 != 0; i++) {
      if (masses) work_masses[i] = 0;
      work[i] = -INFINITY;
    }
    values = work;
    masses = masses ? work_masses : masses;
  }
  return cut_of_few(n, values, masses, target, above);
}

#define CUT_PARAMETERS (long n, const float *values, const float *masses, double target, float *work, float *work_masses)
#define CUT_ARGUMENTS(KEEP) (n, values, masses, target, work, work_masses, KEEP)
#if defined(__x86_64__)
#include <immintrin.h>

// One instruction moves what is wanted of sixteen values together.
WIDE static long keep_side_wide(long n, float pivot, bool above, const float *values, const float *masses, float *kept, float *kept_masses) {
  long count = 0;
  __m512 pivots = _mm512_set1_ps(pivot);
  for (long i = 0; i < n; i += 16) {
    __mmask16 there = (__mmask16)(n - i < 16 ? (1 << (n - i)) - 1 : 0xFFFF);
    __m512 value = _mm512_loadu_ps(values + i);
    __mmask16 wanted = above ? _mm512_mask_cmp_ps_mask(there, value, pivots, _CMP_GT_OQ)
                             : _mm512_mask_cmp_ps_mask(there, value, pivots, _CMP_LT_OQ);
    if (masses) _mm512_storeu_ps(kept_masses + count, _mm512_maskz_compress_ps(wanted, _mm512_loadu_ps(masses + i)));
    _mm512_storeu_ps(kept + count, _mm512_maskz_compress_ps(wanted, value));
    count += __builtin_popcount(wanted);
  }
  return count;
}

WIDE static geul_cut find_cut_wide CUT_PARAMETERS { return find_cut_body CUT_ARGUMENTS(keep_side_wide); }
MIDDLE static geul_cut find_cut_middle CUT_PARAMETERS { return find_cut_body CUT_ARGUMENTS(keep_side_narrow); }
#endif
static geul_cut find_cut_narrow CUT_PARAMETERS { return find_cut_body CUT_ARGUMENTS(keep_side_narrow); }
DISPATCH(geul_cut, find_cut, CUT_PARAMETERS, (n, values, masses, target, work, work_masses))

INLINE double apply_cut_body(long n, geul_cut cut, double target, const float *values, float *weights) {
  double_lanes total = {0};
  whole_lanes ties = {0};
  for (long i = 0; i < n; i += 16) {
    lanes value = LOAD(values + i);
    lanes weight = WHERE(value >= cut.value, LOAD(weights + i));
    ties -= (value == cut.value) & (weight > 0);
    STORE(weights + i, weight);
    total += DOUBLES(weight);
  }
  double left = sum_of_lanes(&total);
  int tied = 0;
  for (int lane = 0; lane < 16; lane++) tied += ties[lane];
  if (tied < 2) return left;
  double sum = cut.above;
  for (long i = 0; i < n; i++) {
    if (values[i] != cut.value) continue;
    if (sum < target) {
      sum += weights[i];
    } else {
      left -= weights[i];
      weights[i] = 0;
    }
  }
  return left;
}
VERSIONS(double, apply_cut, (long n, geul_cut cut, double target, const float *values, float *weights), (n, cut, target, values, weights))

INLINE void mask_scores_body(long n, const float *weights, float *scores) {
  for (long i = 0; i < n; i += 16) STORE(scores + i, EITHER(LOAD(weights + i) > 0, LOAD(scores + i), ALL(-INFINITY)));
}
VERSIONS(void, mask_scores, (long n, const float *weights, float *scores), (n, weights, scores))

long geul_gather_scores(long n, float least, const float *maxima, bool numbered, float *scores, uint32_t *ids) {
  long count = 0;
  for (long start = 0; start < n; start += GEUL_SAMPLING_BLOCK) {
    if (!(maxima[start / GEUL_SAMPLING_BLOCK] >= least)) continue;
    for (long i = start; i < start + GEUL_SAMPLING_BLOCK; i++) {
      float score = scores[i];
      uint32_t id = numbered ? ids[i] : (uint32_t)i;
      scores[count] = score;
      ids[count] = id;
      count += (score >= least) & (score > -INFINITY);
    }
  }
  pad_scores(count, scores);
  return count;
}

long geul_keep_highest(long n, geul_cut cut, long k, float *scores, uint32_t *ids) {
  long count = 0, room = k - (long)cut.above;
  for (long i = 0; i < n; i++) {
    float score = scores[i];
    bool tied = score == cut.value;
    scores[count] = score;
    ids[count] = ids[i];
    count += (score > cut.value) | (tied & (room > 0));
    room -= tied;
  }
  pad_scores(count, scores);
  return count;
}

INLINE double block_sums_body(long n, const float *weights, double *sums) {
  double sum = 0;
  for (long start = 0; start < n; start += GEUL_SAMPLING_BLOCK) {
    double_lanes block = {0};
    for (long i = start; i < start + GEUL_SAMPLING_BLOCK; i += 16) block += DOUBLES(LOAD(weights + i));
    sum += sum_of_lanes(&block);
    sums[start / GEUL_SAMPLING_BLOCK] = sum;
  }
  return sum;
}
VERSIONS(double, block_sums, (long n, const float *weights, double *sums), (n, weights, sums))

long geul_draw_index(long n, const float *weights, const double *sums, double target) {
  long low = 0, high = n / GEUL_SAMPLING_BLOCK - 1;
  while (low < high) {
    long middle = (low + high) / 2;
    if (sums[middle] > target) high = middle; else low = middle + 1;
  }
  double sum = low > 0 ? sums[low - 1] : 0;
  // The last of the block where rounding left the target behind it.
  long found = -1;
  for (long i = low * GEUL_SAMPLING_BLOCK; i < (low + 1) * GEUL_SAMPLING_BLOCK && sum <= target; i++) {
    sum += weights[i];
    if (weights[i] > 0) found = i;
  }
  return found;
}
