// The loops of pooling, joining and biases over channels-last maps, compiled for what the processor has.

#pragma once

#include <cstring>
#include <type_traits>

#include "channels_last_kernels.h"

namespace ctorch {

/// Sums of the numbers themselves.
template <typename T>
CTORCH_INLINE void totals(
    const T *__restrict x, ptrdiff_t begin, ptrdiff_t end, ptrdiff_t width, float *scratch, double *sums) {
  add_up(begin, end, width, scratch, sums, [&](ptrdiff_t at, ptrdiff_t, float &first, float &)
         __attribute__((always_inline)) { first += load(x[at]); });
}

/// Calls body with a size as a constant where it is a usual one, so that copying it takes a few instructions.
template <typename Body>
CTORCH_INLINE void with_constant(ptrdiff_t size, Body body) {
  switch (size) {
    case 16: return body(std::integral_constant<ptrdiff_t, 16>());
    case 32: return body(std::integral_constant<ptrdiff_t, 32>());
    case 64: return body(std::integral_constant<ptrdiff_t, 64>());
    case 128: return body(std::integral_constant<ptrdiff_t, 128>());
    default: return body(size);
  }
}

/// Calls body(place in the joined map, in the first, in the second, bytes of a pixel of the first, of the second) for each pixel.
template <typename Body>
CTORCH_INLINE void each_joined(
    char *joined, char *first, char *second, ptrdiff_t pixels, ptrdiff_t x, ptrdiff_t y, Body body) {
  with_constant(x, [&](auto x) __attribute__((always_inline)) {
    with_constant(y, [&](auto y) __attribute__((always_inline)) {
      for (ptrdiff_t i = 0; i < pixels; ++i) body(joined + i * (x + y), first + i * x, second + i * y, x, y);
    });
  });
}

/// Copies pixels of `x` bytes and pixels of `y` bytes side by side.
CTORCH_INLINE void join(
    char *joined, char *first, char *second, ptrdiff_t pixels, ptrdiff_t x, ptrdiff_t y) {
  each_joined(joined, first, second, pixels, x, y, [](char *whole, char *a, char *b, auto x, auto y)
              __attribute__((always_inline)) {
    std::memcpy(whole, a, x);
    std::memcpy(whole + x, b, y);
  });
}

/// The reverse of `join`.
CTORCH_INLINE void part(
    char *joined, char *first, char *second, ptrdiff_t pixels, ptrdiff_t x, ptrdiff_t y) {
  each_joined(joined, first, second, pixels, x, y, [](char *whole, char *a, char *b, auto x, auto y)
              __attribute__((always_inline)) {
    std::memcpy(a, whole, x);
    std::memcpy(b, whole + x, y);
  });
}

/// Channels that pooling takes together; theirs is a multiple of it.
constexpr ptrdiff_t pooled_at_once = 8;

/// The greatest of each 2 × 2 pixels of two lines, and which it was (0 to 3, line by line).
///
/// As at::max_pool2d: the first of equal ones, and NaN wherever there is one.
template <typename T>
CTORCH_INLINE void pool_line(
    const T *__restrict x, ptrdiff_t row, ptrdiff_t channels, ptrdiff_t width, T *__restrict y,
    uint8_t *__restrict places) {
  const ptrdiff_t corners[] = {0, channels, row, row + channels};
  for (ptrdiff_t pixel = 0; pixel < width; ++pixel) {
    for (ptrdiff_t c = 0; c < channels; c += pooled_at_once) {
      const T *block = x + 2 * pixel * channels + c;
      float greatest[pooled_at_once];
      int32_t place[pooled_at_once];
      for (ptrdiff_t i = 0; i < pooled_at_once; ++i) {
        greatest[i] = load(block[i]);
        place[i] = 0;
      }
      for (int32_t corner = 1; corner < 4; ++corner) {
        for (ptrdiff_t i = 0; i < pooled_at_once; ++i) {
          const float value = load(block[corners[corner] + i]);
          const bool takes = value > greatest[i] || value != value;
          greatest[i] = takes ? value : greatest[i];
          place[i] = takes ? corner : place[i];
        }
      }
      const ptrdiff_t at = pixel * channels + c;
      for (ptrdiff_t i = 0; i < pooled_at_once; ++i) {
        store(y[at + i], greatest[i]);
        places[at + i] = static_cast<uint8_t>(place[i]);
      }
    }
  }
}

/// Puts each number where `pool_line` took it from, and 0 elsewhere.
template <typename T>
CTORCH_INLINE void spread_line(
    const T *__restrict gradient, const uint8_t *__restrict places, ptrdiff_t channels, ptrdiff_t width,
    T *__restrict x, ptrdiff_t row) {
  // A place as wide as a number, or comparing them is not done on vectors.
  using Place = std::conditional_t<sizeof(T) == 2, uint16_t, uint32_t>;
  const ptrdiff_t corners[] = {0, channels, row, row + channels};
  for (ptrdiff_t pixel = 0; pixel < width; ++pixel) {
    for (ptrdiff_t c = 0; c < channels; c += pooled_at_once) {
      const ptrdiff_t at = pixel * channels + c;
      T number[pooled_at_once], block[pooled_at_once];
      Place place[pooled_at_once];
      for (ptrdiff_t i = 0; i < pooled_at_once; ++i) {
        number[i] = gradient[at + i];
        place[i] = places[at + i];
      }
#pragma unroll
      for (Place corner = 0; corner < 4; ++corner) {
        for (ptrdiff_t i = 0; i < pooled_at_once; ++i) block[i] = place[i] == corner ? number[i] : T(0);
        std::memcpy(x + 2 * pixel * channels + c + corners[corner], block, sizeof block);
      }
    }
  }
}

}  // namespace ctorch
