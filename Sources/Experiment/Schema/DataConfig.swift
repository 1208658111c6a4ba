public import Config

/// Where images and masks are, which classes there are, and what of the images is used.
public struct DataConfig: ConfigSection {
  /// How pixel values are brought to the range in which a network learns well.
  public enum Normalization: String, ConfigChoice {
    /// Zero mean and unit deviation of each channel over the training images.
    case dataset
    /// From 0 to 1.
    case none
  }

  /// The folder with the images.
  public let images: Path
  /// The folder with the masks.
  public let masks: Path
  /// The name of an image's mask, with `{stem}` for the image's name without extension; without extension any
  /// one matches.
  public let maskName: String
  /// The classes in the order of the model's output channels, 1 to 255.
  public let classes: [ClassConfig]
  /// The mask values of pixels of no class; empty with several classes.
  public let background: [MaskValue]
  /// The mask values of pixels that count for nothing.
  public let ignore: [MaskValue]
  /// Which images are for validation.
  public let validation: ValidationConfig
  /// The size to which every image is brought; nil leaves them as they are.
  public let resize: PixelSize?
  /// The size of the random piece of an image that training sees; nil for the whole image.
  public let crop: PixelSize?
  /// How many samples make an epoch; nil for as many as there are training images.
  public let samplesPerEpoch: Int?
  /// How pixel values are scaled.
  public let normalization: Normalization

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    images = keys.require("images", as: Path.format, standIn: Path("/"), "Folder with the images.")
    masks = keys.require("masks", as: Path.format, standIn: Path("/"), "Folder with the masks.")
    maskName = keys.read(
      "mask_name", default: "{stem}",
      "File name of a mask; `{stem}` is the image's name without extension. Any extension if it has none."
    )
    classes = keys.require(
      "classes", as: ClassConfig.listFormat, standIn: [],
      "Classes with their mask values, in the order of the channels; `[a, b]` means `{a: 0, b: 1}`."
    )
    let background = keys.optional(
      "background", as: MaskValue.listFormat,
      "With one class, the mask values of all other pixels; null: 0.")
    self.background = background ?? (classes.count == 1 ? [.grey(0)] : [])
    ignore =
      keys.optional("ignore", as: MaskValue.listFormat, "Mask values of pixels that count for nothing.") ?? []
    validation = keys.mapping(
      "validation",
      "Which images are for validation; positions and fractions are in the order of the file names.",
      ValidationConfig.init)
    resize = keys.optional(
      "resize", as: PixelSize.format, "`[height, width]` to which images are brought before all else.")
    crop = keys.optional(
      "crop", as: PixelSize.format,
      "`[height, width]` of the random piece that a sample is; null: whole images.")
    samplesPerEpoch = keys.optional(
      "samples_per_epoch", in: .from(1, to: 1_000_000_000),
      "Samples in an epoch; null: as many as training images.")
    normalization = keys.read(
      "normalization", default: .dataset,
      "`dataset`: zero mean, unit deviation per channel over the training images; `none`: 0 to 1."
    )
    check(keys)
  }

  private func check(_ keys: KeyReader) {
    keys.check(
      "mask_name", that: maskName.contains("{stem}") && !maskName.contains("/"),
      else: "'mask_name' must be a file name that contains {stem}",
      notes: ["such as mask_name: \"{stem}_mask.png\""])
    keys.check("classes", that: !classes.isEmpty, else: "'classes' must name at least one class")
    keys.check(
      "classes", that: classes.count <= 255,
      else: "'classes' must name at most 255 classes, not \(classes.count)")
    checkNames(keys)
    checkValues(keys)
    if let crop, let resize {
      keys.check(
        "crop", "resize", that: crop.height <= resize.height && crop.width <= resize.width,
        else: "'crop' is \(crop), which does not fit into images of \(resize) after 'resize'")
    }
  }

  private func checkNames(_ keys: KeyReader) {
    var known: Set<String> = []
    for name in classes.map(\.name) {
      keys.check(
        "classes", that: (1...100).contains(name.unicodeScalars.count),
        else: "the name of a class must have 1 to 100 characters, not \(name.unicodeScalars.count)")
      keys.check("classes", that: known.insert(name).inserted, else: "'classes' names '\(name)' twice")
    }
  }

  /// Refuses a mask value with two meanings.
  private func checkValues(_ keys: KeyReader) {
    var owners: [MaskValue: String] = [:]
    for value in background { claim(value, for: "background", &owners, keys) }
    for item in classes {
      for value in item.values { claim(value, for: "classes.\(item.name)", &owners, keys) }
    }
    keys.check(
      "background", "classes", that: classes.count == 1 || background.isEmpty,
      else: "'background' is only for a single class",
      notes: ["with several classes, give the background a name and its value in 'classes'"])
    for value in ignore { claim(value, for: "ignore", &owners, keys) }
  }

  private func claim(
    _ value: MaskValue, for key: String, _ owners: inout [MaskValue: String], _ keys: KeyReader
  ) {
    guard let owner = owners.updateValue(key, forKey: value) else { return }
    let place = keys.location(of: owner).map { "is at \($0)" } ?? "is \(value) by default"
    keys.check(
      key, owner, that: false, else: "'\(key)' has the mask value \(value), which '\(owner)' has too",
      notes: ["'\(owner)' \(place)"])
  }
}
