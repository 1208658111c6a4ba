// A batch of samples, in the CPU's memory: packed, read once, and brought to the network's range.

#pragma once

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// Windows [N, rows, columns, C] of uint8 or float32, read once -> [N, C, H, W] of float32, channels last.
///
/// `numbers` is [N, 19], as warp_kernels.h names them; `field` [N, H, W, 2] is added to a pixel's x and y.
CTorchTensor _Nullable ctorch_warp_images(
    CTorchTensor windows, CTorchTensor numbers, CTorchTensor _Nullable field, ptrdiff_t height,
    ptrdiff_t width);
/// Windows [N, rows, columns] of uint8, each pixel the nearest -> [N, H, W] of int64, `padding` where there is none.
CTorchTensor _Nullable ctorch_warp_masks(
    CTorchTensor windows, CTorchTensor numbers, CTorchTensor _Nullable field, ptrdiff_t height,
    ptrdiff_t width, int64_t padding);
/// (min(x, ceiling) - offset) / divisor of each channel, at least 0 where there is a ceiling; constants are [N or 1, C].
bool ctorch_normalize_(
    CTorchTensor images, CTorchTensor offsets, CTorchTensor divisors, CTorchTensor _Nullable ceilings);
/// Copies pieces of `length` bytes that follow on each other to the place `start` and every `stride` bytes after it.
bool ctorch_copy_rows_(
    CTorchTensor, const void *_Nullable bytes, ptrdiff_t byte_count, ptrdiff_t length, ptrdiff_t start,
    ptrdiff_t stride);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
