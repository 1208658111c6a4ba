// The loops of the warp over a part of a row of the result, compiled for what the processor has.
//
// Training/Data/Warp+Tensors.swift does the same with tensors, on any device: each operation here is one of single
// precision, in the order in which it is there, so that both give the same bits. Hence no two become one (FMA).

#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "widest_vectors.h"

#pragma clang fp contract(off)

namespace ctorch {

/// Pixels at a time, so that what is known of them stays in the nearest cache.
constexpr ptrdiff_t warp_block = 256;

/// One sample's row of numbers, in this order: how the result's places become those of its window.
struct WarpedSample {
  /// Takes (x, y, 1) of the result to the image's own pixel coordinates.
  float matrix[9];
  /// The image's last column and row, about which it is mirrored.
  float last_x, last_y;
  /// The image's pixel that is the window's first.
  float left, top;
  /// The window's last column and row.
  float last_column, last_row;
  /// How far beyond the centres of the image's edge pixels a mask still has classes: half a pixel, or any distance.
  float reach_x, reach_y;
  /// Places along each side of a pixel whose mean an image has.
  float taps;
  /// What the image's values are divided by.
  float divisor;

  static constexpr ptrdiff_t count = 19;

  bool has_perspective() const { return matrix[6] != 0 || matrix[7] != 0 || matrix[8] != 1; }
};
static_assert(sizeof(WarpedSample) == WarpedSample::count * sizeof(float));

/// Places of consecutive pixels of a row of the result, in pixels of the image.
struct Places {
  float x[warp_block], y[warp_block];
};

/// Where `count` pixels from column `first` on are read, each shifted by part of a pixel.
CTORCH_INLINE void find_places(
    const WarpedSample &sample, const float *field, float line, int32_t first, int32_t count, float shift_x,
    float shift_y, Places &places) {
  const float *m = sample.matrix, row = line + shift_y;
  for (int32_t i = 0; i < count; ++i) places.x[i] = static_cast<float>(first + i) + shift_x;
  for (int32_t i = 0; i < count; ++i) places.y[i] = row;
  for (int32_t i = 0; field && i < count; ++i) {
    places.x[i] += field[2 * i];
    places.y[i] += field[2 * i + 1];
  }
  if (sample.has_perspective()) {
    for (int32_t i = 0; i < count; ++i) {
      const float x = places.x[i], y = places.y[i], w = (m[6] * x + m[7] * y) + m[8];
      places.x[i] = ((m[0] * x + m[1] * y) + m[2]) / w;
      places.y[i] = ((m[3] * x + m[4] * y) + m[5]) / w;
    }
    return;
  }
  for (int32_t i = 0; i < count; ++i) {
    const float x = places.x[i], y = places.y[i];
    places.x[i] = (m[0] * x + m[1] * y) + m[2];
    places.y[i] = (m[3] * x + m[4] * y) + m[5];
  }
}

/// A place of an axis in the window: mirrored about the centres of the image's first and last pixel.
///
/// Whatever the place is, NaN included, the result is in the window.
CTORCH_INLINE float place_in_window(float place, float last, float first, float last_in_window) {
  const float period = last * 2 < 1 ? 1 : last * 2;
  const float distance = std::fabs(place);
  const float phase = distance - std::floor(distance / period) * period;
  const float back = period - phase;
  const float nearer = phase < back ? phase : back;
  const float positive = nearer > 0 ? nearer : 0;
  const float inside = (positive < last ? positive : last) - first;
  const float from_first = inside > 0 ? inside : 0;
  return from_first < last_in_window ? from_first : last_in_window;
}

/// For consecutive pixels the four neighbours in the window, and the weights of the right and of the lower ones.
///
/// Where a place is a pixel's centre, its neighbours are itself, so that what is beside it, NaN perhaps, plays no part.
struct Neighbours {
  uint32_t top_left[warp_block], top_right[warp_block], bottom_left[warp_block], bottom_right[warp_block];
  float right[warp_block], down[warp_block];
};

/// `width` and `step`: the numbers from a row of the window to the next, and from a pixel.
CTORCH_INLINE void find_neighbours(
    const WarpedSample &sample, const Places &places, int32_t count, uint32_t width, uint32_t step,
    Neighbours &result) {
  for (int32_t i = 0; i < count; ++i) {
    const float x = place_in_window(places.x[i], sample.last_x, sample.left, sample.last_column);
    const float y = place_in_window(places.y[i], sample.last_y, sample.top, sample.last_row);
    const float left = std::floor(x), top = std::floor(y);
    result.right[i] = x - left;
    result.down[i] = y - top;
    const uint32_t column = static_cast<uint32_t>(static_cast<int32_t>(left)) * step;
    const uint32_t next_column = static_cast<uint32_t>(static_cast<int32_t>(std::ceil(x))) * step;
    const uint32_t row = static_cast<uint32_t>(static_cast<int32_t>(top)) * width;
    const uint32_t next_row = static_cast<uint32_t>(static_cast<int32_t>(std::ceil(y))) * width;
    result.top_left[i] = row + column;
    result.top_right[i] = row + next_column;
    result.bottom_left[i] = next_row + column;
    result.bottom_right[i] = next_row + next_column;
  }
}

/// The nearest pixel of the window for consecutive pixels, and whether it lies too far beyond the image's edge.
CTORCH_INLINE void find_nearest(
    const WarpedSample &sample, const Places &places, int32_t count, uint32_t width, uint32_t *nearest,
    uint8_t *is_padding) {
  const float reach_x = sample.reach_x, reach_y = sample.reach_y;
  for (int32_t i = 0; i < count; ++i) {
    const float x = places.x[i], y = places.y[i];
    const bool beyond_x = (x + reach_x <= 0) | ((sample.last_x - x) + reach_x <= 0);
    const bool beyond_y = (y + reach_y <= 0) | ((sample.last_y - y) + reach_y <= 0);
    is_padding[i] = beyond_x | beyond_y;
  }
  for (int32_t i = 0; i < count; ++i) {
    const float x = place_in_window(places.x[i], sample.last_x, sample.left, sample.last_column);
    const float y = place_in_window(places.y[i], sample.last_y, sample.top, sample.last_row);
    // Half-way between two pixels goes to the next one; a sum that rounding brought there must not leave the window.
    const float column = std::floor(x + 0.5f), last_column = std::ceil(x);
    const float row = std::floor(y + 0.5f), last_row = std::ceil(y);
    const auto nearest_column = static_cast<int32_t>(column < last_column ? column : last_column);
    const auto nearest_row = static_cast<int32_t>(row < last_row ? row : last_row);
    nearest[i] = static_cast<uint32_t>(nearest_row) * width + static_cast<uint32_t>(nearest_column);
  }
}

/// Bilinear, first along the rows.
template <typename Number>
CTORCH_INLINE Number blended(
    Number top_left, Number top_right, Number bottom_left, Number bottom_right, float right, float down) {
  const float left = 1 - right, up = 1 - down;
  return (top_left * left + top_right * right) * up + (bottom_left * left + bottom_right * right) * down;
}

/// Pixels `first`..<`count` of any number of channels.
template <typename T>
CTORCH_INLINE void blend_pixels(
    const T *window, const Neighbours &at, int32_t first, int32_t count, int32_t channels, float *result) {
  for (int32_t i = first; i < count; ++i) {
    const T *a = window + at.top_left[i], *b = window + at.top_right[i], *c = window + at.bottom_left[i],
            *d = window + at.bottom_right[i];
    for (int32_t k = 0; k < channels; ++k) {
      result[i * channels + k] = blended(
          static_cast<float>(a[k]), static_cast<float>(b[k]), static_cast<float>(c[k]),
          static_cast<float>(d[k]), at.right[i], at.down[i]);
    }
  }
}

/// One channel: bytes are fetched one by one, then blended many at a time.
template <typename T>
CTORCH_INLINE void blend_grey(const T *window, const Neighbours &at, int32_t count, float *result) {
  T a[warp_block], b[warp_block], c[warp_block], d[warp_block];
  for (int32_t i = 0; i < count; ++i) {
    a[i] = window[at.top_left[i]];
    b[i] = window[at.top_right[i]];
    c[i] = window[at.bottom_left[i]];
    d[i] = window[at.bottom_right[i]];
  }
  for (int32_t i = 0; i < count; ++i) {
    result[i] = blended(
        static_cast<float>(a[i]), static_cast<float>(b[i]), static_cast<float>(c[i]), static_cast<float>(d[i]),
        at.right[i], at.down[i]);
  }
}

using FourFloats = float __attribute__((vector_size(16)));

/// Four numbers from an address of any alignment.
template <typename T>
CTORCH_INLINE FourFloats load_four(const T *address) {
  typedef T Four __attribute__((vector_size(4 * sizeof(T))));
  Four numbers;
  std::memcpy(&numbers, address, sizeof(numbers));
  return __builtin_convertvector(numbers, FourFloats);
}

/// Three channels or four, all at once.
///
/// Of three channels a fourth number is read, and a fourth written over what comes next: hence the last pixel apart.
///
/// - `readable`: how many numbers there are from the window's first on.
template <typename T>
CTORCH_INLINE void blend_colors(
    const T *window, ptrdiff_t readable, const Neighbours &at, int32_t count, int32_t channels,
    float *result) {
  uint32_t furthest = 0;
  for (int32_t i = 0; i < count; ++i) {
    furthest = at.bottom_right[i] > furthest ? at.bottom_right[i] : furthest;
  }
  const int32_t together = static_cast<ptrdiff_t>(furthest) + 4 <= readable ? count - 1 : 0;
  for (int32_t i = 0; i < together; ++i) {
    const FourFloats pixel = blended(
        load_four(window + at.top_left[i]), load_four(window + at.top_right[i]),
        load_four(window + at.bottom_left[i]), load_four(window + at.bottom_right[i]), at.right[i],
        at.down[i]);
    std::memcpy(result + i * channels, &pixel, sizeof(pixel));
  }
  blend_pixels(window, at, together, count, channels, result);
}

template <typename T>
CTORCH_INLINE void blend(
    const T *window, ptrdiff_t readable, const Neighbours &at, int32_t count, int32_t channels,
    float *result) {
  switch (channels) {
    case 1: return blend_grey(window, at, count, result);
    case 3: return blend_colors(window, readable, at, count, 3, result);
    case 4: return blend_colors(window, readable, at, count, 4, result);
    default: return blend_pixels(window, at, 0, count, channels, result);
  }
}

}  // namespace ctorch
