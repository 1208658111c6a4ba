import Images

extension Augmentation {
  /// All that can happen to a sample or a batch happens half of the time.
  ///
  /// `SampleHashTests` fails where a parameter is missing here.
  static var everything: Augmentation {
    var all = Augmentation()
    all.geometry = .everything
    all.photometry = .everything
    all.mixing.mixup = .init(probability: 0.5, alpha: 0.4)
    all.mixing.cutmix = .init(probability: 0.5, alpha: 1.5)
    return all
  }
}

extension Augmentation.Geometry {
  fileprivate static var everything: Self {
    var all = Self()
    (all.horizontalFlip, all.verticalFlip, all.quarterTurns) = (0.5, 0.5, 0.5)
    all.rotation = .init(probability: 0.5, most: 60)
    all.scale = .init(probability: 0.5, range: 0.3...3)
    (all.resizedCrop.probability, all.resizedCrop.area, all.resizedCrop.aspect) = (0.5, 0.4...1, 0.75...1.33)
    all.translation = .init(probability: 0.5, most: 0.2)
    all.shear = .init(probability: 0.5, most: 20)
    all.perspective = .init(probability: 0.5, most: 0.3)
    (all.elastic.probability, all.elastic.displacement) = (0.5, 5)
    (all.smoothElastic.probability, all.smoothElastic.smoothness) = (0.5, 6)
    all.gridDistortion.probability = 0.5
    return all
  }
}

extension Augmentation.Photometry {
  fileprivate static var everything: Self {
    var all = Self()
    all.lowResolution = .init(probability: 0.5, range: 0.5...0.9)
    all.blur = .init(probability: 0.5, range: 0.5...1.5)
    all.sharpen = .init(probability: 0.5, range: 0.2...1)
    all.brightness = .init(probability: 0.5, range: 0.7...1.3)
    all.contrast = .init(probability: 0.5, range: 0.7...1.3)
    all.gamma = .init(probability: 0.5, range: 0.7...1.5)
    all.invertedGamma = .init(probability: 0.5, range: 0.7...1.5)
    all.saturation = .init(probability: 0.5, range: 0.7...1.3)
    all.hue = .init(probability: 0.5, most: 30)
    all.gaussianNoise = .init(probability: 0.5, range: 0.05...0.2)
    all.poissonNoise = .init(probability: 0.5, range: 50...500)
    all.jpeg = .init(probability: 0.5, range: 50...95)
    all.channelDropout = 0.5
    (all.cutout.probability, all.cutout.count, all.cutout.size) = (0.5, 1...3, 0.1...0.3)
    all.cutout.ignores = true
    return all
  }
}

/// One thing that can happen, as found by reflection.
struct AugmentationParameter {
  /// Such as "geometry.rotation".
  let name: String
  let probability: Double?
  /// Whether it has something to draw from: no range of a single number.
  let varies: Bool

  /// All parameters: each field of the three parts of an augmentation.
  static func all(of augmentation: Augmentation) -> [AugmentationParameter] {
    Mirror(reflecting: augmentation).children.flatMap { part in
      Mirror(reflecting: part.value).children.map { field in
        AugmentationParameter("\(part.label ?? "").\(field.label ?? "")", field.value)
      }
    }
  }

  private init(_ name: String, _ value: Any) {
    self.name = name
    let fields = Mirror(reflecting: value).children
    probability = value as? Double ?? fields.first { $0.label == "probability" }?.value as? Double
    varies = fields.allSatisfy { field in
      switch field.value {
      case let range as ClosedRange<Double>: range.lowerBound < range.upperBound
      case let range as ClosedRange<Int>: range.lowerBound < range.upperBound
      case let number as Double: number > 0
      default: true
      }
    }
  }
}
