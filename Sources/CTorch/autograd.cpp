// Random numbers, gradients, and the modes of the calling thread.

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include "guarded.h"

using namespace ctorch;

CTorchGenerator ctorch_make_generator(uint64_t seed, ctorch_device where) {
  CTorchGenerator result = nullptr;
  guarded([&] {
    const at::Device device = ctorch::device(where);
    at::Generator generator = device.is_cpu()
        ? at::detail::createCPUGenerator(seed)
        : at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(device.index());
    generator.set_current_seed(seed);
    result = new ctorch_generator{generator};
  });
  return result;
}
void ctorch_generator_release(CTorchGenerator generator) { delete generator; }

bool ctorch_bernoulli_(CTorchTensor a, double probability, CTorchGenerator generator) {
  return guarded([&] { a->value.bernoulli_(probability, generator->value); });
}
bool ctorch_uniform_(CTorchTensor a, double from, double to, CTorchGenerator generator) {
  return guarded([&] { a->value.uniform_(from, to, generator->value); });
}
bool ctorch_normal_(CTorchTensor a, double mean, double deviation, CTorchGenerator generator) {
  return guarded([&] { a->value.normal_(mean, deviation, generator->value); });
}

bool ctorch_gradients_enabled(void) { return at::GradMode::is_enabled(); }
void ctorch_set_gradients_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

bool ctorch_requires_gradient(CTorchTensor a) { return a->value.requires_grad(); }
bool ctorch_set_requires_gradient(CTorchTensor a, bool required) {
  return guarded([&] { a->value.set_requires_grad(required); });
}
bool ctorch_backward(CTorchTensor a) {
  return guarded([&] { a->value.backward(); });
}
bool ctorch_has_gradient(CTorchTensor a) { return a->value.grad().defined(); }
CTorchTensor ctorch_gradient(CTorchTensor a) {
  return guarded([&] {
    TORCH_CHECK(a->value.grad().defined(), "no gradient has reached this tensor");
    return a->value.grad();
  });
}
void ctorch_clear_gradient(CTorchTensor a) { a->value.mutable_grad().reset(); }

bool ctorch_gradients(CTorchTensor output, ctorch_tensors inputs, ptrdiff_t count, CTorchTensor *gradients) {
  return guarded([&] {
    const auto found = torch::autograd::grad(
        {output->value}, list(inputs, count), /*grad_outputs=*/{}, /*retain_graph=*/std::nullopt,
        /*create_graph=*/false, /*allow_unused=*/true);
    for (ptrdiff_t i = 0; i < count; ++i) {
      gradients[i] = found[i].defined() ? new ctorch_tensor(found[i]) : nullptr;
    }
  });
}

ctorch_autocast ctorch_autocast_begin(bool enabled, ctorch_dtype dtype, ctorch_device where) {
  const at::DeviceType kind = device(where).type();
  const ctorch_autocast previous = {
      at::autocast::is_autocast_enabled(kind), dtype_of(at::autocast::get_autocast_dtype(kind))};
  // The cache of narrow weights belongs to the whole process: a thread that leaves autocast would empty it for all others. A network
  // uses each weight once, so that nothing would ever be found there.
  at::autocast::set_autocast_cache_enabled(false);
  at::autocast::set_autocast_dtype(kind, scalar_type(dtype));
  at::autocast::set_autocast_enabled(kind, enabled);
  return previous;
}

void ctorch_autocast_end(ctorch_autocast previous, ctorch_device where) {
  const at::DeviceType kind = device(where).type();
  at::autocast::set_autocast_enabled(kind, previous.was_enabled);
  at::autocast::set_autocast_dtype(kind, scalar_type(previous.previous));
}
