import Config

extension AugmentationConfig {
  /// A random part of the sample, brought to its size.
  public struct ResizedCrop: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The part's share of the area, above 0 and at most 1.
    public internal(set) var area = 0.5...1.0
    /// The part's width over its height, as a multiple of the sample's, above 0.
    public internal(set) var aspect = 0.75...1.3333
  }

  /// A deformation by random displacements on a coarse grid.
  public struct Elastic: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// Points along each side, at least 2.
    public internal(set) var grid = 3
    /// The standard deviation of a point's displacement along each axis, in pixels.
    public internal(set) var displacement = 10.0
  }

  /// A deformation by a smooth random field.
  public struct SmoothElastic: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The standard deviation of the Gaussian that smooths it, in pixels.
    public internal(set) var smoothness = 16.0
    /// The standard deviation of a pixel's displacement along each axis, in pixels.
    public internal(set) var displacement = 4.0
  }

  /// A grid whose rows and columns are stretched and squeezed.
  public struct GridDistortion: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// Cells along each side, at least 2.
    public internal(set) var steps = 5
    /// The most by which a cell's side is longer or shorter, as a share of it, below 1.
    public internal(set) var limit = 0.3
  }

  /// Reads the keys of what changes an image and its mask alike.
  mutating func readGeometry(_ keys: inout KeyReader) {
    horizontalFlip = .read("horizontal_flip", horizontalFlip, "Mirrors left and right.", &keys)
    verticalFlip = .read("vertical_flip", verticalFlip, "Mirrors top and bottom.", &keys)
    quarterTurns = .read(
      "quarter_turns", quarterTurns, "Turns by 90, 180 or 270 degrees, each as likely.", &keys)
    rotation = .read(
      "rotation", rotation, in: .from(0, to: 180), "Turns about the sample's centre.", &keys)
    scale = .read(
      "scale", scale, in: 0.25...4, "Smallest and largest factor, uniform in its logarithm.",
      "Makes larger (above 1) or smaller.", &keys)
    resizedCrop = .read(resizedCrop, &keys)
    translation = .read(
      "translation", translation, in: .from(0, to: 1),
      "Largest shift along each axis, to either side, as a share of the sample's side.",
      "Shifts; what comes from beyond the image is its mirror image.", &keys)
    shear = .read("shear", shear, in: .from(0, below: 60), "Slants along each axis.", &keys)
    perspective = .read(
      "perspective", perspective, in: .from(0, below: 1),
      "How far each corner moves at most along each axis, as a share of half of the sample's side.",
      "Looks at the sample from aslant (torchvision's RandomPerspective).", &keys)
    elastic = .read(elastic, &keys)
    smoothElastic = .read(smoothElastic, &keys)
    gridDistortion = .read(gridDistortion, &keys)
  }
}

extension AugmentationConfig.ResizedCrop {
  fileprivate static func read(_ standard: Self, _ keys: inout KeyReader) -> Self {
    keys.mapping(
      "resized_crop", shorthand: "probability",
      "Crops and zooms: brings a random part of the sample to its size (torchvision's RandomResizedCrop)."
    ) { keys in
      Self(
        probability: keys.probability(default: standard.probability),
        area: keys.range(
          "area", standard.area, in: 0.01...1, "Smallest and largest share of the sample's area."),
        aspect: keys.range(
          "aspect", standard.aspect, in: 0.1...10,
          "Smallest and largest width over height, as a multiple of the sample's, uniform in its logarithm."))
    }
  }
}

extension AugmentationConfig.Elastic {
  fileprivate static func read(_ standard: Self, _ keys: inout KeyReader) -> Self {
    keys.mapping(
      "elastic", shorthand: "probability",
      "Bends by random displacements of a coarse grid's points, bicubic between them (Ronneberger et al. 2015)."
    ) { keys in
      Self(
        probability: keys.probability(default: standard.probability),
        grid: keys.read(
          "grid", default: standard.grid, in: 2...64, "Points along each side, two of them on the edges."),
        displacement: keys.read(
          "displacement", default: standard.displacement, in: 0...1000,
          "Standard deviation of a point's displacement along each axis, in pixels."))
    }
  }
}

extension AugmentationConfig.SmoothElastic {
  fileprivate static func read(_ standard: Self, _ keys: inout KeyReader) -> Self {
    keys.mapping(
      "smooth_elastic", shorthand: "probability",
      "Bends by a smooth random field, white noise behind a Gaussian (Simard et al. 2003)."
    ) { keys in
      Self(
        probability: keys.probability(default: standard.probability),
        smoothness: keys.read(
          "smoothness", default: standard.smoothness, in: 2...1000,
          "Standard deviation of that Gaussian, in pixels."),
        displacement: keys.read(
          "displacement", default: standard.displacement, in: 0...1000,
          "Standard deviation of a pixel's displacement along each axis, in pixels."))
    }
  }
}

extension AugmentationConfig.GridDistortion {
  fileprivate static func read(_ standard: Self, _ keys: inout KeyReader) -> Self {
    keys.mapping(
      "grid_distortion", shorthand: "probability",
      "Stretches and squeezes the columns and the rows of a grid (albumentations' GridDistortion)."
    ) { keys in
      Self(
        probability: keys.probability(default: standard.probability),
        steps: keys.read("steps", default: standard.steps, in: 2...64, "Cells along each side."),
        limit: keys.read(
          "limit", default: standard.limit, in: .from(0, below: 1),
          "How much longer or shorter a cell's side is drawn at most, as a share of it, before all fill the sample."
        ))
    }
  }
}
