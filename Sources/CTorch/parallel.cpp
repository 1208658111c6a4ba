#include "parallel.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <atomic>

#include "guarded.h"

namespace {

using OpenMPRegion = void (*)(void (*body)(void *), void *data, unsigned threads, unsigned flags);
using OpenMPNumber = int (*)();

/// Looked up at run time since a pip install names its libgomp with a hash, which no linker flag can know.
const auto run_region = reinterpret_cast<OpenMPRegion>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
const auto thread_number = reinterpret_cast<OpenMPNumber>(dlsym(RTLD_DEFAULT, "omp_get_thread_num"));
const auto team_size = reinterpret_cast<OpenMPNumber>(dlsym(RTLD_DEFAULT, "omp_get_num_threads"));

struct Loop {
  ptrdiff_t count;
  const ctorch::Piecework &body;
  std::atomic<ptrdiff_t> threads{0};
};

void run_share(void *data) {
  Loop &loop = *static_cast<Loop *>(data);
  const ptrdiff_t number = thread_number(), team = team_size();
  const ptrdiff_t begin = loop.count * number / team, end = loop.count * (number + 1) / team;
  ++loop.threads;
  loop.body(number, begin, end);
}

}  // namespace

ptrdiff_t ctorch::parallel(ptrdiff_t count, const Piecework &body) {
  const ptrdiff_t threads = std::min<ptrdiff_t>(count, at::get_num_threads());
  if (threads <= 1 || !run_region || !thread_number || !team_size) {
    body(0, 0, count);
    return 1;
  }
  Loop loop{count, body, {}};
  run_region(run_share, &loop, static_cast<unsigned>(threads), 0);
  return loop.threads;
}

ptrdiff_t ctorch_kernel_threads(ptrdiff_t items) {
  return ctorch::parallel(items, [](ptrdiff_t, ptrdiff_t, ptrdiff_t) {});
}
