#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include "ctorch.h"
int ctorch_placeholder(void) { return at::get_num_threads(); }
