import Testing

@Suite("unet run with every kind of model")
struct ModelTests {
  @Test(
    "trains, scores at the masks' size, and goes on where it was stopped",
    arguments: [
      "{padding: valid, norm: {name: group, groups: 2}, upsampling: pixel_shuffle, squeeze_excitation: 2}",
      """
      {depth: 3, norm: instance, activation: leaky_relu, bias: true, residual: true, attention_gates: true, \
      max_channels: 8, deep_supervision: true, dropout: {decoder: 0.1}, initialization: kaiming_normal}
      """,
      "{norm: layer, upsampling: nearest, convolutions: [1, 2, 3], kernel_size: 5, activation: gelu}",
    ])
  func trains(_ model: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write(
        "extends: smoke.yaml\nmodel: \(model)\nschedule: {name: constant}\n", to: "model.yaml")
      let whole = try program.unet("run", "model.yaml", "--name", "whole")
      #expect(whole.status == 0, "\(whole.errors)")
      let first = try program.unet("run", "model.yaml", "training.epochs=1", "--name", "parts")
      let second = try program.unet("run", "model.yaml", "--name", "parts", "--resume")
      #expect((first.status, second.status) == (0, 0), "\(first.errors)\(second.errors)")
      let same = try program.shell(
        "cmp runs/whole/checkpoints/best.safetensors runs/parts/checkpoints/best.safetensors")
      #expect(same.status == 0, "\(same.output)")
      let final = try program.json("runs/whole/per_image.json")["final"] as? [String: Any]
      let image = (final?["images"] as? [[String: Any]])?.first
      #expect(image?["valid_pixels"] as? Int == 64 * 64)
    }
  }
}
