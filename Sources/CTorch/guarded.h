// What every topic file needs: the handles' contents, and the one place where C++ exceptions end.

#pragma once

#include <ATen/ATen.h>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "ctorch.h"

namespace ctorch {

/// Of the calling thread alone, so that a test can count exactly while others run.
inline thread_local ptrdiff_t live_tensors = 0;

/// Keeps the exception that is being handled for ctorch_failure().
void record_failure() noexcept;

}  // namespace ctorch

struct ctorch_tensor {
  at::Tensor value;

  explicit ctorch_tensor(at::Tensor tensor) : value(std::move(tensor)) { ++ctorch::live_tensors; }
  ~ctorch_tensor() { --ctorch::live_tensors; }
  ctorch_tensor(const ctorch_tensor &) = delete;
  ctorch_tensor &operator=(const ctorch_tensor &) = delete;
};

struct ctorch_generator {
  at::Generator value;
};

namespace ctorch {

/// Runs a body that returns a tensor (then gives a new handle, NULL on failure) or nothing (then gives
/// success).
template <typename Body>
auto guarded(Body body) noexcept {
  constexpr bool returns_nothing = std::is_void_v<decltype(body())>;
  using Result = std::conditional_t<returns_nothing, bool, CTorchTensor>;
  try {
    if constexpr (returns_nothing) {
      body();
      return Result(true);
    } else {
      return Result(new ctorch_tensor(body()));
    }
  } catch (...) {
    record_failure();
    return Result();
  }
}

inline at::IntArrayRef sizes(const ptrdiff_t *items, ptrdiff_t count) {
  static_assert(std::is_same_v<ptrdiff_t, int64_t>, "sizes are passed through without a copy");
  return {items, static_cast<size_t>(count)};
}

inline std::vector<at::Tensor> list(ctorch_tensors items, ptrdiff_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (ptrdiff_t i = 0; i < count; ++i) result.push_back(items[i]->value);
  return result;
}

inline std::optional<at::Tensor> optional(CTorchTensor tensor) {
  return tensor ? std::optional(tensor->value) : std::nullopt;
}

inline at::Scalar scalar(ctorch_scalar number) {
  return number.is_integer ? at::Scalar(number.integer) : at::Scalar(number.floating);
}

at::ScalarType scalar_type(ctorch_dtype dtype);
ctorch_dtype dtype_of(at::ScalarType type);
at::Device device(ctorch_device device);

}  // namespace ctorch
