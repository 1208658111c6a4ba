// Samples of images and masks, each read once at the places that its own map gives, in the CPU's memory.
//
// With tensors' gathers a sample of 240 x 320 pixels takes several milliseconds, most of them for indices.

#include "warp_kernels.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

#include "ctorch_samples.h"
#include "guarded.h"
#include "parallel.h"

using namespace ctorch;

namespace {

/// What images and masks have in common: where each sample is read.
struct Batch {
  const at::Tensor windows, numbers, field;
  const ptrdiff_t count, rows, columns, channels, height, width;

  Batch(
      const at::Tensor &windows, const at::Tensor &numbers, const std::optional<at::Tensor> &field,
      ptrdiff_t height, ptrdiff_t width)
      : windows(windows.contiguous()),
        numbers(numbers.contiguous()),
        field(field ? field->contiguous() : at::Tensor()),
        count(windows.size(0)),
        rows(windows.size(1)),
        columns(windows.size(2)),
        channels(windows.dim() > 3 ? windows.size(3) : 1),
        height(height),
        width(width) {
    TORCH_CHECK(windows.is_cpu() && numbers.is_cpu(), "windows and numbers have to be in the CPU's memory");
    TORCH_CHECK(numbers.scalar_type() == at::kFloat, "a sample's numbers are float32");
    TORCH_CHECK(
        numbers.sizes() == at::IntArrayRef({count, WarpedSample::count}), "each of ", count, " samples has ",
        WarpedSample::count, " numbers, and these are ", numbers.sizes());
    TORCH_CHECK(rows * columns * channels <= UINT32_MAX, "a window has more than ", UINT32_MAX, " values");
    for (ptrdiff_t n = 0; n < count; ++n) check(sample(n));
    if (!field) return;
    TORCH_CHECK(field->is_cpu() && field->scalar_type() == at::kFloat, "a field is float32 on the CPU");
    TORCH_CHECK(
        field->sizes() == at::IntArrayRef({count, height, width, 2}), "the field is ", field->sizes(),
        ", and the result takes [", count, ", ", height, ", ", width, ", 2]");
  }

  const WarpedSample &sample(ptrdiff_t number) const {
    return reinterpret_cast<const WarpedSample *>(numbers.data_ptr<float>())[number];
  }

  /// Calls body(piece, sample's number, row, first column, pixels, field from there on) for all parts of rows.
  template <typename Body>
  void in_parallel(Body body) const {
    parallel(count * height, [&](ptrdiff_t piece, ptrdiff_t begin, ptrdiff_t end) {
      with_widest_vectors([&]() __attribute__((always_inline)) {
        for (ptrdiff_t line = begin; line < end; ++line) {
          for (ptrdiff_t first = 0; first < width; first += warp_block) {
            const float *there =
                field.defined() ? field.data_ptr<float>() + 2 * (line * width + first) : nullptr;
            body(piece, line / height, line % height, first, std::min(warp_block, width - first), there);
          }
        }
      });
    });
  }

 private:
  void check(const WarpedSample &sample) const {
    // Both false of NaN: what these bound is read.
    const bool fits = sample.last_column >= 0 && sample.last_column < float(columns) &&
                      sample.last_row >= 0 && sample.last_row < float(rows);
    TORCH_CHECK(fits, "a sample reads beyond its window of ", rows, " rows and ", columns, " columns");
    TORCH_CHECK(sample.taps >= 1 && sample.taps <= 64, "a pixel is the mean of 1 to 64 places along a side");
  }
};

/// Where one of `taps` places along a pixel's side is, from its centre.
CTORCH_INLINE float shift(ptrdiff_t tap, ptrdiff_t taps) {
  return static_cast<float>((static_cast<double>(tap) + 0.5) / static_cast<double>(taps) - 0.5);
}

template <typename T>
void write_images(const Batch &batch, float *images) {
  const T *windows = batch.windows.data_ptr<T>();
  const ptrdiff_t window = batch.rows * batch.columns * batch.channels, all = batch.count * window;
  const auto width = static_cast<uint32_t>(batch.columns * batch.channels);
  const auto step = static_cast<uint32_t>(batch.channels);
  const auto channels = static_cast<int32_t>(batch.channels);
  std::vector<float> scratch(warp_block * batch.channels * at::get_num_threads());
  batch.in_parallel([&](ptrdiff_t piece, ptrdiff_t n, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count,
                        const float *field) __attribute__((always_inline)) {
    const WarpedSample &sample = batch.sample(n);
    const auto taps = static_cast<ptrdiff_t>(sample.taps);
    const auto pixels = static_cast<int32_t>(count);
    float *result = images + ((n * batch.height + row) * batch.width + first) * channels;
    float *next = scratch.data() + piece * warp_block * channels;
    Places places;
    Neighbours neighbours;
    for (ptrdiff_t tap = 0; tap < taps * taps; ++tap) {
      find_places(
          sample, field, static_cast<float>(row), static_cast<int32_t>(first), pixels,
          shift(tap % taps, taps), shift(tap / taps, taps), places);
      find_neighbours(sample, places, pixels, width, step, neighbours);
      float *there = tap == 0 ? result : next;
      blend(windows + n * window, all - n * window, neighbours, pixels, channels, there);
      for (ptrdiff_t i = 0; tap > 0 && i < count * channels; ++i) result[i] += next[i];
    }
    const auto places_read = static_cast<float>(taps * taps);
    for (ptrdiff_t i = 0; taps > 1 && i < count * channels; ++i) result[i] /= places_read;
    const float divisor = sample.divisor;
    for (ptrdiff_t i = 0; divisor != 1 && i < count * channels; ++i) result[i] /= divisor;
  });
}

void write_masks(const Batch &batch, int64_t padding, int64_t *masks) {
  const uint8_t *windows = batch.windows.data_ptr<uint8_t>();
  const ptrdiff_t window = batch.rows * batch.columns;
  const auto width = static_cast<uint32_t>(batch.columns);
  batch.in_parallel([&](ptrdiff_t, ptrdiff_t n, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count,
                        const float *field) __attribute__((always_inline)) {
    const WarpedSample &sample = batch.sample(n);
    int64_t *result = masks + (n * batch.height + row) * batch.width + first;
    const auto pixels = static_cast<int32_t>(count);
    Places places;
    uint32_t nearest[warp_block];
    uint8_t is_padding[warp_block];
    find_places(
        sample, field, static_cast<float>(row), static_cast<int32_t>(first), pixels, 0, 0, places);
    find_nearest(sample, places, pixels, width, nearest, is_padding);
    for (int32_t i = 0; i < pixels; ++i) {
      const int64_t value = windows[n * window + nearest[i]];
      result[i] = is_padding[i] ? padding : value;
    }
  });
}

}  // namespace

CTorchTensor ctorch_warp_images(
    CTorchTensor windows, CTorchTensor numbers, CTorchTensor field, ptrdiff_t height, ptrdiff_t width) {
  return guarded([&] {
    TORCH_CHECK(windows->value.dim() == 4, "images' windows are [N, rows, columns, C]");
    const Batch batch(windows->value, numbers->value, optional(field), height, width);
    const at::Tensor images = at::empty({batch.count, height, width, batch.channels}, at::kFloat);
    switch (batch.windows.scalar_type()) {
      case at::kByte: write_images<uint8_t>(batch, images.data_ptr<float>()); break;
      case at::kFloat: write_images<float>(batch, images.data_ptr<float>()); break;
      default: TORCH_CHECK(false, "images' windows are uint8 or float32");
    }
    return images.permute({0, 3, 1, 2});
  });
}

CTorchTensor ctorch_warp_masks(
    CTorchTensor windows, CTorchTensor numbers, CTorchTensor field, ptrdiff_t height, ptrdiff_t width,
    int64_t padding) {
  return guarded([&] {
    TORCH_CHECK(windows->value.dim() == 3, "masks' windows are [N, rows, columns]");
    TORCH_CHECK(windows->value.scalar_type() == at::kByte, "masks' windows are uint8");
    const Batch batch(windows->value, numbers->value, optional(field), height, width);
    const at::Tensor masks = at::empty({batch.count, height, width}, at::kLong);
    write_masks(batch, padding, masks.data_ptr<int64_t>());
    return masks;
  });
}
