// How the AMX tiles of a thread are configured (Intel SDM, LDTILECFG).
#include "CKernels.h"

#include <string.h>

// Near-equal tiles, so that 50 rows are not computed as 64.
long geul_tile_rows(long m) {
  long tiles = (m + 15) / 16;
  return (m + tiles - 1) / tiles;
}

#if defined(__x86_64__)
#include <immintrin.h>

struct tile_configuration {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
};

// Rows that the left tiles and those of C are configured for; 0 before any.
static _Thread_local long configured_rows = 0;

void geul_forget_tiles(void) { configured_rows = 0; }

__attribute__((target("amx-tile"))) void geul_configure_tiles(long rows) {
  if (configured_rows == rows) return;
  struct tile_configuration all __attribute__((aligned(64)));
  memset(&all, 0, sizeof all);
  all.palette = 1;
  for (int i = 0; i < 8; i++) all.row_bytes[i] = 64, all.rows[i] = i < 6 ? (uint8_t)rows : 16;
  _tile_loadconfig(&all);
  configured_rows = rows;
}
#else
void geul_forget_tiles(void) {}
void geul_configure_tiles(long rows) { (void)rows; }
#endif
