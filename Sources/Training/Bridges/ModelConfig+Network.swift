import Experiment
import NeuralNets

// The bridges from a config to what it declares are the only place that knows both vocabularies.

extension ExperimentConfig {
  /// The names of the classes, in channel order.
  var classNames: [String] { data.classes.map(\.name) }

  /// The shape of the network for images of so many channels.
  func network(channels: Int) -> UNet.Configuration {
    var network = UNet.Configuration(
      inputChannels: channels, outputChannels: data.classes.count, depth: model.depth, width: model.width,
      norm: model.norm.network, upsampling: model.upsampling.network, dropout: model.dropout.network)
    network.maxChannels = model.maxChannels
    network.convolutions = model.convolutions
    network.kernelSize = model.kernelSize
    network.padding = model.padding.network
    network.bias = model.bias.map { $0 ? .learned : .none }
    network.activation = model.activation.network
    network.residual = model.residual
    network.squeezeExcitation = model.squeezeExcitation
    network.attentionGates = model.attentionGates
    network.deepSupervision = model.deepSupervision
    network.initialization = model.initialization.network
    return network
  }
}

extension ModelConfig.Norm {
  fileprivate var network: UNet.Norm {
    switch self {
    case .batch: .batch
    case .group(let groups): .group(groups: groups)
    case .instance: .instance
    case .layer: .layer
    case .none: .none
    }
  }
}

extension ModelConfig.Upsampling {
  fileprivate var network: UNet.Upsampling {
    switch self {
    case .transposed: .transposed
    case .bilinear: .bilinear
    case .nearest: .nearest
    case .pixelShuffle: .pixelShuffle
    }
  }
}

extension ModelConfig.Activation {
  fileprivate var network: UNet.Activation {
    switch self {
    case .relu: .relu
    case .leakyRelu: .leakyRelu
    case .elu: .elu
    case .gelu: .gelu
    case .silu: .silu
    }
  }
}

extension ModelConfig.Padding {
  fileprivate var network: UNet.Padding {
    switch self {
    case .same: .same
    case .valid: .valid
    }
  }
}

extension ModelConfig.Initialization {
  fileprivate var network: UNet.Initialization {
    switch self {
    case .pytorch: .pytorch
    case .kaimingNormal: .kaimingNormal
    case .kaimingUniform: .kaimingUniform
    case .xavierNormal: .xavierNormal
    case .xavierUniform: .xavierUniform
    }
  }
}

extension ModelConfig.Dropout {
  fileprivate var network: UNet.DropoutRates {
    UNet.DropoutRates(encoder: encoder, bottleneck: bottleneck, decoder: decoder)
  }
}
