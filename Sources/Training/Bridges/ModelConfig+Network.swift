import Experiment
import NeuralNets

// The bridges from a config to what it declares are the only place that knows both vocabularies.

extension ExperimentConfig {
  /// The names of the classes, in channel order.
  var classNames: [String] { data.classes.map(\.name) }

  /// The shape of the network for images of so many channels.
  func network(channels: Int) -> UNet.Configuration {
    UNet.Configuration(
      inputChannels: channels, outputChannels: data.classes.count, depth: model.depth, width: model.width,
      norm: model.norm.network, upsampling: model.upsampling.network, dropout: model.dropout)
  }
}

extension ModelConfig.Norm {
  fileprivate var network: UNet.Norm {
    switch self {
    case .batch: .batch
    case .none: .none
    }
  }
}

extension ModelConfig.Upsampling {
  fileprivate var network: UNet.Upsampling {
    switch self {
    case .transposed: .transposed
    case .bilinear: .bilinear
    }
  }
}
