// What the levels of a U-Net hand to each other: pooled, enlarged and joined maps.
//
// libtorch's own are general, which costs small networks more than their convolutions. On one thread of an
// AVX-512 processor, forwards and backwards on bfloat16 [8, 16, 128, 128], channels last, they take 11.1 ms
// for a transposed convolution (7.1 of them for the gradient of its bias), 14.7 for joining two maps and 3.5
// for pooling.

#include <torch/csrc/autograd/custom_function.h>

#include "channels_last.h"
#include "feature_map_kernels.h"
#include "guarded.h"

using namespace ctorch;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

at::Tensor empty_map(const at::Tensor &like, int64_t channels, int64_t height, int64_t width) {
  const auto options = like.options().memory_format(at::MemoryFormat::ChannelsLast);
  return at::empty({like.size(0), channels, height, width}, options);
}

/// The gradient of a bias that was added to each pixel of a map; the map goes through unchanged.
struct AddedBias : torch::autograd::Function<AddedBias> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &map, const at::Tensor &bias) {
    context->saved_data["type"] = bias.scalar_type();
    return map;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const at::Tensor &gradient = gradients[0];
    const at::Tensor sums = is_channels_last_map(gradient) ? totals(gradient) : gradient.sum({0, 2, 3});
    return {gradient, sums.to(context->saved_data["type"].toScalarType())};
  }

 private:
  static at::Tensor totals(const at::Tensor &map) {
    const Rows rows(map);
    const at::Tensor result = at::empty({rows.channels}, at::kFloat);
    with_elements(map, [&](auto elements) {
      const auto *x = elements(map);
      const auto sums = rows.sums([&](ptrdiff_t begin, ptrdiff_t end, float *scratch, double *sums)
                                  __attribute__((always_inline)) {
        ctorch::totals(x, begin, end, rows.width, scratch, sums);
      });
      std::copy(sums.first.begin(), sums.first.end(), result.data_ptr<float>());
    });
    return result;
  }
};

/// Two maps of one size as one with the channels of both.
struct JoinedChannels : torch::autograd::Function<JoinedChannels> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &a, const at::Tensor &b) {
    context->saved_data["first"] = a.size(1);
    const at::Tensor result = empty_map(a, a.size(1) + b.size(1), a.size(2), a.size(3));
    each_pixel(result, a, b, [](char *joined, auto *first, auto *second, auto pixels, auto x, auto y)
               __attribute__((always_inline)) { join(joined, first, second, pixels, x, y); });
    return result;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const int64_t first = context->saved_data["first"].toInt();
    const at::Tensor gradient = channels_last(gradients[0], gradients[0].scalar_type());
    const at::Tensor a = empty_map(gradient, first, gradient.size(2), gradient.size(3));
    const at::Tensor b = empty_map(gradient, gradient.size(1) - first, gradient.size(2), gradient.size(3));
    each_pixel(gradient, a, b, [](char *joined, auto *first, auto *second, auto pixels, auto x, auto y)
               __attribute__((always_inline)) { part(joined, first, second, pixels, x, y); });
    return {a, b};
  }

 private:
  /// Calls body(joined, first, second, number of pixels, bytes of a pixel of the first, of the second) on several threads.
  template <typename Body>
  static void each_pixel(const at::Tensor &joined, const at::Tensor &a, const at::Tensor &b, Body body) {
    const ptrdiff_t size = joined.element_size(), x = a.size(1) * size, y = b.size(1) * size;
    char *whole = static_cast<char *>(joined.data_ptr()), *first = static_cast<char *>(a.data_ptr()),
         *second = static_cast<char *>(b.data_ptr());
    const ptrdiff_t pixels = joined.numel() / joined.size(1);
    parallel(pixels, [&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) {
      with_widest_vectors([&]() __attribute__((always_inline)) {
        body(whole + begin * (x + y), first + begin * x, second + begin * y, end - begin, x, y);
      });
    });
  }
};

/// The greatest of each block of 2 × 2 pixels, and where it was.
struct MaxPool2 : torch::autograd::Function<MaxPool2> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x) {
    const int64_t height = x.size(2) / 2, width = x.size(3) / 2, row = x.size(3) * x.size(1);
    const at::Tensor y = empty_map(x, x.size(1), height, width);
    const at::Tensor places = at::empty({y.numel()}, at::kByte);
    uint8_t *place = places.data_ptr<uint8_t>();
    with_elements(x, [&](auto elements) {
      const auto *from = elements(x);
      auto *to = elements(y);
      const ptrdiff_t channels = x.size(1), pooled = width * channels;
      in_parallel(y, [&](ptrdiff_t image, ptrdiff_t line) __attribute__((always_inline)) {
        const ptrdiff_t out = (image * height + line) * pooled;
        pool_line(from + (image * x.size(2) + 2 * line) * row, row, channels, width, to + out, place + out);
      });
    });
    context->save_for_backward({places});
    context->saved_data["height"] = x.size(2);
    context->saved_data["width"] = x.size(3);
    return y;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const int64_t rows = context->saved_data["height"].toInt(), columns = context->saved_data["width"].toInt();
    const at::Tensor gradient = channels_last(gradients[0], gradients[0].scalar_type());
    const at::Tensor places = context->get_saved_variables()[0];
    const ptrdiff_t channels = gradient.size(1), height = gradient.size(2), width = gradient.size(3);
    const at::Tensor result = empty_map(gradient, channels, rows, columns);
    // What no block has reached.
    if (rows % 2 != 0 || columns % 2 != 0) result.zero_();
    const uint8_t *place = places.data_ptr<uint8_t>();
    with_elements(gradient, [&](auto elements) {
      const auto *from = elements(gradient);
      auto *to = elements(result);
      in_parallel(gradient, [&](ptrdiff_t image, ptrdiff_t line) __attribute__((always_inline)) {
        const ptrdiff_t in = (image * height + line) * width * channels, row = columns * channels;
        spread_line(from + in, place + in, channels, width, to + (image * rows + 2 * line) * row, row);
      });
    });
    return {result};
  }

 private:
  /// Calls body(image, line) on several threads for each line of a map.
  template <typename Body>
  static void in_parallel(const at::Tensor &map, Body body) {
    const ptrdiff_t height = map.size(2);
    parallel(map.size(0) * height, [&](ptrdiff_t, ptrdiff_t begin, ptrdiff_t end) {
      with_widest_vectors([&]() __attribute__((always_inline)) {
        for (ptrdiff_t line = begin; line < end; ++line) body(line / height, line % height);
      });
    });
  }
};

bool can_join(const at::Tensor &a, const at::Tensor &b) {
  const bool alike = a.scalar_type() == b.scalar_type() && a.dim() == 4 && b.dim() == 4 &&
                     a.size(0) == b.size(0) && a.sizes().slice(2) == b.sizes().slice(2);
  return alike && is_channels_last_map(a) && is_channels_last_map(b);
}

}  // namespace

CTorchTensor ctorch_cat(ctorch_tensors tensors, ptrdiff_t count, ptrdiff_t dimension) {
  return guarded([&] {
    if (count == 2 && dimension == 1 && can_join(tensors[0]->value, tensors[1]->value)) {
      return JoinedChannels::apply(tensors[0]->value, tensors[1]->value);
    }
    return at::cat(list(tensors, count), dimension);
  });
}

CTorchTensor ctorch_conv_transpose2d(
    CTorchTensor a, CTorchTensor weight, CTorchTensor bias, ptrdiff_t stride) {
  return guarded([&] {
    const bool learns = bias && at::GradMode::is_enabled() && bias->value.requires_grad();
    if (!learns || !a->value.is_cpu() || a->value.dim() != 4) {
      return at::conv_transpose2d(a->value, weight->value, optional(bias), stride);
    }
    // The gradient of the bias is the one thing for which oneDNN has but a plain loop.
    const at::Tensor detached = bias->value.detach();
    return AddedBias::apply(at::conv_transpose2d(a->value, weight->value, detached, stride), bias->value);
  });
}

CTorchTensor ctorch_max_pool2d(CTorchTensor a, ptrdiff_t kernel) {
  return guarded([&] {
    const at::Tensor &x = a->value;
    const bool is_ours = kernel == 2 && is_channels_last_map(x) && x.size(1) % pooled_at_once == 0 &&
                         x.size(2) >= 2 && x.size(3) >= 2;
    return is_ours ? MaxPool2::apply(x) : at::max_pool2d(x, kernel);
  });
}
