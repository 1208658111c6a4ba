// Making, moving, reshaping and indexing tensors.

#include <cstring>

#include "ctorch_samples.h"
#include "guarded.h"

using namespace ctorch;

at::ScalarType ctorch::scalar_type(ctorch_dtype dtype) {
  switch (dtype) {
    case ctorch_dtype_uint8: return at::kByte;
    case ctorch_dtype_int32: return at::kInt;
    case ctorch_dtype_int64: return at::kLong;
    case ctorch_dtype_float32: return at::kFloat;
    case ctorch_dtype_float64: return at::kDouble;
    case ctorch_dtype_bfloat16: return at::kBFloat16;
    case ctorch_dtype_bool: return at::kBool;
  }
  TORCH_CHECK(false, "dtype ", static_cast<int>(dtype), " is not one of ctorch's");
}

ctorch_dtype ctorch::dtype_of(at::ScalarType type) {
  switch (type) {
    case at::kByte: return ctorch_dtype_uint8;
    case at::kInt: return ctorch_dtype_int32;
    case at::kLong: return ctorch_dtype_int64;
    case at::kDouble: return ctorch_dtype_float64;
    case at::kBFloat16: return ctorch_dtype_bfloat16;
    case at::kBool: return ctorch_dtype_bool;
    default: return ctorch_dtype_float32;
  }
}

at::Device ctorch::device(ctorch_device device) {
  if (device.cuda_index < 0) return at::Device(at::kCPU);
  return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device.cuda_index));
}

namespace {

at::TensorOptions options(ctorch_dtype dtype, ctorch_device where) {
  return at::TensorOptions().dtype(scalar_type(dtype)).device(device(where));
}

at::MemoryFormat memory_format(ctorch_layout layout) {
  switch (layout) {
    case ctorch_layout_contiguous: return at::MemoryFormat::Contiguous;
    case ctorch_layout_channels_last: return at::MemoryFormat::ChannelsLast;
  }
  return at::MemoryFormat::Contiguous;
}

const char *mode(ctorch_padding padding) {
  switch (padding) {
    case ctorch_padding_constant: return "constant";
    case ctorch_padding_reflect: return "reflect";
    case ctorch_padding_replicate: return "replicate";
  }
  return "constant";
}

}  // namespace

void ctorch_release(CTorchTensor tensor) { delete tensor; }
ptrdiff_t ctorch_rank(CTorchTensor a) { return a->value.dim(); }
ptrdiff_t ctorch_size(CTorchTensor a, ptrdiff_t dimension) { return a->value.sizes()[dimension]; }
ctorch_dtype ctorch_get_dtype(CTorchTensor a) { return dtype_of(a->value.scalar_type()); }

ctorch_device ctorch_get_device(CTorchTensor a) {
  return {a->value.is_cuda() ? static_cast<int32_t>(a->value.get_device()) : -1};
}

bool ctorch_is_laid_out(CTorchTensor a, ctorch_layout layout) {
  return a->value.is_contiguous(memory_format(layout));
}

void *ctorch_bytes(CTorchTensor a) {
  return a->value.is_cpu() && a->value.is_contiguous() ? a->value.data_ptr() : nullptr;
}

CTorchTensor ctorch_from_bytes(
    const void *bytes, ptrdiff_t byte_count, ctorch_sizes dims, ptrdiff_t rank, ctorch_dtype dtype,
    ctorch_device where) {
  return guarded([&] {
    const at::Tensor result = at::empty(sizes(dims, rank), options(dtype, {-1}));
    const ptrdiff_t wanted = static_cast<ptrdiff_t>(result.nbytes());
    TORCH_CHECK(wanted == byte_count, "the shape takes ", wanted, " bytes, and ", byte_count, " were given");
    if (wanted > 0) std::memcpy(result.data_ptr(), bytes, wanted);
    return result.to(device(where));
  });
}
bool ctorch_copy_rows_(
    CTorchTensor a, const void *bytes, ptrdiff_t byte_count, ptrdiff_t length, ptrdiff_t start,
    ptrdiff_t stride) {
  return guarded([&] {
    TORCH_CHECK(a->value.is_cpu() && a->value.is_contiguous(), "the rows go to a contiguous tensor on the CPU");
    TORCH_CHECK(length > 0 && byte_count % length == 0, byte_count, " bytes are no rows of ", length);
    const ptrdiff_t rows = byte_count / length;
    if (rows == 0) return;
    const ptrdiff_t end = start + (rows - 1) * stride + length, all = static_cast<ptrdiff_t>(a->value.nbytes());
    TORCH_CHECK(start >= 0 && stride >= length && end <= all, "the rows end at byte ", end, " of ", all);
    const char *from = static_cast<const char *>(bytes);
    char *to = static_cast<char *>(a->value.data_ptr()) + start;
    if (length == stride) {
      std::memcpy(to, from, byte_count);
      return;
    }
    for (ptrdiff_t row = 0; row < rows; ++row) std::memcpy(to + row * stride, from + row * length, length);
  });
}
CTorchTensor ctorch_empty(ctorch_sizes dims, ptrdiff_t rank, ctorch_dtype dtype, ctorch_device where) {
  return guarded([&] { return at::empty(sizes(dims, rank), options(dtype, where)); });
}
CTorchTensor ctorch_full(
    ctorch_sizes dims, ptrdiff_t rank, ctorch_scalar value, ctorch_dtype dtype, ctorch_device where) {
  return guarded([&] { return at::full(sizes(dims, rank), scalar(value), options(dtype, where)); });
}
CTorchTensor ctorch_arange(ptrdiff_t count, ctorch_dtype dtype, ctorch_device where) {
  return guarded([&] { return at::arange(count, options(dtype, where)); });
}
CTorchTensor ctorch_empty_like(CTorchTensor a) {
  return guarded([&] { return at::empty_like(a->value); });
}
CTorchTensor ctorch_to(CTorchTensor a, ctorch_dtype dtype, ctorch_device where) {
  return guarded([&] { return a->value.to(device(where), scalar_type(dtype)); });
}
CTorchTensor ctorch_with_layout(CTorchTensor a, ctorch_layout layout) {
  if (layout == ctorch_layout_contiguous) return guarded([&] { return a->value.contiguous(); });
  // Not contiguous(format): it leaves a tensor of one channel, whose order is ambiguous, to count as NCHW
  // later.
  return guarded([&] {
    return a->value.to(
        a->value.scalar_type(), /*non_blocking=*/false, /*copy=*/false, memory_format(layout));
  });
}
CTorchTensor ctorch_clone(CTorchTensor a) {
  return guarded([&] { return a->value.clone(); });
}
CTorchTensor ctorch_detach(CTorchTensor a) {
  return guarded([&] { return a->value.detach(); });
}
bool ctorch_copy_(CTorchTensor a, CTorchTensor source) {
  return guarded([&] { a->value.copy_(source->value); });
}
bool ctorch_fill_(CTorchTensor a, ctorch_scalar value) {
  return guarded([&] { a->value.fill_(scalar(value)); });
}

CTorchTensor ctorch_reshape(CTorchTensor a, ctorch_sizes dims, ptrdiff_t rank) {
  return guarded([&] { return a->value.reshape(sizes(dims, rank)); });
}
CTorchTensor ctorch_expand(CTorchTensor a, ctorch_sizes dims, ptrdiff_t rank) {
  return guarded([&] { return a->value.expand(sizes(dims, rank)); });
}
CTorchTensor ctorch_permute(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t rank) {
  return guarded([&] { return a->value.permute(sizes(dimensions, rank)); });
}
CTorchTensor ctorch_unsqueeze(CTorchTensor a, ptrdiff_t dimension) {
  return guarded([&] { return a->value.unsqueeze(dimension); });
}
CTorchTensor ctorch_squeeze(CTorchTensor a, ptrdiff_t dimension) {
  return guarded([&] { return a->value.squeeze(dimension); });
}
CTorchTensor ctorch_narrow(CTorchTensor a, ptrdiff_t dimension, ptrdiff_t start, ptrdiff_t length) {
  return guarded([&] { return a->value.narrow(dimension, start, length); });
}
CTorchTensor ctorch_select(CTorchTensor a, ptrdiff_t dimension, ptrdiff_t index) {
  return guarded([&] { return a->value.select(dimension, index); });
}
CTorchTensor ctorch_flip(CTorchTensor a, ctorch_sizes dimensions, ptrdiff_t count) {
  return guarded([&] { return a->value.flip(sizes(dimensions, count)); });
}
CTorchTensor ctorch_stack(ctorch_tensors tensors, ptrdiff_t count, ptrdiff_t dimension) {
  return guarded([&] { return at::stack(list(tensors, count), dimension); });
}
CTorchTensor ctorch_pad(
    CTorchTensor a, ctorch_sizes sides, ptrdiff_t count, ctorch_padding padding, double value) {
  return guarded([&] {
    const auto filling = padding == ctorch_padding_constant ? std::optional(value) : std::nullopt;
    return at::pad(a->value, sizes(sides, count), mode(padding), filling);
  });
}

CTorchTensor ctorch_gather(CTorchTensor a, ptrdiff_t dimension, CTorchTensor index) {
  return guarded([&] { return a->value.gather(dimension, index->value); });
}
CTorchTensor ctorch_index_select(CTorchTensor a, ptrdiff_t dimension, CTorchTensor index) {
  return guarded([&] { return a->value.index_select(dimension, index->value); });
}
CTorchTensor ctorch_one_hot(CTorchTensor a, ptrdiff_t classes) {
  return guarded([&] { return at::one_hot(a->value, classes); });
}
CTorchTensor ctorch_bincount(CTorchTensor a, ptrdiff_t minimum_length) {
  return guarded([&] { return at::bincount(a->value, {}, minimum_length); });
}
