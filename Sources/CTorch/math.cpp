// Arithmetic, comparisons and reductions.

#include "guarded.h"

using namespace ctorch;

CTorchTensor ctorch_add(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.add(b->value); });
}
CTorchTensor ctorch_sub(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.sub(b->value); });
}
CTorchTensor ctorch_mul(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.mul(b->value); });
}
CTorchTensor ctorch_div(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.div(b->value); });
}
CTorchTensor ctorch_add_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.add(scalar(b)); });
}
CTorchTensor ctorch_sub_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.sub(scalar(b)); });
}
CTorchTensor ctorch_mul_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.mul(scalar(b)); });
}
CTorchTensor ctorch_div_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.div(scalar(b)); });
}
CTorchTensor ctorch_scalar_sub(ctorch_scalar a, CTorchTensor b) {
  return guarded([&] { return at::rsub(b->value, scalar(a)); });
}
CTorchTensor ctorch_scalar_div(ctorch_scalar a, CTorchTensor b) {
  return guarded([&] { return b->value.reciprocal().mul(scalar(a)); });
}
CTorchTensor ctorch_pow_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.pow(scalar(b)); });
}
bool ctorch_add_(CTorchTensor a, CTorchTensor b, double factor) {
  return guarded([&] { a->value.add_(b->value, factor); });
}
bool ctorch_mul_(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { a->value.mul_(b->value); });
}
bool ctorch_add_scalar_(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { a->value.add_(scalar(b)); });
}
bool ctorch_mul_scalar_(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { a->value.mul_(scalar(b)); });
}

CTorchTensor ctorch_abs(CTorchTensor a) {
  return guarded([&] { return a->value.abs(); });
}
CTorchTensor ctorch_exp(CTorchTensor a) {
  return guarded([&] { return a->value.exp(); });
}
CTorchTensor ctorch_log(CTorchTensor a) {
  return guarded([&] { return a->value.log(); });
}
CTorchTensor ctorch_sqrt(CTorchTensor a) {
  return guarded([&] { return a->value.sqrt(); });
}
CTorchTensor ctorch_rsqrt(CTorchTensor a) {
  return guarded([&] { return a->value.rsqrt(); });
}
CTorchTensor ctorch_floor(CTorchTensor a) {
  return guarded([&] { return a->value.floor(); });
}
CTorchTensor ctorch_ceil(CTorchTensor a) {
  return guarded([&] { return a->value.ceil(); });
}
CTorchTensor ctorch_round(CTorchTensor a) {
  return guarded([&] { return a->value.round(); });
}
CTorchTensor ctorch_clamp(CTorchTensor a, ctorch_scalar least, ctorch_scalar most) {
  return guarded([&] { return a->value.clamp(scalar(least), scalar(most)); });
}
CTorchTensor ctorch_minimum(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return at::minimum(a->value, b->value); });
}
CTorchTensor ctorch_maximum(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return at::maximum(a->value, b->value); });
}
CTorchTensor ctorch_matmul(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return at::matmul(a->value, b->value); });
}

CTorchTensor ctorch_eq(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.eq(b->value); });
}
CTorchTensor ctorch_eq_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.eq(scalar(b)); });
}
CTorchTensor ctorch_ne_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.ne(scalar(b)); });
}
CTorchTensor ctorch_lt_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.lt(scalar(b)); });
}
CTorchTensor ctorch_gt_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.gt(scalar(b)); });
}
CTorchTensor ctorch_le_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.le(scalar(b)); });
}
CTorchTensor ctorch_ge_scalar(CTorchTensor a, ctorch_scalar b) {
  return guarded([&] { return a->value.ge(scalar(b)); });
}
CTorchTensor ctorch_logical_and(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.logical_and(b->value); });
}
CTorchTensor ctorch_logical_or(CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return a->value.logical_or(b->value); });
}
CTorchTensor ctorch_logical_not(CTorchTensor a) {
  return guarded([&] { return a->value.logical_not(); });
}
CTorchTensor ctorch_isfinite(CTorchTensor a) {
  return guarded([&] { return a->value.isfinite(); });
}
CTorchTensor ctorch_where(CTorchTensor condition, CTorchTensor a, CTorchTensor b) {
  return guarded([&] { return at::where(condition->value, a->value, b->value); });
}
CTorchTensor ctorch_masked_fill(CTorchTensor a, CTorchTensor mask, ctorch_scalar value) {
  return guarded([&] { return a->value.masked_fill(mask->value, scalar(value)); });
}

CTorchTensor ctorch_sum(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t count, bool keep) {
  return guarded([&] { return a->value.sum(sizes(dimensions, count), keep); });
}
CTorchTensor ctorch_mean(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t count, bool keep) {
  return guarded([&] { return a->value.mean(sizes(dimensions, count), keep); });
}
CTorchTensor ctorch_amin(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t count, bool keep) {
  return guarded([&] { return a->value.amin(sizes(dimensions, count), keep); });
}
CTorchTensor ctorch_amax(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t count, bool keep) {
  return guarded([&] { return a->value.amax(sizes(dimensions, count), keep); });
}
CTorchTensor ctorch_cumsum(CTorchTensor a, ptrdiff_t dimension) {
  return guarded([&] { return a->value.cumsum(dimension); });
}
CTorchTensor ctorch_argsort_descending(CTorchTensor a, ptrdiff_t dimension) {
  return guarded([&] { return at::argsort(a->value, /*stable=*/true, dimension, /*descending=*/true); });
}
CTorchTensor ctorch_argmax(CTorchTensor a, ptrdiff_t dimension, bool keep) {
  return guarded([&] { return a->value.argmax(dimension, keep); });
}
CTorchTensor ctorch_all(CTorchTensor a) {
  return guarded([&] { return a->value.all(); });
}
CTorchTensor ctorch_any(CTorchTensor a) {
  return guarded([&] { return a->value.any(); });
}
