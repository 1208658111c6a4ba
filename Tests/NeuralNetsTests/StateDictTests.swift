import NeuralNets
import Testing
import Torch

@Suite("Names of weights")
struct StateDictTests {
  private func names(_ configuration: UNet.Configuration) throws -> [String] {
    try UNet(configuration, in: ParameterStore()).store.entries.map(\.name)
  }

  private func doubleConv(_ place: String, norm: UNet.Norm = .batch) -> [String] {
    let kinds =
      norm == .none
      ? ["0.weight", "0.bias", "3.weight", "3.bias"]
      : [
        "0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked",
        "3.weight", "4.weight", "4.bias", "4.running_mean", "4.running_var", "4.num_batches_tracked",
      ]
    return kinds.map { "\(place).double_conv.\($0)" }
  }

  @Test("At depth 4 the names are those of milesial's state dict, in its order")
  func standard() throws {
    let down = (1...4).flatMap { doubleConv("down\($0).maxpool_conv.1") }
    let up = (1...4).flatMap { ["up\($0).up.weight", "up\($0).up.bias"] + doubleConv("up\($0).conv") }
    let expected = doubleConv("inc") + down + up + ["outc.conv.weight", "outc.conv.bias"]
    #expect(try names(.init(inputChannels: 3, outputChannels: 2, width: 2)) == expected)
  }

  @Test("Without norm the convolutions keep their positions and have a bias; bilinear has no weights")
  func withoutNorm() throws {
    let configuration = UNet.Configuration(
      inputChannels: 1, outputChannels: 1, depth: 1, width: 2, norm: .none, upsampling: .bilinear)
    let expected =
      doubleConv("inc", norm: .none) + doubleConv("down1.maxpool_conv.1", norm: .none)
      + doubleConv("up1.conv", norm: .none) + ["outc.conv.weight", "outc.conv.bias"]
    #expect(try names(configuration) == expected)
  }

  @Test("What the choices add has names of its own, beside those of the standard")
  func choices() throws {
    var configuration = UNet.Configuration(
      inputChannels: 1, outputChannels: 1, depth: 3, width: 2, norm: .instance, upsampling: .pixelShuffle)
    configuration.convolutions = [1, 1, 1, 3]
    configuration.residual = true
    configuration.squeezeExcitation = 2
    configuration.attentionGates = true
    configuration.deepSupervision = true
    configuration.bias = .learned
    let names = try names(configuration)
    #expect(
      names.filter { $0.hasPrefix("inc.") } == [
        "inc.double_conv.0.weight", "inc.double_conv.0.bias", "inc.double_conv.1.weight",
        "inc.double_conv.1.bias",
        "inc.se.fc1.weight", "inc.se.fc1.bias", "inc.se.fc2.weight", "inc.se.fc2.bias",
        "inc.shortcut.0.weight", "inc.shortcut.0.bias", "inc.shortcut.1.weight", "inc.shortcut.1.bias",
      ])
    #expect(names.contains("down3.maxpool_conv.1.double_conv.6.weight"))
    #expect(
      names.filter { $0.hasPrefix("up3.") && !$0.contains("conv.") } == [
        "up3.up.0.weight", "up3.up.0.bias", "up3.attention.theta.weight", "up3.attention.phi.weight",
        "up3.attention.phi.bias", "up3.attention.psi.weight", "up3.attention.psi.bias",
      ])
    #expect(
      names.filter { $0.hasPrefix("outc") } == [
        "outc.conv.weight", "outc.conv.bias", "outc1.conv.weight", "outc1.conv.bias",
      ])
  }

  @Test("Loading tells all that is missing, unexpected or misshapen, and changes nothing")
  func strictLoading() throws {
    let configuration = UNet.Configuration(
      inputChannels: 1, outputChannels: 1, depth: 1, width: 1, norm: .none, upsampling: .bilinear)
    let store = ParameterStore()
    _ = try UNet(configuration, in: store)
    var tensors = store.tensors
    tensors["outc.conv.weight"] = nil
    tensors["outc.conv.scale"] = try Tensor.zeros([1])
    tensors["inc.double_conv.0.weight"] = try Tensor.zeros([1, 3, 3, 3])
    tensors["outc.conv.bias"] = try Tensor([7] as [Float])
    let error = #expect(throws: StateMismatch.self) { try store.load(tensors) }
    #expect(
      error?.description == """
        missing: outc.conv.weight
        unexpected: outc.conv.scale
        wrong shape: inc.double_conv.0.weight is [1, 3, 3, 3] but must be [1, 1, 3, 3]
        """)
    #expect(try #require(store["outc.conv.bias"]).scalar() != 7)
  }

  @Test("Loading copies into the weights that the network has")
  func loading() throws {
    let configuration = UNet.Configuration(inputChannels: 3, outputChannels: 2, depth: 2, width: 4)
    let (a, b) = (ParameterStore(seed: 1), ParameterStore(seed: 2))
    let (first, second) = (try UNet(configuration, in: a), try UNet(configuration, in: b))
    try b.load(a.tensors)
    let image = try Tensor.ones([1, 3, 8, 8])
    #expect(
      try first(image, .evaluation).elements(as: Float.self)
        == second(image, .evaluation).elements(as: Float.self))
    #expect(b.parameters.allSatisfy { $0.tensor.requiresGradient })
  }
}
