import NeuralNets
import Testing
import Torch

@Suite("Frozen parts of a network")
struct FreezingTests {
  private func store() throws -> (UNet, ParameterStore) {
    let store = ParameterStore()
    return (try UNet(.init(inputChannels: 1, outputChannels: 2, depth: 2, width: 2), in: store), store)
  }

  @Test(
    "give the rest PyTorch's gradients, have none, and keep their statistics, as with requires_grad_(False).eval()"
  )
  func equalsPyTorch() throws {
    let fixture = try Fixture("frozen")
    let (unet, store) = try store()
    try store.load(fixture.tensors(withPrefix: "weights."))
    try store.freeze("inc")
    try store.freeze("up1")
    let logits = try unet(fixture["images"], .training(seed: 0))
    #expect(try difference(logits, fixture["training"]) < 1e-5)
    try (logits * fixture["cotangent"]).sum().backward()
    let gradients = try fixture.tensors(withPrefix: "gradients.")
    #expect(gradients.count == store.parameters.count)
    for entry in store.entries where entry.role != .buffer {
      guard let gradient = entry.tensor.gradient else {
        #expect(entry.role == .frozen && gradients[entry.name] == nil, "\(entry.name)")
        continue
      }
      #expect(try relativeDifference(gradient, #require(gradients[entry.name])) < 1e-4, "\(entry.name)")
    }
    for (name, buffer) in try fixture.tensors(withPrefix: "after.") {
      #expect(try difference(#require(store[name]), buffer) < 1e-5, "\(name)")
    }
  }

  @Test("are neither counted as learned nor touched by the optimiser, weight decay included")
  func untouched() throws {
    let (unet, store) = try store()
    let all = store.parameterCount
    try store.freeze("down1.maxpool_conv")
    let part = store.names(in: "down1.maxpool_conv")
    #expect(part.count == 12)
    #expect(store.parameterCount == all - (2 * 4 * 9 + 4 * 4 * 9 + 4 * 4))
    let before = try part.map { try store[$0]?.converted(to: .float32).elements(as: Float.self) }
    let optimizer = try Optimizer(.adamW(), weightDecay: 0.5, of: store)
    #expect(!optimizer.state.entries.contains { $0.name.contains("down1") })
    let loss = try unet(.ones([2, 1, 8, 8]), .training(seed: 0)).mean()
    try loss.backward()
    try optimizer.step(learningRate: 0.1, loss: loss)
    let after = try part.map { try store[$0]?.converted(to: .float32).elements(as: Float.self) }
    #expect(before == after)
  }

  @Test("are found by the beginnings of names, at their dots")
  func names() throws {
    let store = try store().1
    #expect(store.parts == ["inc", "down1", "down2", "up1", "up2", "outc"])
    #expect(store.names(in: "outc") == ["outc.conv.weight", "outc.conv.bias"])
    #expect(store.names(in: "outc.conv.bias") == ["outc.conv.bias"])
    #expect(store.names(in: "down") == [])
  }
}
