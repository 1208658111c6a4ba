extension Augmentation {
  /// Where a sample's pixels come from.
  ///
  /// All of it composes into one homography and one displacement field, by which a sample is read once.
  public struct Geometry: Hashable, Sendable {
    /// How often left and right are exchanged, 0...1.
    public var horizontalFlip = 0.0
    /// How often top and bottom are exchanged, 0...1.
    public var verticalFlip = 0.0
    /// How often the sample is turned by 90, 180 or 270 degrees, each as likely, 0...1.
    public var quarterTurns = 0.0
    /// A turn about the crop's centre, by 0...180 degrees.
    public var rotation = Reach()
    /// A zoom about the crop's centre; 2 shows everything twice as large.
    ///
    /// Uniform in its logarithm, so that 0.5...2 makes things larger as often as smaller.
    public var scale = Factor()
    /// A random part of the crop, brought to its size.
    public var resizedCrop = ResizedCrop()
    /// A shift along each axis, in shares of the side of what the crop has within its margins, by whole pixels.
    public var translation = Reach()
    /// A slant along each axis about the crop's centre, in degrees below 90.
    public var shear = Reach()
    /// How far inwards each corner of what is shown moves along each axis, in shares of half of the crop's side below 1.
    public var perspective = Reach()
    /// A deformation by a coarse grid of random displacements.
    public var elastic = Elastic()
    /// A deformation by a smooth random field.
    public var smoothElastic = SmoothElastic()
    /// A grid of cells whose sides are stretched and squeezed.
    public var gridDistortion = GridDistortion()

    /// Makes a geometry that varies nothing but the place of the crop.
    public init() {}
  }

  /// A random part of the crop, brought to its size (torchvision's `RandomResizedCrop`).
  ///
  /// The part's area is uniform, and then its aspect among those with which a part of that area fits into the crop; where none of
  /// `aspect` does, it is the nearest that does.
  public struct ResizedCrop: Hashable, Sendable {
    /// How often, 0...1.
    public var probability = 0.0
    /// The part's share of the crop's area, above 0 and at most 1.
    public var area = 1.0...1.0
    /// The part's width over its height, as a multiple of the crop's, above 0; uniform in its logarithm.
    public var aspect = 1.0...1.0

    /// Makes a change that never happens.
    public init() {}
  }

  /// A deformation by random displacements on a coarse grid, interpolated bicubically (Ronneberger, Fischer and Brox 2015).
  public struct Elastic: Hashable, Sendable {
    /// How often, 0...1.
    public var probability = 0.0
    /// Points along each side, the first and the last on the crop's edges, at least 2.
    public var grid = 3
    /// The standard deviation of a point's displacement along each axis, in pixels.
    public var displacement = 10.0

    /// Makes a change that never happens.
    public init() {}
  }

  /// A deformation by white noise that a Gaussian smooths (Simard, Steinkraus and Platt 2003), as strong at the edges as elsewhere.
  public struct SmoothElastic: Hashable, Sendable {
    /// How often, 0...1.
    public var probability = 0.0
    /// The standard deviation of the Gaussian, in pixels.
    public var smoothness = 16.0
    /// The standard deviation of a pixel's displacement along each axis, in pixels.
    public var displacement = 4.0

    /// Makes a change that never happens.
    public init() {}
  }

  /// A grid of cells whose sides are stretched and squeezed, linearly within a cell (albumentations' `GridDistortion`, normalised).
  ///
  /// The crop's edges stay where they are, and nothing folds over.
  public struct GridDistortion: Hashable, Sendable {
    /// How often, 0...1.
    public var probability = 0.0
    /// Cells along each side, at least 2.
    public var steps = 5
    /// The most by which a cell's side is longer or shorter, as a share of it, below 1.
    public var limit = 0.3

    /// Makes a change that never happens.
    public init() {}
  }
}
