// What the operations of the calling thread compute and allocate.

#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ctorch_trace.h"
#include "guarded.h"

using namespace ctorch;

namespace {

struct Event {
  ctorch_trace_event_kind kind;
  std::string name;
  ptrdiff_t flops = 0, height = 0, bytes = 0, allocation = 0;
};

/// Sees every block of CPU memory that the thread takes and gives back while it is installed.
struct Recorder : c10::MemoryReportingInfoBase {
  std::vector<Event> events;
  std::unordered_map<void *, ptrdiff_t> live;
  ptrdiff_t allocations = 0;

  void reportMemoryUsage(void *block, int64_t bytes, size_t, size_t, c10::Device) override {
    Event event{bytes > 0 ? ctorch_trace_event_allocates : ctorch_trace_event_frees, {}};
    event.bytes = std::abs(bytes);
    if (bytes > 0) {
      event.allocation = live[block] = allocations++;
    } else {
      // Memory from before the trace is none of ours.
      const auto known = live.find(block);
      if (known == live.end()) return;
      event.allocation = known->second;
      live.erase(known);
    }
    events.push_back(std::move(event));
  }

  bool memoryProfilingEnabled() const override { return true; }
};

thread_local Recorder *current = nullptr;

/// What has to be known of an operation until it ends.
struct Pending : at::ObserverContext {
  ptrdiff_t flops = 0;
  /// Multiplied by the elements of the output, where the cost depends on them.
  ptrdiff_t flops_per_output = 0;
  ptrdiff_t height = 0;
};

const at::Tensor *tensor(const c10::IValue &value) {
  if (!value.isTensor()) return nullptr;
  const at::Tensor &tensor = value.toTensor();
  return tensor.defined() && !tensor.is_sparse() ? &tensor : nullptr;
}

/// The operations of a convolution for each element of its output; for a transposed one, of its input.
ptrdiff_t flops_per_element(const at::Tensor &weight) { return 2 * weight.numel() / weight.size(0); }

/// 2·m·n·k of a matrix product, or of each in a batch.
ptrdiff_t product_flops(const at::Tensor &a, const at::Tensor &b) { return 2 * a.numel() * b.size(-1); }

void count_flops(std::string_view name, c10::ArrayRef<const c10::IValue> inputs, Pending &pending) {
  if (name == "aten::convolution") {
    const at::Tensor &weight = inputs[1].toTensor();
    if (inputs[6].toBool()) {
      pending.flops = inputs[0].toTensor().numel() * flops_per_element(weight);
    } else {
      pending.flops_per_output = flops_per_element(weight);
    }
  } else if (name == "aten::convolution_backward") {
    const at::Tensor &weight = inputs[2].toTensor();
    const at::Tensor &map = inputs[inputs[7].toBool() ? 1 : 0].toTensor();
    const auto wanted = inputs[10].toBoolList();
    // Each of the two gradients costs what the forward pass did.
    pending.flops = map.numel() * flops_per_element(weight) * (int(wanted[0]) + int(wanted[1]));
  } else if (name == "aten::mm" || name == "aten::bmm") {
    pending.flops = product_flops(inputs[0].toTensor(), inputs[1].toTensor());
  } else if (name == "aten::addmm" || name == "aten::baddbmm") {
    pending.flops = product_flops(inputs[1].toTensor(), inputs[2].toTensor());
  }
}

void note_height(const at::Tensor *map, Pending &pending) {
  if (map && (map->dim() == 3 || map->dim() == 4)) pending.height = map->size(-2);
}

std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction &function) {
  auto pending = std::make_unique<Pending>();
  if (!current) return pending;
  const std::string_view name = function.name();
  const auto inputs = function.inputs();
  // Going backward, the incoming gradient has the size of what the layer gave; its results may be a weight's.
  if (!inputs.empty()) note_height(tensor(inputs[0]), *pending);
  count_flops(name, inputs, *pending);
  Event event{ctorch_trace_event_begins, std::string(name)};
  current->events.push_back(std::move(event));
  return pending;
}

void end(const at::RecordFunction &function, at::ObserverContext *context) {
  auto *pending = static_cast<Pending *>(context);
  if (!current || !pending) return;
  const auto &outputs = function.outputs();
  const at::Tensor *output = outputs.empty() ? nullptr : tensor(outputs[0]);
  if (output) pending->flops += pending->flops_per_output * output->numel();
  if (std::string_view(function.name()) != "aten::convolution_backward") note_height(output, *pending);
  Event event{ctorch_trace_event_ends, {}};
  event.flops = pending->flops;
  event.height = pending->height;
  current->events.push_back(std::move(event));
}

}  // namespace

struct ctorch_trace {
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  c10::DebugInfoGuard memory{c10::DebugInfoKind::PROFILER_STATE, recorder};
  at::CallbackHandle callback = at::addThreadLocalCallback(
      at::RecordFunctionCallback(begin, end)
          .needsInputs(true)
          .needsOutputs(true)
          .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));

  ctorch_trace() { current = recorder.get(); }
  ~ctorch_trace() {
    current = nullptr;
    at::removeCallback(callback);
  }
};

CTorchTrace ctorch_trace_begin(void) {
  CTorchTrace result = nullptr;
  guarded([&] {
    TORCH_CHECK(!current, "this thread is being traced already");
    result = new ctorch_trace;
  });
  return result;
}

void ctorch_trace_release(CTorchTrace trace) { delete trace; }

ptrdiff_t ctorch_trace_event_count(CTorchTrace trace) {
  return static_cast<ptrdiff_t>(trace->recorder->events.size());
}

ctorch_trace_event ctorch_trace_event_at(CTorchTrace trace, ptrdiff_t index) {
  const Event &event = trace->recorder->events[static_cast<size_t>(index)];
  return {event.kind, event.name.c_str(), event.flops, event.height, event.bytes, event.allocation};
}

void ctorch_trace_clear(CTorchTrace trace) { trace->recorder->events.clear(); }
