#define _GNU_SOURCE
#include "CKernels.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#endif

long geul_processor_count(void) {
#if defined(__linux__)
  cpu_set_t allowed;
  // Fails where there are more processors than the set holds.
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? online : 1;
}

long geul_first_cache_bytes(void) {
  long found = -1;
#if defined(_SC_LEVEL1_DCACHE_SIZE)
  found = sysconf(_SC_LEVEL1_DCACHE_SIZE);
#endif
  return found > 0 ? found : 32 << 10;
}

long geul_cache_bytes(int level) {
  long found = -1;
#if defined(_SC_LEVEL2_CACHE_SIZE)
  found = sysconf(level == 2 ? _SC_LEVEL2_CACHE_SIZE : _SC_LEVEL3_CACHE_SIZE);
#endif
  return found > 0 ? found : 0;
}

long geul_allowed_processors(long most, long *numbers) {
  long count = 0;
#if defined(__linux__)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    for (long i = 0; i < CPU_SETSIZE && count < most; i++)
      if (CPU_ISSET(i, &allowed)) numbers[count++] = i;
    return count;
  }
#endif
  for (long all = geul_processor_count(); count < most && count < all; count++) numbers[count] = count;
  return count;
}

#if defined(__x86_64__)
#include <cpuid.h>

static bool tiles_granted(void) {
#if defined(__linux__)
  // Linux x86 ABI: ARCH_REQ_XCOMP_PERM (0x1023) for XFEATURE_XTILEDATA (18).
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
  return false;
#endif
}

// AVX-VNNI (CPUID leaf 7, subleaf 1, EAX bit 4), which not every compiler's list of features has.
static bool has_avx_vnni(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && a >> 4 & 1;
}

static uint32_t detected(void) {
  uint32_t found = 0;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return found;
  found |= GEUL_AVX2;
  if (has_avx_vnni()) found |= GEUL_AVX_VNNI;
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512dq"))
    return found;
  found |= GEUL_AVX512;
  if (__builtin_cpu_supports("avx512vnni")) found |= GEUL_AVX512_VNNI;
  if (__builtin_cpu_supports("avx512bf16")) found |= GEUL_AVX512_BF16;
  return found;
}

static uint32_t detected_tiles(uint32_t found) {
  uint32_t tiles = 0;
  if (found & GEUL_AVX512_BF16 && __builtin_cpu_supports("amx-bf16")) tiles |= GEUL_AMX_BF16;
  if (found & GEUL_AVX512_VNNI && __builtin_cpu_supports("amx-int8")) tiles |= GEUL_AMX_INT8;
  return tiles && tiles_granted() ? tiles : 0;
}
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

// HWCAP_ASIMDDP (Linux arm64 ELF hwcaps).
static uint32_t detected(void) { return getauxval(AT_HWCAP) >> 20 & 1 ? GEUL_NEON_DOT : 0; }
static uint32_t detected_tiles(uint32_t found) { return found & 0; }
#else
static uint32_t detected(void) { return 0; }
static uint32_t detected_tiles(uint32_t found) { return found & 0; }
#endif

// Each has all that those before it have.
static const struct {
  const char *name;
  uint32_t kernels;
} families[] = {
    {"portable", 0},
#if defined(__x86_64__)
    {"avx2", GEUL_AVX2},
    {"avx-vnni", GEUL_AVX2 | GEUL_AVX_VNNI},
    {"avx512", GEUL_AVX2 | GEUL_AVX_VNNI | GEUL_AVX512},
    {"avx512-vnni", GEUL_AVX2 | GEUL_AVX_VNNI | GEUL_AVX512 | GEUL_AVX512_VNNI},
    {"avx512-bf16", GEUL_AVX2 | GEUL_AVX_VNNI | GEUL_AVX512 | GEUL_AVX512_VNNI | GEUL_AVX512_BF16},
    {"amx", ~0u},
#elif defined(__aarch64__)
    {"neon-dot", GEUL_NEON_DOT},
#endif
};
enum { FAMILIES = sizeof families / sizeof *families };

const char *geul_kernel_family(long index) { return index < FAMILIES ? families[index].name : 0; }

static uint32_t allowed(void) {
  const char *wish = getenv("GEUL_KERNELS");
  for (int i = 0; wish && i < FAMILIES; i++)
    if (strcmp(wish, families[i].name) == 0) return families[i].kernels;
  return ~0u;
}

uint32_t geul_kernels(void) {
  // Written once with the same value by whichever thread comes first.
  static _Atomic uint32_t known = ~0u;
  if (known == ~0u) {
    uint32_t found = detected() & allowed();
    // Only who may use the tiles asks for them.
    known = found | (allowed() & GEUL_AMX_BF16 ? detected_tiles(found) : 0);
  }
  return known;
}

int geul_vector_level(void) {
  uint32_t kernels = geul_kernels();
  return kernels & GEUL_AVX512 ? 2 : kernels & GEUL_AVX2 ? 1 : 0;
}

#if defined(__x86_64__)
#include <immintrin.h>

uint32_t geul_enter_arithmetic(void) {
  geul_forget_tiles();
  uint32_t before = _mm_getcsr();
  _mm_setcsr(before | 0x8040);  // FTZ and DAZ
  return before;
}

void geul_leave_arithmetic(uint32_t before) { _mm_setcsr(before); }

void geul_pause(void) { _mm_pause(); }
#elif defined(__aarch64__)
uint32_t geul_enter_arithmetic(void) {
  uint64_t before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" ::"r"(before | 1u << 24));  // FZ
  return (uint32_t)before;
}

void geul_leave_arithmetic(uint32_t before) { __asm__ volatile("msr fpcr, %0" ::"r"((uint64_t)before)); }

void geul_pause(void) { __asm__ volatile("yield"); }
#else
uint32_t geul_enter_arithmetic(void) { return 0; }
void geul_leave_arithmetic(uint32_t before) { (void)before; }
void geul_pause(void) {}
#endif
