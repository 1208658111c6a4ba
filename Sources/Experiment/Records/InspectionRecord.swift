/// What `unet inspect --format json` prints.
public struct InspectionRecord: Codable, Equatable, Sendable {
  /// The samples of training, validation or test, in numbers.
  public struct Part: Codable, Equatable, Sendable {
    /// How many samples could be read.
    public let images: Int
    /// The sizes of their files, the most frequent first.
    public let sizes: [Size]
    /// How many images have each number of channels, and each type of values, by number and type.
    public let channels: [String: Int], depths: [String: Int]
    /// The values of each channel, in the units of the files.
    public let intensities: [Intensity]
    /// The classes by name.
    public let classes: [String: Class]
    /// The pixels that count for nothing.
    public let ignoredPixels: Int

    /// Makes the numbers of a part.
    public init(
      images: Int, sizes: [Size], channels: [String: Int], depths: [String: Int], intensities: [Intensity],
      classes: [String: Class], ignoredPixels: Int
    ) {
      self.images = images
      self.sizes = sizes
      self.channels = channels
      self.depths = depths
      self.intensities = intensities
      self.classes = classes
      self.ignoredPixels = ignoredPixels
    }

    private enum CodingKeys: String, CodingKey {
      case images, sizes, channels, depths, intensities, classes
      case ignoredPixels = "ignored_pixels"
    }
  }

  /// A size in pixels, and how many images have it.
  public struct Size: Codable, Equatable, Sendable {
    /// Pixels, and images.
    public let width, height, images: Int

    /// Makes a size.
    public init(width: Int, height: Int, images: Int) {
      self.width = width
      self.height = height
      self.images = images
    }
  }

  /// The distribution of a channel's values.
  public struct Intensity: Codable, Equatable, Sendable {
    /// The least value, the first percentile, the mean, the 99th percentile, the greatest value.
    public let minimum, low, mean, high, maximum: Double

    /// Makes a distribution.
    public init(minimum: Double, low: Double, mean: Double, high: Double, maximum: Double) {
      self.minimum = minimum
      self.low = low
      self.mean = mean
      self.high = high
      self.maximum = maximum
    }

    private enum CodingKeys: String, CodingKey {
      case mean
      case minimum = "min"
      case low = "percentile_1"
      case high = "percentile_99"
      case maximum = "max"
    }
  }

  /// How much of a part is of a class.
  public struct Class: Codable, Equatable, Sendable {
    /// Its pixels, and the images that have one.
    public let pixels, images: Int

    /// Makes the numbers of a class.
    public init(pixels: Int, images: Int) {
      self.pixels = pixels
      self.images = images
    }
  }

  /// Something worth knowing.
  public struct Finding: Codable, Equatable, Sendable {
    /// Its name; "error", "warning" or "note"; the sentence; what to do.
    public let name, severity, message, next: String
    /// How many images, groups of images or classes it concerns.
    public let count: Int
    /// The images that it concerns; empty where it concerns all.
    public let files: [String]

    /// Makes a finding.
    public init(name: String, severity: String, message: String, next: String, count: Int, files: [String]) {
      self.name = name
      self.severity = severity
      self.message = message
      self.next = next
      self.count = count
      self.files = files
    }
  }

  /// The version of the format.
  public let schema: Int
  /// The config as it was named.
  public let config: String
  /// Training, validation and test by name; those without a sample are absent.
  public let parts: [String: Part]
  /// What balances the classes in the loss, by the values of `loss.class_weights`, by class; null for one without a pixel.
  public let classWeights: [String: [String: Double?]]
  /// What is wrong with files, as text.
  public let problems: [String]
  /// What is doubtful or good to know.
  public let findings: [Finding]
  /// The contact sheet's file; absent if none was drawn.
  public let sheet: String?
  /// The files that show augmentations; absent if none were asked for.
  public let pictures: [String]?
  /// How many samples were decoded, and not known from an earlier inspection.
  public let decoded: Int

  /// Makes the record of an inspection.
  public init(
    config: String, parts: [String: Part], classWeights: [String: [String: Double?]], problems: [String],
    findings: [Finding], sheet: String?, pictures: [String]? = nil, decoded: Int
  ) {
    schema = JSONFormat.schema
    self.config = config
    self.parts = parts
    self.classWeights = classWeights
    self.problems = problems
    self.findings = findings
    self.sheet = sheet
    self.pictures = pictures
    self.decoded = decoded
  }

  private enum CodingKeys: String, CodingKey {
    case schema, config, parts, problems, findings, sheet, pictures, decoded
    case classWeights = "class_weights"
  }
}
