// What loops over channels-last maps share.
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

}  // namespace ctorch
