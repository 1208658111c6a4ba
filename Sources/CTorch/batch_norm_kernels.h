// The loops of batch norm over a channels-last map, compiled for what the processor has.
//
// A map is read as rows of `width` numbers, a whole number of pixels each, so that the inner loops are long
// also where the channels are few; a number's channel is its place in the row modulo the channels. The last
// row may be shorter.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "widest_vectors.h"

namespace ctorch {

using BFloat16Bits = uint16_t;

CTORCH_INLINE float load(float value) { return value; }
CTORCH_INLINE float load(BFloat16Bits bits) { return __builtin_bit_cast(float, uint32_t(bits) << 16); }

CTORCH_INLINE void store(float &place, float value) { place = value; }
/// To the nearest, halves to even; NaN stays NaN, which rounding its bits could undo.
CTORCH_INLINE void store(BFloat16Bits &place, float value) {
  const uint32_t bits = __builtin_bit_cast(uint32_t, value);
  const uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  place = static_cast<BFloat16Bits>(value != value ? 0x7fc0 : rounded);
}

/// Calls body(numbers of the row, first number's place) for each row of begin..<end, which count numbers.
template <typename Body>
CTORCH_INLINE void each_row(ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width, Body body) {
  for (ptrdiff_t start = begin; start < end; start += width) body(std::min(width, end - start), start);
}

/// Adds up two numbers for each place of a row: in single precision over a few rows, then in double.
template <typename Term>
CTORCH_INLINE void add_up(
    ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width, float *__restrict scratch, double *__restrict sums,
    Term term) {
  constexpr ptrdiff_t rows_at_once = 32;
  float *__restrict first = scratch, *__restrict second = scratch + width;
  for (ptrdiff_t chunk = begin; chunk < end; chunk += rows_at_once * width) {
    std::fill(scratch, scratch + 2 * width, 0.f);
    each_row(chunk, std::min(end, chunk + rows_at_once * width), width, [&](ptrdiff_t count, ptrdiff_t start)
             __attribute__((always_inline)) {
      for (ptrdiff_t i = 0; i < count; ++i) term(start + i, i, first[i], second[i]);
    });
    for (ptrdiff_t i = 0; i < 2 * width; ++i) sums[i] += scratch[i];
  }
}

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
