// Shared by the two ways of bf16 products.
#ifndef GEUL_BF16_H
#define GEUL_BF16_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// Elements of one 16 x 32 tile.
enum { TILE = 512 };

// geul_multiply_panel_bf16 without tiles.
void geul_dot_panel_bf16(long m, long k, const uint16_t *block, const uint16_t *panel, float *c, long c_stride,
                         long columns, bool accumulate);

#endif
