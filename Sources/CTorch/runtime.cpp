// Failures, versions, threads, memory: what concerns the library as a whole.

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <malloc.h>
#include <torch/headeronly/version.h>

#include <new>
#include <string>

#include "guarded.h"

namespace {

struct Failure {
  std::string text;
  bool is_out_of_memory = false;
};

thread_local Failure failure;

/// The CPU allocator has no exception class of its own, only this wording.
bool says_out_of_memory(const std::string &text) {
  return text.find("DefaultCPUAllocator: ") != std::string::npos;
}

/// The "TORCH_VERSION=2.13.0" of the library's build settings.
std::string loaded_version() {
  const std::string config = at::show_config(), key = "TORCH_VERSION=";
  const size_t start = config.find(key);
  if (start == std::string::npos) return "";
  const size_t value = start + key.size();
  return config.substr(value, config.find(',', value) - value);
}

}  // namespace

void ctorch::record_failure() noexcept {
  try {
    throw;
  } catch (const c10::OutOfMemoryError &error) {
    failure = {error.what_without_backtrace(), true};
  } catch (const c10::Error &error) {
    failure = {error.what_without_backtrace(), says_out_of_memory(error.what_without_backtrace())};
  } catch (const std::bad_alloc &) {
    failure = {"the system has no memory left", true};
  } catch (const std::exception &error) {
    failure = {error.what(), false};
  } catch (...) {
    failure = {"an exception of an unknown kind", false};
  }
}

using namespace ctorch;

const char *ctorch_failure(void) { return failure.text.c_str(); }
bool ctorch_failure_is_out_of_memory(void) { return failure.is_out_of_memory; }

const char *ctorch_built_version(void) { return TORCH_VERSION; }

const char *ctorch_loaded_version(void) {
  static const std::string version = loaded_version();
  return version.c_str();
}

const char *ctorch_cpu_capability(void) {
  static const std::string capability = at::get_cpu_capability();
  return capability.c_str();
}

bool ctorch_cpu_multiplies_bfloat16(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

// Feature maps are tens of megabytes and live for milliseconds. By default malloc asks the kernel for each
// and gives it back, and clearing the fresh pages costs 10 % of a training step.
void ctorch_keep_freed_memory(void) {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
  mallopt(M_ARENA_MAX, 1);
}

ptrdiff_t ctorch_thread_count(void) { return at::get_num_threads(); }

bool ctorch_set_thread_count(ptrdiff_t count) {
  return guarded([&] { at::set_num_threads(static_cast<int>(count)); });
}

ptrdiff_t ctorch_cuda_device_count(void) {
  ptrdiff_t count = 0;
  guarded([&] { count = at::hasCUDA() ? static_cast<ptrdiff_t>(at::getNumGPUs()) : 0; });
  return count;
}

bool ctorch_set_deterministic(bool deterministic) {
  return guarded([&] {
    at::globalContext().setDeterministicAlgorithms(deterministic, false);
    at::globalContext().setDeterministicCuDNN(deterministic);
    at::globalContext().setBenchmarkCuDNN(!deterministic);
  });
}

bool ctorch_synchronize(ctorch_device where) {
  return guarded([&] {
    const at::Device device = ctorch::device(where);
    if (device.is_cuda()) c10::impl::VirtualGuardImpl(device.type()).synchronizeDevice(device.index());
  });
}

ptrdiff_t ctorch_live_tensors(void) { return live_tensors; }
