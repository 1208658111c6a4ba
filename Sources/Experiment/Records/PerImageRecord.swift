/// The file `per_image.json`: what every image contributed, so that any score can be computed again without a model.
public struct PerImageRecord: Codable, Equatable, Sendable {
  /// The counts of one image; lists are in class order.
  public struct Image: Codable, Equatable, Sendable {
    /// The image's name in the data set.
    public let id: String
    /// SHA-256 of the image file and the mask file, in hexadecimal.
    public let contentHash: String
    /// Pixels found.
    public let truePositives: [Int]
    /// Pixels wrongly claimed.
    public let falsePositives: [Int]
    /// Pixels missed.
    public let falseNegatives: [Int]
    /// Pixels that are not ignored; less the other three they are the true negatives.
    public let validPixels: Int
    /// The surface scores; absent where they were not asked for.
    public let surface: SurfaceValues?

    /// The counts of one image from its confusion matrix.
    public init(
      id: String, contentHash: String, matrix: ConfusionMatrix, surface: SurfaceValues? = nil,
      scoring: Scoring
    ) {
      let counts = scoring.counts(in: matrix)
      self.id = id
      self.contentHash = contentHash
      truePositives = counts.map(\.truePositives)
      falsePositives = counts.map(\.falsePositives)
      falseNegatives = counts.map(\.falseNegatives)
      validPixels = matrix.pixels
      self.surface = surface
    }

    private enum CodingKeys: String, CodingKey {
      case id, surface
      case contentHash = "content_hash"
      case truePositives = "tp"
      case falsePositives = "fp"
      case falseNegatives = "fn"
      case validPixels = "valid_pixels"
    }
  }

  /// The counts of all images after one epoch.
  public struct Epoch: Codable, Equatable, Sendable {
    /// Counted from 1.
    public let epoch: Int
    /// One entry an image, in the order of the split.
    public let images: [Image]
    /// The confusion matrix over all images, rows = truth, columns = prediction; absent in files of the first version.
    public let confusion: [[Int]]?

    /// Makes the record of one epoch.
    public init(epoch: Int, images: [Image], confusion: ConfusionMatrix? = nil) {
      self.epoch = epoch
      self.images = images
      self.confusion = confusion?.rows
    }
  }

  /// The version of the format.
  public let schema: Int
  /// The names of the classes, in channel order.
  public let classes: [String]
  /// At which size the pixels were compared.
  public let resolution: String
  /// The best epoch; absent before the first.
  public let best: Epoch?
  /// The last epoch; absent before the first.
  public let final: Epoch?
  /// The test images, with the weights of that epoch; absent before they are scored.
  public let test: Epoch?

  /// Makes the record of the best and the last epoch, and of the test.
  public init(classes: [String], best: Epoch?, final: Epoch?, test: Epoch? = nil) {
    schema = JSONFormat.schema
    resolution = "original mask"
    self.classes = classes
    self.best = best
    self.final = final
    self.test = test
  }
}
