import NeuralNets

/// A network's shape in a checkpoint, in the words of a config; `Scripts/unet.py` builds the network from it.
struct NetworkMetadata: Encodable {
  private let network: UNet.Configuration

  init(_ network: UNet.Configuration) { self.network = network }

  private enum Key: String, CodingKey {
    case inputChannels = "input_channels"
    case outputChannels = "output_channels"
    case depth, width
    case maxChannels = "max_channels"
    case convolutions
    case kernelSize = "kernel_size"
    case padding, bias, norm, activation, residual
    case squeezeExcitation = "squeeze_excitation"
    case attentionGates = "attention_gates"
    case upsampling, dropout
    case deepSupervision = "deep_supervision"
    case initialization
    case name, groups
    case encoder, bottleneck, decoder
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(network.inputChannels, forKey: .inputChannels)
    try values.encode(network.outputChannels, forKey: .outputChannels)
    try values.encode(network.depth, forKey: .depth)
    try values.encode(network.width, forKey: .width)
    try values.encode(network.maxChannels, forKey: .maxChannels)
    try values.encode((0...network.depth).map(network.convolutionCount), forKey: .convolutions)
    try values.encode(network.kernelSize, forKey: .kernelSize)
    try values.encode(network.padding.rawValue, forKey: .padding)
    try values.encode(network.hasBlockBias, forKey: .bias)
    try encodeNorm(to: &values)
    try values.encode(network.activation.rawValue, forKey: .activation)
    try values.encode(network.residual, forKey: .residual)
    try values.encode(network.squeezeExcitation, forKey: .squeezeExcitation)
    try values.encode(network.attentionGates, forKey: .attentionGates)
    try values.encode(network.upsampling.rawValue, forKey: .upsampling)
    var dropout = values.nestedContainer(keyedBy: Key.self, forKey: .dropout)
    try dropout.encode(network.dropout.encoder, forKey: .encoder)
    try dropout.encode(network.dropout.bottleneck, forKey: .bottleneck)
    try dropout.encode(network.dropout.decoder, forKey: .decoder)
    try values.encode(network.deepSupervision, forKey: .deepSupervision)
    try values.encode(network.initialization.rawValue, forKey: .initialization)
  }

  private func encodeNorm(to values: inout KeyedEncodingContainer<Key>) throws {
    switch network.norm {
    case .batch: try values.encode("batch", forKey: .norm)
    case .instance: try values.encode("instance", forKey: .norm)
    case .layer: try values.encode("layer", forKey: .norm)
    case .none: try values.encode("none", forKey: .norm)
    case .group(let groups):
      var norm = values.nestedContainer(keyedBy: Key.self, forKey: .norm)
      try norm.encode("group", forKey: .name)
      try norm.encode(groups, forKey: .groups)
    }
  }
}
