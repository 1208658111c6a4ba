// Feature maps whose pixels have their channels side by side, in the CPU's memory: our own loops are over these.

#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <utility>
#include <vector>

#include "channels_last_kernels.h"
#include "parallel.h"

namespace ctorch {

/// Whether a tensor is a channels-last map [N, C, H, W] in the CPU's memory, of a type that our loops know.
inline bool is_channels_last_map(const at::Tensor &x) {
  const bool known = x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16;
  const bool fits = x.is_cpu() && x.dim() == 4 && x.numel() > 0;
  return known && fits && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

/// A gradient as our loops want it: itself where it is so already.
inline at::Tensor channels_last(const at::Tensor &gradient, at::ScalarType type) {
  return gradient.to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

using Numbers = std::vector<float>;

/// A map as rows of whole pixels.
struct Rows {
  ptrdiff_t elements, channels, width;

  explicit Rows(const at::Tensor &map) : elements(map.numel()), channels(map.size(1)) {
    width = channels * std::max<ptrdiff_t>(1, 64 / channels);
  }

  double pixels() const { return static_cast<double>(elements / channels); }

  /// A number for each channel, computed by its number and repeated along the row.
  template <typename Number>
  Numbers along(Number number) const {
    Numbers result(width);
    for (ptrdiff_t i = 0; i < width; ++i) result[i] = i < channels ? float(number(i)) : result[i - channels];
    return result;
  }

  /// Calls body(piece, begin, end) on several threads, for ranges of elements that are whole rows.
  template <typename Body>
  void in_parallel(Body body) const {
    parallel((elements + width - 1) / width, [&](ptrdiff_t piece, ptrdiff_t begin, ptrdiff_t end) {
      const ptrdiff_t first = begin * width, last = std::min(end * width, elements);
      with_widest_vectors([&]() __attribute__((always_inline)) { body(piece, first, last); });
    });
  }

  /// The channels' sums of what body(begin, end, scratch, sums) adds up, added in the order of the pieces.
  template <typename Body>
  std::pair<std::vector<double>, std::vector<double>> sums(Body body) const {
    const ptrdiff_t share = 2 * width;
    std::vector<double> partial(share * at::get_num_threads());
    Numbers scratch(partial.size());
    in_parallel([&](ptrdiff_t piece, ptrdiff_t begin, ptrdiff_t end) __attribute__((always_inline)) {
      body(begin, end, scratch.data() + share * piece, partial.data() + share * piece);
    });
    std::vector<double> first(channels), second(channels);
    for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(partial.size()); ++i) {
      (i / width % 2 == 0 ? first : second)[i % width % channels] += partial[i];
    }
    return {first, second};
  }
};

/// Calls body with pointers to the maps' elements as the kernels' type.
template <typename Body>
void with_elements(const at::Tensor &map, Body body) {
  if (map.scalar_type() == at::kFloat) return body([](const at::Tensor &t) { return t.data_ptr<float>(); });
  body([](const at::Tensor &t) { return reinterpret_cast<BFloat16Bits *>(t.data_ptr<at::BFloat16>()); });
}

}  // namespace ctorch
