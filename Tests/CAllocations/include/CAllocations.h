#ifndef GEUL_ALLOCATIONS_H
#define GEUL_ALLOCATIONS_H

// Counts what the whole process allocates: the C library's functions are replaced by ones that count and pass on.

/// From now on allocations are counted, from zero.
void geul_count_allocations(void);

/// How many there were; counting ends.
long geul_stop_counting(void);

#endif
