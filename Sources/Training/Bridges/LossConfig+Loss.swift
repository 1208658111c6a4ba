import Experiment
import Images
import NeuralNets

extension LossConfig {
  /// The terms of the mix, in the order of the keys; a weight of 0 leaves one out.
  var terms: [SegmentationLoss.Term] {
    let all: [SegmentationLoss.Term?] = [
      ce.map { .init(.crossEntropy($0.options), weight: $0.weight) },
      bce.map { .init(.binaryCrossEntropy($0.options), weight: $0.weight) },
      dice.map { .init(.dice($0.regions.options, squared: $0.squared), weight: $0.weight) },
      focal.map { .init(.focal(gamma: $0.gamma, alpha: $0.alpha), weight: $0.weight) },
      tversky.map {
        let function = SegmentationLoss.Function.tversky(
          $0.regions.options, alpha: $0.alpha, beta: $0.beta, gamma: $0.gamma)
        return .init(function, weight: $0.weight)
      },
      jaccard.map { .init(.jaccard($0.regions.options), weight: $0.weight) },
      lovasz.map {
        .init(.lovasz(perImage: $0.perImage, absent: $0.classes == .all), weight: $0.weight)
      },
      boundary.map { .init(.boundary, weight: $0.weight) },
    ]
    return all.compactMap(\.self).filter { $0.weight > 0 }
  }

  /// The weight map between objects; nil for none.
  var borderMap: Images.BorderWeights? {
    borderWeights.map { Images.BorderWeights(w0: $0.w0, sigma: $0.sigma) }
  }
}

extension LossConfig.PixelLoss {
  fileprivate var options: SegmentationLoss.Pixels { .init(labelSmoothing: labelSmoothing, topK: topK) }
}

extension LossConfig.Regions {
  fileprivate var options: SegmentationLoss.Regions {
    .init(background: background, smooth: smooth, batch: batch)
  }
}
