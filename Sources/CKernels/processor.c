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

static int detected_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq"))
    return 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 1;
#endif
  return 0;
}

static int allowed_level(void) {
  const char *wish = getenv("GEUL_KERNELS");
  if (!wish) return 2;
  if (strcmp(wish, "portable") == 0) return 0;
  if (strcmp(wish, "avx2") == 0) return 1;
  return 2;
}

int geul_vector_level(void) {
  // Written once with the same value by whichever thread comes first.
  static _Atomic int known = -1;
  if (known < 0) {
    int detected = detected_level(), allowed = allowed_level();
    known = detected < allowed ? detected : allowed;
  }
  return known;
}

#if defined(__x86_64__)
static bool tiles_granted(void) {
#if defined(__linux__)
  // Linux x86 ABI: ARCH_REQ_XCOMP_PERM (0x1023) for XFEATURE_XTILEDATA (18).
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
  return false;
#endif
}
#endif

bool geul_has_amx_bf16(void) {
#if defined(__x86_64__)
  static _Atomic int known = -1;
  if (known < 0)
    known = geul_vector_level() == 2 && __builtin_cpu_supports("amx-bf16") && __builtin_cpu_supports("avx512bf16") &&
            tiles_granted();
  return known == 1;
#else
  return false;
#endif
}

bool geul_has_amx_int8(void) {
#if defined(__x86_64__)
  static _Atomic int known = -1;
  if (known < 0) known = geul_has_integer_dots() && __builtin_cpu_supports("amx-int8") && tiles_granted();
  return known == 1;
#else
  return false;
#endif
}

bool geul_has_integer_dots(void) {
#if defined(__x86_64__)
  static _Atomic int known = -1;
  if (known < 0) {
    __builtin_cpu_init();
    known = geul_vector_level() == 2 && __builtin_cpu_supports("avx512vnni");
  }
  return known == 1;
#else
  return false;
#endif
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
#else
uint32_t geul_enter_arithmetic(void) { return 0; }
void geul_leave_arithmetic(uint32_t before) { (void)before; }
void geul_pause(void) {}
#endif
