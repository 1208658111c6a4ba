import Images
import NeuralNets
import Torch

extension NetworkCost {
  /// The operations of one training image's forward pass, of a network that is there, on its own device; as it predicts, without
  /// what deep supervision adds.
  ///
  /// It scores a few tiny images, which changes nothing of the network.
  ///
  /// - Parameter size: that of a training sample.
  /// - Returns: nil where no tiny images tell of the real ones, or where there is no memory even for them.
  static func forwardFlops(of model: UNet, size: ImageSize, compute: Compute) -> Double? {
    guard let tracer = try? Tracer() else { return nil }
    let target = SizeLaw.Probe(images: 1, size: size)
    let measured = try? probe(target, depth: model.configuration.depth) { probe -> [TracedOperation]? in
      let shape = [probe.images, model.configuration.inputChannels, probe.size.height, probe.size.width]
      let images = try Tensor.full(shape, 0.5).moved(to: compute.device).laidOut(.channelsLast)
      _ = tracer.take()
      do {
        _ = try withoutGradient {
          try withAutocast(to: compute.autocast, on: compute.device) { try model(images, .evaluation) }
        }
      } catch is UNetError {
        return nil
      }
      return tracer.take()
    }
    guard let (law, steps) = measured, let forward = PlannedOperations(steps, law) else { return nil }
    return forward.flops
  }
}
