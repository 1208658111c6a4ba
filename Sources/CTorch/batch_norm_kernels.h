// The loops of batch norm over a channels-last map, compiled for what the processor has.

#pragma once

#include "channels_last_kernels.h"

namespace ctorch {

/// Sums of x − shift and of its square.
template <typename T>
CTORCH_INLINE void moments(
    const T *__restrict x, ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width, const float *__restrict shift,
    float *scratch, double *sums) {
  add_up(begin, end, width, scratch, sums, [&](ptrdiff_t at, ptrdiff_t i, float &first, float &second)
         __attribute__((always_inline)) {
    const float value = load(x[at]) - shift[i];
    first += value;
    second += value * value;
  });
}

/// y = max(0, scale · x + offset); NaN stays NaN.
template <typename T>
CTORCH_INLINE void rectify(
    const T *__restrict x, T *__restrict y, ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width,
    const float *__restrict scale, const float *__restrict offset) {
  each_row(begin, end, width, [&](ptrdiff_t count, ptrdiff_t start) __attribute__((always_inline)) {
    for (ptrdiff_t i = 0; i < count; ++i) {
      const float value = load(x[start + i]) * scale[i] + offset[i];
      store(y[start + i], value < 0 ? 0 : value);
    }
  });
}

/// Where the ReLU let x pass, the gradient, else 0.
template <typename T>
CTORCH_INLINE float passed(T gradient, float x, float scale, float offset) {
  return x * scale + offset <= 0 ? 0 : load(gradient);
}

/// Sums of the gradient before the ReLU, and of it times x − mean.
template <typename T>
CTORCH_INLINE void gradient_moments(
    const T *__restrict x, const T *__restrict gradient, ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width,
    const float *__restrict scale, const float *__restrict offset, const float *__restrict mean,
   float *scratch,
    double *sums) {
  add_up(begin, end, width, scratch, sums, [&](ptrdiff_t at, ptrdiff_t i, float &first, float &second)
         __attribute__((always_inline)) {
    const float value = load(x[at]);
    const float inner = passed(gradient[at], value, scale[i], offset[i]);
    first += inner;
    second += inner * (value - mean[i]);
  });
}

/// result = scale · (the gradient before the ReLU) + slope · x + constant.
template <typename T>
CTORCH_INLINE void input_gradient(
    const T *__restrict x, const T *__restrict gradient, T *__restrict result, ptrdiff_t begin, ptrdiff_t end,
    ptrdiff_t width, const float *__restrict scale, const float *__restrict offset,
    const float *__restrict slope,
    const float *__restrict constant) {
  each_row(begin, end, width, [&](ptrdiff_t count, ptrdiff_t start) __attribute__((always_inline)) {
    for (ptrdiff_t i = 0; i < count; ++i) {
      const float value = load(x[start + i]);
      const float inner = passed(gradient[start + i], value, scale[i], offset[i]);
      store(result[start + i], inner * scale[i] + value * slope[i] + constant[i]);
    }
  });
}

}  // namespace ctorch
