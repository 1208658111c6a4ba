import CTorch

/// Runs `body` without recording operations for gradients, which saves their memory; on this thread only.
public func withoutGradient<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let wereEnabled = ctorch_gradients_enabled()
  ctorch_set_gradients_enabled(false)
  defer { ctorch_set_gradients_enabled(wereEnabled) }
  return try body()
}

/// Runs `body` with convolutions and matrix products in a narrower type, and the rest where it is safe.
///
/// PyTorch's `autocast`, on this thread and this kind of device. With nil all is computed in the tensors' own
/// types, even inside another `withAutocast`. Run `backward` outside.
public func withAutocast<Result, Failure: Error>(
  to dtype: DType?, on device: Device, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let previous = ctorch_autocast_begin(dtype != nil, (dtype ?? .bfloat16).raw, device.raw)
  defer { ctorch_autocast_end(previous, device.raw) }
  return try body()
}
