// What brings a batch of images to its network's range, in place: one pass where tensors' operations take four.

#include <algorithm>
#include <limits>

#include "ctorch_samples.h"
#include "guarded.h"
#include "parallel.h"
#include "widest_vectors.h"

#pragma clang fp contract(off)

using namespace ctorch;

namespace {

/// A sample's constants, repeated along so many numbers that loops are long where channels are few.
struct Constants {
  const ptrdiff_t channels, width;
  std::vector<float> values;

  explicit Constants(const at::Tensor &images)
      : channels(images.size(1)), width(channels * std::max<ptrdiff_t>(1, 256 / channels)) {}

  /// Those of each sample, one after the other; `otherwise` where there is no tensor.
  const float *repeated(const std::optional<at::Tensor> &constants, ptrdiff_t samples, float otherwise) {
    values.assign(samples * width, otherwise);
    if (!constants) return values.data();
    const at::Tensor all = constants->expand({samples, channels}).contiguous();
    const float *from = all.data_ptr<float>();
    for (ptrdiff_t i = 0; i < samples * width; ++i) {
      values[i] = from[i / width * channels + i % width % channels];
    }
    return values.data();
  }
};

void normalize(
    const at::Tensor &images, const at::Tensor &offsets, const at::Tensor &divisors,
    const std::optional<at::Tensor> &ceilings) {
  const ptrdiff_t samples = images.size(0), elements = images.numel() / samples;
  Constants some(images), others(images), more(images);
  const float *offset = some.repeated(offsets, samples, 0), *divisor = others.repeated(divisors, samples, 1);
  const float *ceiling = more.repeated(ceilings, samples, 0);
  const ptrdiff_t width = some.width, rows = (elements + width - 1) / width;
  const bool clips = ceilings.has_value();
  float *all = images.data_ptr<float>();
  parallel(samples * rows, [&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) {
    with_widest_vectors([&]() __attribute__((always_inline)) {
      for (ptrdiff_t row = begin; row < end; ++row) {
        const ptrdiff_t sample = row / rows, first = row % rows * width;
        const float *__restrict least = offset + sample * width, *__restrict scale = divisor + sample * width,
                    *__restrict most = ceiling + sample * width;
        float *__restrict x = all + sample * elements + first;
        const ptrdiff_t count = std::min(width, elements - first);
        // NaN stays NaN.
        for (ptrdiff_t i = 0; clips && i < count; ++i) x[i] = x[i] > most[i] ? most[i] : x[i];
        for (ptrdiff_t i = 0; clips && i < count; ++i) x[i] = x[i] < least[i] ? least[i] : x[i];
        for (ptrdiff_t i = 0; i < count; ++i) x[i] = (x[i] - least[i]) / scale[i];
      }
    });
  });
}

}  // namespace

bool ctorch_normalize_(CTorchTensor images, CTorchTensor offsets, CTorchTensor divisors, CTorchTensor ceilings) {
  return guarded([&] {
    const at::Tensor &value = images->value;
    const bool fits = value.is_cpu() && value.dim() == 4 && value.scalar_type() == at::kFloat;
    TORCH_CHECK(fits, "images are [N, C, H, W] of float32 in the CPU's memory");
    TORCH_CHECK(value.is_contiguous(at::MemoryFormat::ChannelsLast), "images lie channels last");
    if (value.numel() > 0) normalize(value, offsets->value, divisors->value, optional(ceilings));
  });
}
