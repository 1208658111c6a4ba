// What the operations of the calling thread compute and allocate: begin a trace and release it on the same thread.
//
// Ownership and failure are those of ctorch.h.

#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct ctorch_trace *CTorchTrace __attribute__((swift_wrapper(struct)));

typedef enum __attribute__((enum_extensibility(closed))) ctorch_trace_event_kind {
  /// An operation; others may begin inside of it.
  ctorch_trace_event_begins,
  /// The operation that began last and has not ended.
  ctorch_trace_event_ends,
  ctorch_trace_event_allocates,
  ctorch_trace_event_frees,
} ctorch_trace_event_kind;

typedef struct ctorch_trace_event {
  ctorch_trace_event_kind kind;
  /// Of an operation that begins; borrowed from the trace.
  const char *name;
  /// Of an operation that ends: convolutions and matrix products, two for each multiply-add.
  ptrdiff_t flops;
  /// Of an operation that ends: the height of the map that it makes or, going backward, whose gradient it takes; 0 without.
  ptrdiff_t height;
  /// Of memory: its size, and the number of its allocation.
  ptrdiff_t bytes, allocation;
} ctorch_trace_event;

/// Fails where the thread is being traced.
CTorchTrace _Nullable ctorch_trace_begin(void);
void ctorch_trace_release(CTorchTrace);
ptrdiff_t ctorch_trace_event_count(CTorchTrace);
ctorch_trace_event ctorch_trace_event_at(CTorchTrace, ptrdiff_t index);
void ctorch_trace_clear(CTorchTrace);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
