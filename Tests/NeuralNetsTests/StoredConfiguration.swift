import NeuralNets

/// The configuration of a fixture's metadata: what it leaves out is as by default.
struct StoredConfiguration: Decodable {
  private let inputChannels, outputChannels, depth, width: Int
  private let maxChannels, kernelSize, squeezeExcitation: Int?
  private let convolutions: [Int]?
  private let padding, activation, initialization: String?
  private let upsampling: String
  private let norm: Norm?
  private let bias, residual, attentionGates, deepSupervision: Bool?

  private enum Norm: Decodable {
    case plain(String)
    case group(Int)

    private enum Key: String, CodingKey { case groups }

    init(from decoder: any Decoder) throws {
      if let name = try? decoder.singleValueContainer().decode(String.self) {
        self = .plain(name)
      } else {
        self = .group(try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .groups))
      }
    }

    var norm: UNet.Norm {
      switch self {
      case .group(let groups): .group(groups: groups)
      case .plain("instance"): .instance
      case .plain("layer"): .layer
      case .plain("none"): .none
      case .plain: .batch
      }
    }
  }

  var configuration: UNet.Configuration {
    var result = UNet.Configuration(
      inputChannels: inputChannels, outputChannels: outputChannels, depth: depth, width: width,
      norm: norm?.norm ?? .batch, upsampling: .init(rawValue: upsampling) ?? .transposed)
    result.maxChannels = maxChannels
    result.convolutions = convolutions ?? [2]
    result.kernelSize = kernelSize ?? 3
    result.padding = padding == "valid" ? .valid : .same
    result.bias = bias.map { $0 ? .learned : .none }
    result.activation = activation.flatMap(UNet.Activation.init) ?? .relu
    result.residual = residual ?? false
    result.squeezeExcitation = squeezeExcitation
    result.attentionGates = attentionGates ?? false
    result.deepSupervision = deepSupervision ?? false
    result.initialization = initialization.flatMap(UNet.Initialization.init) ?? .pytorch
    return result
  }
}
