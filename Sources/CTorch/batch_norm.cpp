// Training's batch norm and ReLU as one operation on channels-last maps in the CPU's memory.
//
// A map is read twice forwards and its gradient twice backwards. On one thread of an AVX-512 processor, on
// bfloat16 [4, 16, 256, 256], that takes 1.1 ms forwards where at::batch_norm and relu_ take 3.6; a whole
// step of a U-Net of width 16 on such a batch takes 434 ms of processor time where it takes 463 without.

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

#include "batch_norm_kernels.h"
#include "channels_last.h"
#include "guarded.h"

using namespace ctorch;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// The mean and the inverse standard deviation of each channel; moves the running statistics.
template <typename T>
std::pair<at::Tensor, at::Tensor> statistics(
    const T *x, const Rows &rows, const at::Tensor &running_mean, const at::Tensor &running_variance,
    double momentum, double epsilon) {
  // Sums of squares lose digits far from 0: a pixel of the map is near enough to its mean.
  const Numbers shift = rows.along([&](ptrdiff_t c) { return load(x[c]); });
  const auto [first, second] = rows.sums([&](ptrdiff_t begin, ptrdiff_t end, float *scratch, double *sums)
                                         __attribute__((always_inline)) {
    moments(x, begin, end, rows.width, shift.data(), scratch, sums);
  });
  const at::Tensor mean = at::empty({rows.channels}, at::kFloat), deviation = at::empty_like(mean);
  float *running_means = running_mean.data_ptr<float>();
  float *running_variances = running_variance.data_ptr<float>();
  for (ptrdiff_t c = 0; c < rows.channels; ++c) {
    const double n = rows.pixels(), offset = first[c] / n, m = shift[c] + offset;
    const double squares = second[c] / n - offset * offset, variance = squares < 0 ? 0 : squares;
    mean.data_ptr<float>()[c] = float(m);
    deviation.data_ptr<float>()[c] = float(1 / std::sqrt(variance + epsilon));
    running_means[c] += float(momentum * (m - running_means[c]));
    running_variances[c] += float(momentum * (variance * n / (n - 1) - running_variances[c]));
  }
  return {mean, deviation};
}

/// max(0, scale · x + offset) is the ReLU of the normalised x, for each channel.
struct Line {
  Numbers scale, offset, mean;

  Line(const Rows &rows, const at::Tensor &weight, const at::Tensor &bias, const at::Tensor &mean,
       const at::Tensor &inverse_deviation) {
    const float *w = weight.data_ptr<float>(), *b = bias.data_ptr<float>(), *m = mean.data_ptr<float>(),
                *d = inverse_deviation.data_ptr<float>();
    scale = rows.along([&](ptrdiff_t c) { return w[c] * d[c]; });
    offset = rows.along([&](ptrdiff_t c) { return b[c] - m[c] * scale[c]; });
    this->mean = rows.along([&](ptrdiff_t c) { return m[c]; });
  }
};

template <typename T>
void write_output(const T *x, T *y, const Rows &rows, const Line &line) {
  rows.in_parallel([&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) __attribute__((always_inline)) {
    rectify(x, y, begin, end, rows.width, line.scale.data(), line.offset.data());
  });
}

/// Writes the gradients of the map, the weight and the bias.
template <typename T>
void write_gradients(
    const T *x, const T *gradient, T *result, const Rows &rows, const Line &line,
   const at::Tensor &inverse_deviation,
    float *weight_gradient, float *bias_gradient) {
  const auto [first, second] = rows.sums([&](ptrdiff_t begin, ptrdiff_t end, float *scratch, double *sums)
                                         __attribute__((always_inline)) {
    gradient_moments(
        x, gradient, begin, end, rows.width, line.scale.data(), line.offset.data(), line.mean.data(),
        scratch, sums);
  });
  const float *deviations = inverse_deviation.data_ptr<float>();
  for (ptrdiff_t c = 0; c < rows.channels; ++c) {
    weight_gradient[c] = float(second[c] * deviations[c]);
    bias_gradient[c] = float(first[c]);
  }
  const Numbers slope = rows.along([&](ptrdiff_t c) {
    return -line.scale[c] * deviations[c] * deviations[c] * second[c] / rows.pixels();
  });
  const Numbers constant = rows.along([&](ptrdiff_t c) {
    return -line.scale[c] * first[c] / rows.pixels() - double(slope[c]) * line.mean[c];
  });
  rows.in_parallel([&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) __attribute__((always_inline)) {
    input_gradient(
        x, gradient, result, begin, end, rows.width, line.scale.data(), line.offset.data(), slope.data(),
        constant.data());
  });
}

struct BatchNormReLU : torch::autograd::Function<BatchNormReLU> {
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
      const at::Tensor &running_mean, const at::Tensor &running_variance, double momentum, double epsilon) {
    const at::Tensor y = at::empty_like(x);
    const Rows rows(x);
    with_elements(x, [&](auto elements) {
      const auto [mean, deviation] =
          statistics(elements(x), rows, running_mean, running_variance, momentum, epsilon);
      write_output(elements(x), elements(y), rows, Line(rows, weight, bias, mean, deviation));
      context->save_for_backward({x, weight, bias, mean, deviation});
    });
    return y;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &deviation = saved[4];
    const at::Tensor gradient = channels_last(gradients[0], x.scalar_type());
    const at::Tensor result = at::empty_like(x);
    const at::Tensor weight = at::empty_like(deviation), bias = at::empty_like(deviation);
    const Rows rows(x);
    with_elements(x, [&](auto elements) {
      const Line line(rows, saved[1], saved[2], saved[3], deviation);
      write_gradients(
          elements(x), elements(gradient), elements(result), rows, line, deviation, weight.data_ptr<float>(),
          bias.data_ptr<float>());
    });
    return {result, weight, bias, {}, {}, {}, {}};
  }
};

/// With running statistics, and nothing to learn.
at::Tensor rectified(
    const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias, const at::Tensor &mean,
    const at::Tensor &variance, double epsilon) {
  const at::Tensor y = at::empty_like(x);
  const Rows rows(x);
  const Line line(rows, weight, bias, mean, (variance + epsilon).rsqrt());
  with_elements(x, [&](auto elements) { write_output(elements(x), elements(y), rows, line); });
  return y;
}

}  // namespace

CTorchTensor ctorch_batch_norm(
    CTorchTensor a, CTorchTensor weight, CTorchTensor bias, CTorchTensor mean, CTorchTensor variance,
    bool training, double momentum, double epsilon) {
  return guarded([&] {
    return at::batch_norm(
        a->value, weight->value, bias->value, mean->value, variance->value, training, momentum, epsilon,
        at::globalContext().userEnabledCuDNN());
  });
}

CTorchTensor ctorch_batch_norm_relu(
    CTorchTensor a, CTorchTensor weight, CTorchTensor bias, CTorchTensor mean, CTorchTensor variance,
    bool training, double momentum, double epsilon) {
  if (training && is_channels_last_map(a->value)) {
    return guarded([&] {
      return BatchNormReLU::apply(
          a->value, weight->value, bias->value, mean->value, variance->value, momentum, epsilon);
    });
  }
  if (!training && !at::GradMode::is_enabled() && is_channels_last_map(a->value)) {
    return guarded(
        [&] { return rectified(a->value, weight->value, bias->value, mean->value, variance->value, epsilon); });
  }
  CTorchTensor result = ctorch_batch_norm(a, weight, bias, mean, variance, training, momentum, epsilon);
  return result && guarded([&] { result->value.relu_(); }) ? result : nullptr;
}
