// Steps over all parameters at once.

#include <limits>

#include "guarded.h"

using namespace ctorch;

namespace {

using AdamStep = void (*)(
    at::TensorList, at::TensorList, at::TensorList, at::TensorList, at::TensorList, at::TensorList,
    const at::Tensor &, double, double, double, double, bool, bool, const std::optional<at::Tensor> &,
    const std::optional<at::Tensor> &);

/// PyTorch keeps one step count for each parameter; ours is the same for all of them.
std::vector<at::Tensor> repeated(CTorchTensor tensor, ptrdiff_t count) {
  return std::vector<at::Tensor>(count, tensor->value);
}

/// One number of the tensors' type on their device, so that nobody waits for `found_bad`.
at::Tensor number(const std::vector<at::Tensor> &of, CTorchTensor found_bad, double usual, double if_bad) {
  const auto options = of.front().options();
  return at::where(
      found_bad->value == 1, at::scalar_tensor(if_bad, options), at::scalar_tensor(usual, options));
}

/// The gradients with weight decay, or zeros where `found_bad`: NaN would outlive a multiplication by 0.
std::vector<at::Tensor> usable(
    std::vector<at::Tensor> gradients, const std::vector<at::Tensor> &weights, double weight_decay,
    CTorchTensor found_bad) {
  if (weight_decay != 0) gradients = at::_foreach_add(gradients, weights, weight_decay);
  const auto is_bad = found_bad->value == 1;
  for (auto &gradient : gradients) gradient.masked_fill_(is_bad, 0);
  return gradients;
}

/// The roots of the mean squares, or of the variances where there are means.
std::vector<at::Tensor> deviations(
    const std::vector<at::Tensor> &square_averages, const std::vector<at::Tensor> &averages) {
  if (averages.empty()) return at::_foreach_sqrt(square_averages);
  auto variances = at::_foreach_addcmul(square_averages, averages, averages, -1);
  // Rounding may leave less than 0, whose root is NaN.
  at::_foreach_clamp_min_(variances, 0);
  at::_foreach_sqrt_(variances);
  return variances;
}

}  // namespace

bool ctorch_fused_adam_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors averages,
    ctorch_tensors square_averages,
    ptrdiff_t count, CTorchTensor step, CTorchTensor learning_rate, double beta1, double beta2,
    double weight_decay, double epsilon, bool decoupled, CTorchTensor found_bad) {
  return guarded([&] {
    const auto update = decoupled
        ? static_cast<AdamStep>(at::_fused_adamw_)
        : static_cast<AdamStep>(at::_fused_adam_);
    update(
        list(parameters, count), list(gradients, count), list(averages, count), list(square_averages, count),
        /*max_exp_avg_sqs=*/{}, repeated(step, count), learning_rate->value, beta1, beta2, weight_decay,
        epsilon, /*amsgrad=*/false,
        /*maximize=*/false, /*grad_scale=*/{}, found_bad->value);
  });
}

bool ctorch_fused_sgd_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors momenta, ptrdiff_t count,
    ptrdiff_t momentum_count, CTorchTensor learning_rate, double momentum, double weight_decay, bool nesterov,
    CTorchTensor found_bad) {
  return guarded([&] {
    at::_fused_sgd_(
        list(parameters, count), list(gradients, count), list(momenta, momentum_count), weight_decay,
        momentum,
        learning_rate->value, /*dampening=*/0, nesterov, /*maximize=*/false, /*is_first_step=*/false,
        /*grad_scale=*/{}, found_bad->value);
  });
}

bool ctorch_foreach_rmsprop_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors square_averages, ptrdiff_t count,
    ctorch_tensors gradient_averages, ptrdiff_t gradient_average_count, ctorch_tensors momenta,
    ptrdiff_t momentum_count, double learning_rate, double alpha, double momentum, double weight_decay,
    double epsilon, CTorchTensor found_bad) {
  return guarded([&] {
    if (count == 0) return;
    const auto weights = list(parameters, count), squares = list(square_averages, count);
    const auto averages = list(gradient_averages, gradient_average_count);
    const auto velocities = list(momenta, momentum_count);
    const auto slopes = usable(list(gradients, count), weights, weight_decay, found_bad);
    const auto kept = number(weights, found_bad, alpha, 1);
    at::_foreach_mul_(squares, kept);
    at::_foreach_addcmul_(squares, slopes, slopes, 1 - alpha);
    if (!averages.empty()) {
      at::_foreach_mul_(averages, kept);
      at::_foreach_add_(averages, slopes, 1 - alpha);
    }
    const auto scales = deviations(squares, averages);
    at::_foreach_add_(scales, epsilon);
    if (velocities.empty()) return at::_foreach_addcdiv_(weights, slopes, scales, -learning_rate);
    at::_foreach_mul_(velocities, number(weights, found_bad, momentum, 1));
    at::_foreach_addcdiv_(velocities, slopes, scales);
    at::_foreach_add_(weights, at::_foreach_mul(velocities, number(weights, found_bad, -learning_rate, 0)));
  });
}

bool ctorch_foreach_lion_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors averages, ptrdiff_t count,
    double learning_rate, double beta1, double beta2, double weight_decay, CTorchTensor found_bad) {
  return guarded([&] {
    if (count == 0) return;
    const auto weights = list(parameters, count), memory = list(averages, count);
    const auto slopes = usable(list(gradients, count), weights, /*weight_decay=*/0, found_bad);
    const auto steps = at::_foreach_mul(memory, beta1);
    at::_foreach_add_(steps, slopes, 1 - beta1);
    at::_foreach_sign_(steps);
    at::_foreach_mul_(steps, number(weights, found_bad, -learning_rate, 0));
    at::_foreach_mul_(weights, number(weights, found_bad, 1 - learning_rate * weight_decay, 1));
    at::_foreach_add_(weights, steps);
    at::_foreach_mul_(memory, number(weights, found_bad, beta2, 1));
    at::_foreach_add_(memory, slopes, 1 - beta2);
  });
}

CTorchTensor ctorch_global_norm(ctorch_tensors tensors, ptrdiff_t count) {
  return guarded([&] { return at::linalg_vector_norm(at::stack(at::_foreach_norm(list(tensors, count)))); });
}
bool ctorch_foreach_mul_(ctorch_tensors tensors, ptrdiff_t count, CTorchTensor factor) {
  return guarded([&] { at::_foreach_mul_(list(tensors, count), factor->value); });
}
bool ctorch_foreach_clamp_(ctorch_tensors tensors, ptrdiff_t count, double lowest, double highest) {
  return guarded([&] {
    at::_foreach_clamp_min_(list(tensors, count), lowest);
    at::_foreach_clamp_max_(list(tensors, count), highest);
  });
}
bool ctorch_foreach_lerp_(ctorch_tensors tensors, ctorch_tensors towards, ptrdiff_t count, double weight) {
  return guarded([&] { at::_foreach_lerp_(list(tensors, count), list(towards, count), weight); });
}
bool ctorch_foreach_copy_(
    ctorch_tensors tensors, ctorch_tensors sources, ptrdiff_t count, CTorchTensor condition) {
  return guarded([&] {
    auto targets = list(tensors, count);
    const auto values = list(sources, count);
    if (!condition) return at::_foreach_copy_(targets, values);
    // No arithmetic: NaN times 0 is NaN.
    for (ptrdiff_t i = 0; i < count; ++i) {
      at::where_out(targets[i], condition->value, values[i], targets[i]);
    }
  });
}
CTorchTensor ctorch_all_finite(ctorch_tensors tensors, ptrdiff_t count) {
  return guarded([&] {
    const auto greatest = at::_foreach_norm(list(tensors, count), std::numeric_limits<double>::infinity());
    return at::isfinite(at::stack(greatest)).all();
  });
}
