import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("Applying a network to images by tiles")
struct TiledInferenceTests {
  private func inference(maxPixels: Int) throws -> TiledInference {
    let model = try UNet(
      .init(inputChannels: 1, outputChannels: 3, depth: 2, width: 2), in: ParameterStore(seed: 1))
    let compute = Compute(device: .cpu, autocast: nil, threads: 1)
    return TiledInference(
      inference: Inference(model: model, compute: compute),
      maxPixels: maxPixels)
  }

  private func image(_ height: Int, _ width: Int) throws -> Tensor {
    try Tensor((0..<height * width).map { Float($0 * 31 % 17) / 17 }, shape: [1, 1, height, width])
  }

  @Test("An image of no more pixels is predicted as a whole")
  func small() throws {
    let tiled = try inference(maxPixels: 16 * 16)
    let whole: [Float] = try tiled.inference.logits(of: image(16, 16)).elements()
    #expect(try tiled.logits(of: image(16, 16)).elements() == whole)
  }

  @Test("A constant image comes out as one as a whole does, away from its edges")
  func constant() throws {
    let tiled = try inference(maxPixels: 96 * 96)
    let constant = try Tensor.full([1, 1, 200, 232], 0.4)
    let (parts, whole) = (try tiled.logits(of: constant), try tiled.inference.logits(of: constant))
    let middle = try [parts, whole].map { try $0.narrowed(2, 32..<168).narrowed(3, 32..<200) }
    #expect(try (middle[0] - middle[1]).abs().max().scalar() < 1e-3)
    #expect(try (middle[0] - middle[1]).abs().mean().scalar() < 1e-4)
  }

  @Test("In the middle of a tile stands what the whole image gives there")
  func middles() throws {
    let tiled = try inference(maxPixels: 96 * 96)
    let (parts, whole) = try (
      tiled.logits(of: image(180, 92)), tiled.inference.logits(of: image(180, 92))
    )
    let scale = try whole.abs().max().scalar()
    for rows in tiled.spans(of: 180, tile: 96) {
      let middle = (rows.lowerBound + rows.upperBound) / 2
      let pixels = try [parts, whole].map { try $0.narrowed(2, middle..<middle + 1).narrowed(3, 40..<52) }
      #expect(try (pixels[0] - pixels[1]).abs().max().scalar() < 0.01 * scale)
    }
    #expect(try (parts - whole).abs().max().scalar() > 0, "it was done by tiles")
  }

  @Test(
    "Every pixel is covered, whatever the size, and tiles overlap, begin at whole steps and stay in their bound",
    arguments: [(65, 64), (127, 64), (129, 64), (200, 64), (1001, 64), (64, 64), (5, 64), (97, 32)])
  func coverage(size: Int, tile: Int) throws {
    let spans = try inference(maxPixels: 1).spans(of: size, tile: tile)
    #expect(spans.first?.lowerBound == 0)
    #expect(spans.last?.upperBound == size)
    for (left, right) in zip(spans, spans.dropFirst()) {
      #expect(right.lowerBound > left.lowerBound)
      #expect(left.upperBound - right.lowerBound >= tile / 2 - 4)
    }
    for span in spans {
      #expect(span.lowerBound % 4 == 0)
      #expect(span.count <= tile + 3)
    }
  }

  @Test(
    "Any size above the bound gives finite logits of its own size",
    arguments: [(97, 101), (33, 500), (400, 7)])
  func anySize(height: Int, width: Int) throws {
    let logits = try inference(maxPixels: 40 * 40).logits(of: image(height, width))
    #expect(logits.shape == [1, 3, height, width])
    #expect(try logits.isFinite().all().scalar() == 1)
  }
}
