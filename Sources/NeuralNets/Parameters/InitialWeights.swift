/// How a network's convolutions get their first numbers: the scheme, and the activation that it makes up for.
public struct InitialWeights: Sendable {
  private let scheme: UNet.Initialization
  private let slope: Double

  /// A scheme; only the Kaiming ones look at the activation, of which they know the slope of a leaky ReLU (nnU-Net's a = 0.01).
  public init(_ scheme: UNet.Initialization = .pytorch, for activation: UNet.Activation = .relu) {
    self.scheme = scheme
    slope = activation == .leakyRelu ? UNet.Activation.leakySlope : 0
  }

  /// Of a convolution's weight; the fans are inputs and outputs times the kernel's pixels.
  func weight(fanIn: Int, fanOut: Int) -> Initializer {
    let (inputs, outputs) = (Double(max(fanIn, 1)), Double(max(fanOut, 1)))
    // Uniform numbers within ±b have the deviation b/√3.
    switch scheme {
    // PyTorch calls it Kaiming-uniform with a = √5, which comes to the same.
    case .pytorch: return .uniform(bound: 1 / inputs.squareRoot())
    case .kaimingNormal: return .normal(deviation: kaiming(inputs))
    case .kaimingUniform: return .uniform(bound: 3.0.squareRoot() * kaiming(inputs))
    case .xavierNormal: return .normal(deviation: (2 / (inputs + outputs)).squareRoot())
    case .xavierUniform: return .uniform(bound: (6 / (inputs + outputs)).squareRoot())
    }
  }

  /// Of a convolution's bias.
  func bias(fanIn: Int) -> Initializer {
    scheme == .pytorch ? weight(fanIn: fanIn, fanOut: 1) : .zeros
  }

  private func kaiming(_ inputs: Double) -> Double { (2 / ((1 + slope * slope) * inputs)).squareRoot() }
}
