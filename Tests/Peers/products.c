// Matrix products on the shapes of training and generation: Geul's kernels, oneDNN 2.x and OpenBLAS, two threads each.
// C (M x N) = A (M x K) . W (K x N). Weights are packed before the clock starts wherever a library can do that.
#include <cblas.h>
#include <dnnl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CKernels.h"

void openblas_set_num_threads(int);

enum { ROUNDS = 9 };

typedef struct {
  long m, k, n;
  float *a, *w, *c;
} product;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int by_size(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

static void *aligned(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!memory) abort();
  memset(memory, 0, (bytes + 63) / 64 * 64);
  return memory;
}

// GFLOP/s of `work` done `count` times, the median of the rounds.
static double speed(product p, void (*work)(product, void *, long), void *with) {
  long count = 1 + (long)(4e9 / (2.0 * p.m * p.k * p.n));
  double rates[ROUNDS];
  work(p, with, count / 4 + 1);
  for (int round = 0; round < ROUNDS; round++) {
    double begun = now();
    work(p, with, count);
    rates[round] = 2e-9 * p.m * p.k * p.n * count / (now() - begun);
  }
  qsort(rates, ROUNDS, sizeof(double), by_size);
  return rates[ROUNDS / 2];
}

// --- Geul -----------------------------------------------------------------------------------------------------------

typedef struct {
  product p;
  char *panels;
  long panel_bytes, first, last, count;
  int kind;  // 0 fp32, 1 bf16, 2 int8
} half;

// As PackedMatrix: A and C in panels of 32 columns, 64 rows at a time, fp32 in blocks of 512 of K.
enum { BLOCK_ROWS = 64 };

// Steps of k of an fp32 product at a time, as `PackedMatrix` takes them.
static long block_depth(void) {
  long depth = geul_first_cache_bytes() / 16 / geul_part_columns_f32() / GEUL_PANEL * GEUL_PANEL;
  return depth > 128 ? depth : 128;
}

static void geul_once(half *h, uint16_t *block) {
  product p = h->p;
  for (long row = 0; row < p.m; row += BLOCK_ROWS) {
    long rows = p.m - row < BLOCK_ROWS ? p.m - row : BLOCK_ROWS, next = p.m * GEUL_PANEL;
    const float *a = p.a + row * GEUL_PANEL;
    if (h->kind == 1) geul_block_rows_bf16(rows, p.k, a, GEUL_PANEL, next, block);
    for (long panel = h->first; panel < h->last; panel++) {
      char *at = h->panels + panel * h->panel_bytes;
      float *c = p.c + panel * next + row * GEUL_PANEL;
      if (h->kind == 1) {
        geul_multiply_panel_bf16(rows, p.k, block, (uint16_t *)at, c, GEUL_PANEL, GEUL_PANEL, false);
        continue;
      }
      long most = block_depth();
      for (long k = 0; k < p.k; k += most) {
        long depth = p.k - k < most ? p.k - k : most;
        geul_multiply_panel_f32(rows, depth, a + k / GEUL_PANEL * next, GEUL_PANEL, next, (float *)at + k * geul_part_columns_f32(),
                                p.k * geul_part_columns_f32(), c, GEUL_PANEL, GEUL_PANEL, k > 0);
      }
    }
  }
}

static void *geul_half(void *argument) {
  half *h = argument;
  uint16_t *block = aligned((BLOCK_ROWS + 15) * (h->p.k + 31) * 2);
  uint32_t before = geul_enter_arithmetic();
  for (long i = 0; i < h->count; i++) {
    if (h->kind < 2) {
      geul_once(h, block);
      continue;
    }
    long next = h->p.m * GEUL_PANEL;
    for (long row = 0; row < h->p.m; row += BLOCK_ROWS) {
      long rows = h->p.m - row < BLOCK_ROWS ? h->p.m - row : BLOCK_ROWS;
      float scales[BLOCK_ROWS];
      geul_block_rows_i8(rows, h->p.k, h->p.a + row * GEUL_PANEL, GEUL_PANEL, next, (uint8_t *)block, scales);
      for (long panel = h->first; panel < h->last; panel++)
        geul_multiply_panel_i8(rows, h->p.k, (uint8_t *)block, scales, (uint8_t *)h->panels + panel * h->panel_bytes,
                               h->p.c + panel * next + row * GEUL_PANEL, GEUL_PANEL, GEUL_PANEL, false, ~0u);
    }
  }
  geul_leave_arithmetic(before);
  free(block);
  return NULL;
}

static void geul_work(product p, void *with, long count) {
  (void)p;
  half *halves = with;
  pthread_t other;
  halves[0].count = halves[1].count = count;
  pthread_create(&other, NULL, geul_half, &halves[1]);
  geul_half(&halves[0]);
  pthread_join(other, NULL);
}

static double geul(product p, int kind) {
  long panels = p.n / GEUL_PANEL;
  long bytes = kind == 2   ? geul_panel_bytes_i8(p.k)
               : kind == 1 ? (p.k + 31) / 32 * 32 * GEUL_PANEL * 2
                           : p.k * GEUL_PANEL * 4;
  char *memory = aligned(bytes * panels);
  for (long i = 0; i < panels; i++) {
    const float *w = p.w + i * GEUL_PANEL;
    if (kind == 2)
      geul_pack_panel_i8(w, p.n, 1, p.k, GEUL_PANEL, (uint8_t *)memory + i * bytes);
    else if (kind == 1)
      geul_pack_panel_bf16(w, p.n, 1, p.k, GEUL_PANEL, (uint16_t *)(memory + i * bytes));
    else
      geul_pack_panel_f32(w, p.n, 1, p.k, GEUL_PANEL, (float *)(memory + i * bytes),
                          p.k * geul_part_columns_f32());
  }
  half halves[2] = {{p, memory, bytes, 0, panels / 2, 0, kind}, {p, memory, bytes, panels / 2, panels, 0, kind}};
  double result = speed(p, geul_work, halves);
  free(memory);
  return result;
}

// --- The libraries --------------------------------------------------------------------------------------------------

static void openblas_work(product p, void *with, long count) {
  (void)with;
  for (long i = 0; i < count; i++)
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p.m, p.n, p.k, 1, p.a, p.k, p.w, p.n, 0, p.c, p.n);
}

#define CHECK(call)                                                   \
  do {                                                                \
    if ((call) != dnnl_success) {                                     \
      fprintf(stderr, "products: oneDNN refused %s\n", #call);        \
      exit(70);                                                       \
    }                                                                 \
  } while (0)

typedef struct {
  dnnl_primitive_t primitive;
  dnnl_stream_t stream;
  dnnl_exec_arg_t arguments[3];
} library_product;

static void onednn_work(product p, void *with, long count) {
  (void)p;
  library_product *l = with;
  for (long i = 0; i < count; i++) CHECK(dnnl_primitive_execute(l->primitive, l->stream, 3, l->arguments));
  CHECK(dnnl_stream_wait(l->stream));
}

// A product of prepacked weights, in the layout that the library likes best.
static double onednn(product p, dnnl_data_type_t type) {
  dnnl_engine_t engine;
  library_product l;
  CHECK(dnnl_engine_create(&engine, dnnl_cpu, 0));
  CHECK(dnnl_stream_create(&l.stream, engine, dnnl_stream_default_flags));
  dnnl_dims_t a = {p.m, p.k}, w = {p.k, p.n}, c = {p.m, p.n};
  dnnl_memory_desc_t ad, wd, cd;
  CHECK(dnnl_memory_desc_init_by_tag(&ad, 2, a, type, dnnl_ab));
  CHECK(dnnl_memory_desc_init_by_tag(&wd, 2, w, type, dnnl_format_tag_any));
  CHECK(dnnl_memory_desc_init_by_tag(&cd, 2, c, dnnl_f32, dnnl_ab));
  dnnl_matmul_desc_t matmul;
  CHECK(dnnl_matmul_desc_init(&matmul, &ad, &wd, NULL, &cd));
  dnnl_primitive_desc_t description;
  CHECK(dnnl_primitive_desc_create(&description, &matmul, NULL, engine, NULL));
  CHECK(dnnl_primitive_create(&l.primitive, description));
  const dnnl_memory_desc_t *packed = dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
  dnnl_memory_t am, wm, cm;
  CHECK(dnnl_memory_create(&am, &ad, engine, DNNL_MEMORY_ALLOCATE));
  CHECK(dnnl_memory_create(&wm, packed, engine, DNNL_MEMORY_ALLOCATE));
  CHECK(dnnl_memory_create(&cm, &cd, engine, DNNL_MEMORY_ALLOCATE));
  l.arguments[0] = (dnnl_exec_arg_t){DNNL_ARG_SRC, am};
  l.arguments[1] = (dnnl_exec_arg_t){DNNL_ARG_WEIGHTS, wm};
  l.arguments[2] = (dnnl_exec_arg_t){DNNL_ARG_DST, cm};
  for (int i = 0; i < 2; i++) {
    void *bytes;
    dnnl_memory_t memory = i ? wm : am;
    CHECK(dnnl_memory_get_data_handle(memory, &bytes));
    memset(bytes, 0, dnnl_memory_desc_get_size(i ? packed : &ad));
  }
  double result = speed(p, onednn_work, &l);
  dnnl_memory_destroy(am), dnnl_memory_destroy(wm), dnnl_memory_destroy(cm);
  dnnl_primitive_destroy(l.primitive), dnnl_primitive_desc_destroy(description);
  dnnl_stream_destroy(l.stream), dnnl_engine_destroy(engine);
  return result;
}

int main(void) {
  static const long shapes[][3] = {
      {16, 128, 512},    {50, 128, 512},     {128, 128, 512},  {16, 512, 2048},  {50, 512, 2048},  {64, 512, 2048},
      {128, 512, 2048},  {50, 2048, 512},    {64, 1024, 4096}, {128, 1024, 4096}, {2500, 512, 2048}, {2048, 2500, 512},
      {1, 512, 2048},    {1, 1024, 4096},
  };
  openblas_set_num_threads(2);
  bool tiles = geul_kernels() & GEUL_AMX_BF16;
  printf("| M × K × N | Geul fp32 | oneDNN fp32 | OpenBLAS fp32 | Geul bf16 | oneDNN bf16 | Geul int8 |\n");
  printf("|---|---|---|---|---|---|---|\n");
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    product p = {shapes[i][0], shapes[i][1], shapes[i][2], 0, 0, 0};
    // K and N are multiples of 32, so panels hold as many elements as rows.
    p.a = aligned(p.m * p.k * 4), p.w = aligned(p.k * p.n * 4), p.c = aligned(p.m * p.n * 4);
    for (long j = 0; j < p.m * p.k; j++) p.a[j] = (float)(j * 37 % 199) / 100 - 1;
    for (long j = 0; j < p.k * p.n; j++) p.w[j] = (float)(j * 53 % 197) / 100 - 1;
    printf("| %ld × %ld × %ld | %.0f | %.0f | %.0f |", p.m, p.k, p.n, geul(p, 0), onednn(p, dnnl_f32),
           speed(p, openblas_work, NULL));
    if (tiles)
      printf(" %.0f | %.0f |", geul(p, 1), onednn(p, dnnl_bf16));
    else
      printf(" – | – |");
    printf(" %.0f |\n", geul(p, 2));
    fflush(stdout);
    free(p.a), free(p.w), free(p.c);
  }
  return 0;
}
