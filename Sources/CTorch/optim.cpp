// Steps over all parameters at once.

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

CTorchTensor ctorch_global_norm(ctorch_tensors tensors, ptrdiff_t count) {
  return guarded([&] { return at::linalg_vector_norm(at::stack(at::_foreach_norm(list(tensors, count)))); });
}
bool ctorch_foreach_mul_(ctorch_tensors tensors, ptrdiff_t count, CTorchTensor factor) {
  return guarded([&] { at::_foreach_mul_(list(tensors, count), factor->value); });
}
bool ctorch_foreach_lerp_(ctorch_tensors tensors, ctorch_tensors towards, ptrdiff_t count, double weight) {
  return guarded([&] { at::_foreach_lerp_(list(tensors, count), list(towards, count), weight); });
}
