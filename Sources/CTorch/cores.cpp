// The cores on which a thread runs. Glibc has it behind _GNU_SOURCE, which Swift's view of it doesn't set.

#include <sched.h>

#include "ctorch.h"

ptrdiff_t ctorch_get_cores(int32_t *cores, ptrdiff_t most) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 0;
  ptrdiff_t count = 0;
  for (int core = 0; core < CPU_SETSIZE; core++) {
    if (!CPU_ISSET(core, &set)) continue;
    if (count < most) cores[count] = core;
    count++;
  }
  return count;
}

bool ctorch_set_cores(const int32_t *cores, ptrdiff_t count) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (ptrdiff_t index = 0; index < count; index++) {
    if (cores[index] < 0 || cores[index] >= CPU_SETSIZE) return false;
    CPU_SET(cores[index], &set);
  }
  return sched_setaffinity(0, sizeof(set), &set) == 0;
}
