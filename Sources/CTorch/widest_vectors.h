// Loops that are compiled several times, for the vectors that processors have, and run in the widest.

#pragma once

#define CTORCH_INLINE inline __attribute__((always_inline))

namespace ctorch {

#if defined(__x86_64__)
template <typename Body>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) void run_avx512(const Body &body) {
  body();
}
template <typename Body>
__attribute__((target("avx2,fma"))) void run_avx2(const Body &body) {
  body();
}
#endif

/// Calls a body, which must be `always_inline`, compiled for the widest vectors that the processor has.
template <typename Body>
void with_widest_vectors(const Body &body) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) return run_avx512(body);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return run_avx2(body);
#endif
  body();
}

}  // namespace ctorch
