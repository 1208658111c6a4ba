// What losses of regions are made of: for each image and class, what is predicted, what is true, what is both.

#include <torch/csrc/autograd/custom_function.h>

#include "channels_last.h"
#include "guarded.h"

using namespace ctorch;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// The planes [N, K] of a batch of maps [N, K, H, W], one after another.
struct Planes {
  ptrdiff_t images, classes, pixels;

  explicit Planes(const at::Tensor &maps)
      : images(maps.size(0)), classes(maps.size(1)), pixels(maps.size(2) * maps.size(3)) {}

  /// The target's value of a class: with one channel, 0 is the background.
  int64_t value(ptrdiff_t plane) const { return classes == 1 ? 1 : plane % classes; }

  /// Calls body(plane, its first pixel in the maps, its image's first pixel in the target) on several threads.
  template <typename Body>
  void in_parallel(Body body) const {
    parallel(images * classes, [&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) {
      with_widest_vectors([&]() __attribute__((always_inline)) {
        for (ptrdiff_t plane = begin; plane < end; ++plane) {
          body(plane, plane * pixels, plane / classes * pixels);
        }
      });
    });
  }
};

constexpr ptrdiff_t at_once = 64;

/// Sums over one plane: of p, or of p² if squared, where the target isn't ignored, and of p where it is the value.
template <bool squared>
CTORCH_INLINE void add_plane(
    const float *__restrict p, const int64_t *__restrict target, ptrdiff_t pixels, int64_t value,
    int64_t ignored, float &guess, float &both) {
  float scratch[2 * at_once];
  double sums[2 * at_once] = {};
  add_up(0, pixels, at_once, scratch, sums, [&](ptrdiff_t i, ptrdiff_t, float &first, float &second)
         __attribute__((always_inline)) {
    const float counted = squared ? p[i] * p[i] : p[i];
    first += target[i] == ignored ? 0 : counted;
    second += target[i] == value ? p[i] : 0;
  });
  double first = 0, second = 0;
  for (ptrdiff_t i = 0; i < at_once; ++i) first += sums[i], second += sums[at_once + i];
  guess = float(first);
  both = float(second);
}

template <bool squared>
CTORCH_INLINE void write_gradient(
    const float *__restrict p, const int64_t *__restrict target, ptrdiff_t pixels, int64_t value,
    int64_t ignored, float guess, float both, float *__restrict result) {
  for (ptrdiff_t i = 0; i < pixels; ++i) {
    const float counted = squared ? 2 * p[i] * guess : guess;
    result[i] = (target[i] == ignored ? 0 : counted) + (target[i] == value ? both : 0);
  }
}

struct RegionSums : torch::autograd::Function<RegionSums> {
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &p, const at::Tensor &target, int64_t ignored, bool squared) {
    const Planes planes(p);
    const at::Tensor sums = at::zeros({3, planes.images, planes.classes});
    const ptrdiff_t count = planes.images * planes.classes;
    float *guess = sums.data_ptr<float>(), *truth = guess + count, *both = truth + count;
    const float *values = p.data_ptr<float>();
    const int64_t *labels = target.data_ptr<int64_t>();
    planes.in_parallel([&](ptrdiff_t plane, ptrdiff_t at, ptrdiff_t from) __attribute__((always_inline)) {
      const int64_t value = planes.value(plane);
      if (squared) {
        add_plane<true>(values + at, labels + from, planes.pixels, value, ignored, guess[plane], both[plane]);
      } else {
        add_plane<false>(values + at, labels + from, planes.pixels, value, ignored, guess[plane], both[plane]);
      }
      ptrdiff_t there = 0;
      for (ptrdiff_t i = 0; i < planes.pixels; ++i) there += labels[from + i] == value;
      truth[plane] = float(there);
    });
    context->save_for_backward({p, target});
    context->saved_data["ignored"] = ignored;
    context->saved_data["squared"] = squared;
    return sums;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const variable_list saved = context->get_saved_variables();
    const int64_t ignored = context->saved_data["ignored"].toInt();
    const bool squared = context->saved_data["squared"].toBool();
    const at::Tensor gradient = gradients[0].contiguous(), result = at::empty_like(saved[0]);
    const Planes planes(saved[0]);
    const float *guess = gradient.data_ptr<float>(), *both = guess + 2 * planes.images * planes.classes;
    const float *values = saved[0].data_ptr<float>();
    const int64_t *labels = saved[1].data_ptr<int64_t>();
    float *to = result.data_ptr<float>();
    planes.in_parallel([&](ptrdiff_t plane, ptrdiff_t at, ptrdiff_t from) __attribute__((always_inline)) {
      const int64_t value = planes.value(plane);
      if (squared) {
        write_gradient<true>(
            values + at, labels + from, planes.pixels, value, ignored, guess[plane], both[plane], to + at);
      } else {
        write_gradient<false>(
            values + at, labels + from, planes.pixels, value, ignored, guess[plane], both[plane], to + at);
      }
    });
    return {result, {}, {}, {}};
  }
};

/// The same by libtorch's own operations, for other devices.
at::Tensor composed(const at::Tensor &p, const at::Tensor &target, int64_t ignored, bool squared) {
  const auto options = target.options();
  const at::Tensor classes = p.size(1) == 1 ? at::ones({1}, options) : at::arange(p.size(1), options);
  const at::Tensor truth = (target.unsqueeze(1) == classes.view({1, -1, 1, 1})).to(at::kFloat);
  const at::Tensor counted = p * (target != ignored).unsqueeze(1);
  const at::Tensor guess = (squared ? counted * counted : counted).sum({2, 3});
  return at::stack({guess, truth.sum({2, 3}), (p * truth).sum({2, 3})});
}

}  // namespace

CTorchTensor ctorch_region_sums(CTorchTensor a, CTorchTensor target, ptrdiff_t ignored, bool squared) {
  return guarded([&] {
    const at::Tensor &p = a->value, &labels = target->value;
    const bool fits = p.dim() == 4 && p.numel() > 0 && labels.sizes() == at::IntArrayRef{p.size(0), p.size(2), p.size(3)};
    const bool is_ours = fits && p.is_cpu() && labels.is_cpu() && p.scalar_type() == at::kFloat &&
                         labels.scalar_type() == at::kLong && p.is_contiguous() && labels.is_contiguous();
    return is_ours ? RegionSums::apply(p, labels, ignored, squared) : composed(p, labels, ignored, squared);
  });
}
