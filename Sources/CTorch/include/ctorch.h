// The part of libtorch that unet uses, as C functions that never throw.
//
// Ownership: a returned handle is new and the caller releases it; arguments are borrowed.
// Failure:   NULL or false, and ctorch_failure() says why on this thread.
// Shapes:    images and features are [N, C, H, W], class masks are [N, H, W] of int64.
//
// A trailing underscore means that the first argument is changed in place, as in PyTorch. Sizes, counts and
// dimensions are ptrdiff_t, which Swift reads as Int; a negative dimension counts from the last.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

// MARK: Kinds

typedef struct ctorch_tensor *CTorchTensor __attribute__((swift_wrapper(struct)));
typedef struct ctorch_generator *CTorchGenerator __attribute__((swift_wrapper(struct)));

/// Borrowed tensors, one after the other; a count follows as an argument of its own.
typedef const CTorchTensor _Nonnull *_Nonnull ctorch_tensors;

/// The sizes of a tensor, or the numbers of some dimensions; a count follows as an argument of its own.
typedef const ptrdiff_t *_Nonnull ctorch_sizes;

#define CTORCH_ENUM(name) enum __attribute__((enum_extensibility(closed))) name

typedef CTORCH_ENUM(ctorch_dtype) {
  ctorch_dtype_uint8,
  ctorch_dtype_int32,
  ctorch_dtype_int64,
  ctorch_dtype_float32,
  ctorch_dtype_float64,
  ctorch_dtype_bfloat16,
  ctorch_dtype_bool,
} ctorch_dtype;

typedef CTORCH_ENUM(ctorch_layout) {
  ctorch_layout_contiguous,
  ctorch_layout_channels_last,
} ctorch_layout;

typedef CTORCH_ENUM(ctorch_padding) {
  ctorch_padding_constant,
  ctorch_padding_reflect,
  ctorch_padding_replicate,
} ctorch_padding;

typedef CTORCH_ENUM(ctorch_reduction) {
  ctorch_reduction_none,
  ctorch_reduction_mean,
  ctorch_reduction_sum,
} ctorch_reduction;

/// The CPU where index is negative, else that CUDA device.
typedef struct ctorch_device {
  int32_t cuda_index;
} ctorch_device;

/// A number that keeps integer tensors integer.
typedef struct ctorch_scalar {
  bool is_integer;
  int64_t integer;
  double floating;
} ctorch_scalar;

// MARK: Runtime

const char *ctorch_failure(void);
bool ctorch_failure_is_out_of_memory(void);

/// The release that the headers were of, and the release that was loaded ("2.13.0"; "" where it cannot say).
const char *ctorch_built_version(void);
const char *ctorch_loaded_version(void);

/// The instruction set whose kernels libtorch picked ("AVX512").
const char *ctorch_cpu_capability(void);

/// Whether the processor multiplies bfloat16 in hardware; where it does not, bfloat16 is slower than float.
bool ctorch_cpu_multiplies_bfloat16(void);

/// Makes malloc keep and reuse large freed blocks. Call once, before the first tensor.
void ctorch_keep_freed_memory(void);

ptrdiff_t ctorch_thread_count(void);
bool ctorch_set_thread_count(ptrdiff_t count);
ptrdiff_t ctorch_cuda_device_count(void);

/// The numbers of the cores on which the calling thread may run, at most so many of them; returns how many there are, 0 where the system
/// doesn't say.
ptrdiff_t ctorch_get_cores(int32_t *cores, ptrdiff_t most);

/// Lets the calling thread, and what it starts from now on, run on these cores alone; false where that can't be.
bool ctorch_set_cores(const int32_t *cores, ptrdiff_t count);
bool ctorch_set_deterministic(bool deterministic);
bool ctorch_synchronize(ctorch_device device);

/// Tensor handles that this thread has made less those that it has released: for leak tests.
ptrdiff_t ctorch_live_tensors(void);

/// The number of threads that a loop of our own kernels over `items` pieces really ran on.
ptrdiff_t ctorch_kernel_threads(ptrdiff_t items);

// MARK: Tensors

void ctorch_release(CTorchTensor tensor);
ptrdiff_t ctorch_rank(CTorchTensor tensor);
ptrdiff_t ctorch_size(CTorchTensor tensor, ptrdiff_t dimension);
ctorch_dtype ctorch_get_dtype(CTorchTensor tensor);
ctorch_device ctorch_get_device(CTorchTensor tensor);
bool ctorch_is_laid_out(CTorchTensor tensor, ctorch_layout layout);

/// The first byte of a contiguous tensor in CPU memory; NULL if it is neither (not a failure).
void *_Nullable ctorch_bytes(CTorchTensor tensor);

/// Fails where the bytes are not as many as the sizes take.
CTorchTensor _Nullable ctorch_from_bytes(
    const void *_Nullable bytes, ptrdiff_t byte_count, ctorch_sizes sizes, ptrdiff_t rank, ctorch_dtype,
    ctorch_device);
CTorchTensor _Nullable ctorch_empty(ctorch_sizes sizes, ptrdiff_t rank, ctorch_dtype, ctorch_device);
CTorchTensor _Nullable ctorch_full(
    ctorch_sizes sizes, ptrdiff_t rank, ctorch_scalar, ctorch_dtype, ctorch_device);
CTorchTensor _Nullable ctorch_arange(ptrdiff_t count, ctorch_dtype, ctorch_device);
CTorchTensor _Nullable ctorch_empty_like(CTorchTensor);
CTorchTensor _Nullable ctorch_to(CTorchTensor, ctorch_dtype, ctorch_device);
CTorchTensor _Nullable ctorch_with_layout(CTorchTensor, ctorch_layout);
CTorchTensor _Nullable ctorch_clone(CTorchTensor);
CTorchTensor _Nullable ctorch_detach(CTorchTensor);
bool ctorch_copy_(CTorchTensor, CTorchTensor source);
bool ctorch_fill_(CTorchTensor, ctorch_scalar);

CTorchTensor _Nullable ctorch_reshape(CTorchTensor, ctorch_sizes sizes, ptrdiff_t rank);
CTorchTensor _Nullable ctorch_expand(CTorchTensor, ctorch_sizes sizes, ptrdiff_t rank);
CTorchTensor _Nullable ctorch_permute(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t rank);
CTorchTensor _Nullable ctorch_unsqueeze(CTorchTensor, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_squeeze(CTorchTensor, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_narrow(CTorchTensor, ptrdiff_t dimension, ptrdiff_t start, ptrdiff_t length);
CTorchTensor _Nullable ctorch_select(CTorchTensor, ptrdiff_t dimension, ptrdiff_t index);
CTorchTensor _Nullable ctorch_flip(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t count);
CTorchTensor _Nullable ctorch_cat(ctorch_tensors, ptrdiff_t count, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_stack(ctorch_tensors, ptrdiff_t count, ptrdiff_t dimension);
/// Sides are (before, after) of the last dimension, then of the one before it, and so on; negative ones crop.
CTorchTensor _Nullable ctorch_pad(
    CTorchTensor, ctorch_sizes sides, ptrdiff_t count, ctorch_padding, double value);

CTorchTensor _Nullable ctorch_gather(CTorchTensor, ptrdiff_t dimension, CTorchTensor index);
CTorchTensor _Nullable ctorch_index_select(CTorchTensor, ptrdiff_t dimension, CTorchTensor index);
CTorchTensor _Nullable ctorch_one_hot(CTorchTensor, ptrdiff_t classes);
CTorchTensor _Nullable ctorch_bincount(CTorchTensor, ptrdiff_t minimum_length);

// MARK: Arithmetic

CTorchTensor _Nullable ctorch_add(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_sub(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_mul(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_div(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_add_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_sub_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_mul_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_div_scalar(CTorchTensor, ctorch_scalar);
/// scalar − tensor and scalar / tensor.
CTorchTensor _Nullable ctorch_scalar_sub(ctorch_scalar, CTorchTensor);
CTorchTensor _Nullable ctorch_scalar_div(ctorch_scalar, CTorchTensor);
CTorchTensor _Nullable ctorch_pow_scalar(CTorchTensor, ctorch_scalar exponent);
bool ctorch_add_(CTorchTensor, CTorchTensor, double factor);
bool ctorch_mul_(CTorchTensor, CTorchTensor);
bool ctorch_add_scalar_(CTorchTensor, ctorch_scalar);
bool ctorch_mul_scalar_(CTorchTensor, ctorch_scalar);

CTorchTensor _Nullable ctorch_abs(CTorchTensor);
CTorchTensor _Nullable ctorch_exp(CTorchTensor);
CTorchTensor _Nullable ctorch_log(CTorchTensor);
CTorchTensor _Nullable ctorch_sqrt(CTorchTensor);
CTorchTensor _Nullable ctorch_rsqrt(CTorchTensor);
CTorchTensor _Nullable ctorch_floor(CTorchTensor);
CTorchTensor _Nullable ctorch_ceil(CTorchTensor);
CTorchTensor _Nullable ctorch_round(CTorchTensor);
CTorchTensor _Nullable ctorch_clamp(CTorchTensor, ctorch_scalar least, ctorch_scalar most);
CTorchTensor _Nullable ctorch_minimum(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_maximum(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_matmul(CTorchTensor, CTorchTensor);

CTorchTensor _Nullable ctorch_eq(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_eq_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_ne_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_lt_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_gt_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_le_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_ge_scalar(CTorchTensor, ctorch_scalar);
CTorchTensor _Nullable ctorch_logical_and(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_logical_or(CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_logical_not(CTorchTensor);
CTorchTensor _Nullable ctorch_isfinite(CTorchTensor);
CTorchTensor _Nullable ctorch_where(CTorchTensor condition, CTorchTensor, CTorchTensor);
CTorchTensor _Nullable ctorch_masked_fill(CTorchTensor, CTorchTensor mask, ctorch_scalar);

// No dimensions (count 0): over all of them.
CTorchTensor _Nullable ctorch_sum(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t count, bool keep);
CTorchTensor _Nullable ctorch_mean(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t count, bool keep);
CTorchTensor _Nullable ctorch_amin(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t count, bool keep);
CTorchTensor _Nullable ctorch_amax(CTorchTensor, ctorch_sizes dimensions, ptrdiff_t count, bool keep);
CTorchTensor _Nullable ctorch_cumsum(CTorchTensor, ptrdiff_t dimension);
/// Where the elements along a dimension are, from the greatest to the least; equal ones keep their order.
CTorchTensor _Nullable ctorch_argsort_descending(CTorchTensor, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_argmax(CTorchTensor, ptrdiff_t dimension, bool keep);
CTorchTensor _Nullable ctorch_all(CTorchTensor);
CTorchTensor _Nullable ctorch_any(CTorchTensor);

// MARK: Neural networks

CTorchTensor _Nullable ctorch_conv2d(
    CTorchTensor, CTorchTensor weight, CTorchTensor _Nullable bias, ptrdiff_t stride, ptrdiff_t padding);
CTorchTensor _Nullable ctorch_conv_transpose2d(
    CTorchTensor, CTorchTensor weight, CTorchTensor _Nullable bias, ptrdiff_t stride);
/// With `training`, normalises by the batch and moves the running statistics; otherwise normalises by them.
CTorchTensor _Nullable ctorch_batch_norm(
    CTorchTensor, CTorchTensor weight, CTorchTensor bias, CTorchTensor running_mean,
    CTorchTensor running_variance,
    bool training, double momentum, double epsilon);
/// The same, then ReLU.
CTorchTensor _Nullable ctorch_batch_norm_relu(
    CTorchTensor, CTorchTensor weight, CTorchTensor bias, CTorchTensor running_mean,
    CTorchTensor running_variance,
    bool training, double momentum, double epsilon);
CTorchTensor _Nullable ctorch_max_pool2d(CTorchTensor, ptrdiff_t kernel);
CTorchTensor _Nullable ctorch_upsample_bilinear2d(
    CTorchTensor, ptrdiff_t height, ptrdiff_t width, bool align_corners);
CTorchTensor _Nullable ctorch_upsample_nearest2d(CTorchTensor, ptrdiff_t height, ptrdiff_t width);
CTorchTensor _Nullable ctorch_pixel_shuffle(CTorchTensor, ptrdiff_t factor);
CTorchTensor _Nullable ctorch_group_norm(
    CTorchTensor, ptrdiff_t groups, CTorchTensor weight, CTorchTensor bias, double epsilon);
/// Over the last dimensions, which are those of the weight.
CTorchTensor _Nullable ctorch_layer_norm(
    CTorchTensor, CTorchTensor weight, CTorchTensor bias, double epsilon);
CTorchTensor _Nullable ctorch_relu(CTorchTensor);
bool ctorch_relu_(CTorchTensor);
bool ctorch_leaky_relu_(CTorchTensor, double slope);
bool ctorch_elu_(CTorchTensor);
CTorchTensor _Nullable ctorch_gelu(CTorchTensor);
CTorchTensor _Nullable ctorch_silu(CTorchTensor);
CTorchTensor _Nullable ctorch_sigmoid(CTorchTensor);
CTorchTensor _Nullable ctorch_softmax(CTorchTensor, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_log_softmax(CTorchTensor, ptrdiff_t dimension);
CTorchTensor _Nullable ctorch_nll_loss(
    CTorchTensor log_probabilities, CTorchTensor target, CTorchTensor _Nullable class_weights,
    ptrdiff_t ignore_index, ctorch_reduction);
CTorchTensor _Nullable ctorch_cross_entropy(
    CTorchTensor logits, CTorchTensor target, CTorchTensor _Nullable class_weights,
    ptrdiff_t ignore_index, ctorch_reduction);
/// [3, N, C] of probabilities [N, C, H, W] and a target [N, H, W]: what is predicted, true, and both.
CTorchTensor _Nullable ctorch_region_sums(
    CTorchTensor probabilities, CTorchTensor target, ptrdiff_t ignored, bool squared);
CTorchTensor _Nullable ctorch_binary_cross_entropy_with_logits(
    CTorchTensor logits, CTorchTensor target, CTorchTensor _Nullable weights, ctorch_reduction);

// MARK: Randomness

CTorchGenerator _Nullable ctorch_make_generator(uint64_t seed, ctorch_device);
void ctorch_generator_release(CTorchGenerator);
bool ctorch_bernoulli_(CTorchTensor, double probability, CTorchGenerator);
bool ctorch_uniform_(CTorchTensor, double from, double to, CTorchGenerator);
bool ctorch_normal_(CTorchTensor, double mean, double deviation, CTorchGenerator);

// MARK: Gradients and modes (modes belong to the calling thread)

bool ctorch_gradients_enabled(void);
void ctorch_set_gradients_enabled(bool enabled);
bool ctorch_requires_gradient(CTorchTensor);
bool ctorch_set_requires_gradient(CTorchTensor, bool required);
bool ctorch_backward(CTorchTensor);
bool ctorch_has_gradient(CTorchTensor);
CTorchTensor _Nullable ctorch_gradient(CTorchTensor);
void ctorch_clear_gradient(CTorchTensor);
/// Writes d(output)/d(input) of each input to `gradients`; NULL where the output does not depend on it.
bool ctorch_gradients(
    CTorchTensor output, ctorch_tensors inputs, ptrdiff_t count, CTorchTensor _Nullable *_Nonnull gradients);

/// Starts autocasting on a kind of device; returns what to hand to ctorch_autocast_end. Never fails.
typedef struct ctorch_autocast {
  bool was_enabled;
  ctorch_dtype previous;
} ctorch_autocast;
ctorch_autocast ctorch_autocast_begin(bool enabled, ctorch_dtype, ctorch_device);
void ctorch_autocast_end(ctorch_autocast, ctorch_device);

// MARK: Optimisers (all tensors of a list on one device)

/// Adam, or AdamW where `decoupled`. `found_bad` is a float tensor: where it holds 1, nothing changes.
bool ctorch_fused_adam_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors averages,
    ctorch_tensors square_averages,
    ptrdiff_t count, CTorchTensor step, CTorchTensor learning_rate, double beta1, double beta2,
    double weight_decay, double epsilon, bool decoupled, CTorchTensor found_bad);
/// `momenta` may be empty (momentum_count 0) where momentum is 0.
bool ctorch_fused_sgd_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors momenta, ptrdiff_t count,
    ptrdiff_t momentum_count, CTorchTensor learning_rate, double momentum, double weight_decay, bool nesterov,
    CTorchTensor found_bad);
/// RMSprop. `gradient_averages` may be empty (then it isn't centred), `momenta` too (then momentum is 0). `found_bad` is a
/// float tensor: where it holds 1, nothing changes but the gradients, which become zeros.
bool ctorch_foreach_rmsprop_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors square_averages, ptrdiff_t count,
    ctorch_tensors gradient_averages, ptrdiff_t gradient_average_count, ctorch_tensors momenta,
    ptrdiff_t momentum_count, double learning_rate, double alpha, double momentum, double weight_decay,
    double epsilon, CTorchTensor found_bad);
/// Lion. Where `found_bad` holds 1, as ctorch_foreach_rmsprop_.
bool ctorch_foreach_lion_(
    ctorch_tensors parameters, ctorch_tensors gradients, ctorch_tensors averages, ptrdiff_t count,
    double learning_rate, double beta1, double beta2, double weight_decay, CTorchTensor found_bad);
/// The Euclidean norm of all tensors taken as one vector.
CTorchTensor _Nullable ctorch_global_norm(ctorch_tensors, ptrdiff_t count);
bool ctorch_foreach_mul_(ctorch_tensors, ptrdiff_t count, CTorchTensor factor);
bool ctorch_foreach_clamp_(ctorch_tensors, ptrdiff_t count, double lowest, double highest);
bool ctorch_foreach_lerp_(ctorch_tensors, ctorch_tensors towards, ptrdiff_t count, double weight);
/// Copies each of `sources` over its tensor; with a `condition` (one bool), only where that holds.
bool ctorch_foreach_copy_(
    ctorch_tensors, ctorch_tensors sources, ptrdiff_t count, CTorchTensor _Nullable condition);
/// Whether every element of all tensors is finite, as one bool.
CTorchTensor _Nullable ctorch_all_finite(ctorch_tensors, ptrdiff_t count);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
