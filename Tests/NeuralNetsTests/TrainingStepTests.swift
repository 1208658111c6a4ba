import NeuralNets
import Testing
import Torch

@Suite("A training step")
struct TrainingStepTests {
  private func images() throws -> (images: Tensor, target: Tensor) {
    let images = try Tensor.uninitialized([2, 1, 16, 16])
    try images.fillNormal(mean: 0, deviation: 1, using: Generator(seed: 4))
    return (images, try images.squeezed(1).isGreater(than: 0).converted(to: .int64))
  }

  private func network() throws -> (unet: UNet, optimizer: Optimizer) {
    let store = ParameterStore(seed: 3)
    let unet = try UNet(.init(inputChannels: 1, outputChannels: 2, depth: 2, width: 8), in: store)
    return (unet, try Optimizer(.adamW(), weightDecay: 0.01, of: store))
  }

  private func step(
    _ unet: UNet, _ optimizer: Optimizer, in precision: DType?
  ) throws -> (loss: Double, skipped: Double) {
    let (images, target) = try images()
    unet.store.clearGradients()
    let logits = try withAutocast(to: precision, on: .cpu) { try unet(images, .training(seed: 1)) }
    let loss = try #require(try SegmentationLoss([.init(.crossEntropy()), .init(.dice())])(logits, target))
      .total
    try loss.backward()
    let result = try optimizer.step(learningRate: 0.01, loss: loss, clipping: .norm(10))
    return (try loss.scalar(), try result.skipped.scalar())
  }

  @Test("Two tiny images are learned by heart, in either precision", arguments: [nil, DType.bfloat16])
  func overfitting(_ precision: DType?) throws {
    let (unet, optimizer) = try network()
    let first = try step(unet, optimizer, in: precision).loss
    var last = first
    for _ in 0..<40 { last = try step(unet, optimizer, in: precision).loss }
    #expect(last < 0.3 * first)
  }

  @Test("A step in bf16 leaves finite single-precision gradients")
  func narrow() throws {
    let (unet, optimizer) = try network()
    #expect(try step(unet, optimizer, in: .bfloat16).skipped == 0)
    for entry in unet.store.parameters {
      let gradient = try #require(entry.tensor.gradient)
      #expect(gradient.dtype == .float32)
      #expect(try gradient.isFinite().all().scalar() == 1)
    }
  }

  @Test("The same step twice gives the same bits")
  func determinism() throws {
    func weights() throws -> [[Float]] {
      let (unet, optimizer) = try network()
      for _ in 0..<3 { _ = try step(unet, optimizer, in: nil) }
      return try unet.store.entries.map { try $0.tensor.elements() }
    }
    #expect(try weights() == weights())
  }

  @Test("A step leaves no tensors behind but the gradients, which are not handles")
  func leaks() throws {
    let (unet, optimizer) = try network()
    let before = Tensor.liveCount
    for _ in 0..<2 { _ = try step(unet, optimizer, in: .bfloat16) }
    #expect(Tensor.liveCount == before)
  }
}
