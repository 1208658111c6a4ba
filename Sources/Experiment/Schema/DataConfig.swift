public import Config

/// Where images and masks are, which classes there are, and what of the images is used.
public struct DataConfig: ConfigSection {
  /// Where the images and masks are.
  public let files: FilesConfig
  /// Which channels of the image files are used; nil for all but transparency.
  public let channels: ChannelConfig?
  /// What the values of mask files mean.
  public let masks: MaskConfig
  /// Which images train, validate and test.
  public let split: SplitConfig
  /// The size to which every image is brought; nil leaves them as they are.
  public let resize: PixelSize?
  /// The size of the random piece of an image that training sees; nil for the whole image.
  public let crop: PixelSize?
  /// How many samples make an epoch; nil for as many as there are training images.
  public let samplesPerEpoch: Int?
  /// The share of samples whose crop is centred on a pixel of a class, all but the first, 0 to 1.
  public let oversampleForeground: Double
  /// How pixel values are brought to the range in which a network learns well.
  public let normalization: NormalizationConfig
  /// The findings about the data that are not told.
  public let silence: [FindingName]

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    self = keys.alternatives(
      by: "layout", default: LayoutName.folders,
      "How the data set's files are arranged, which gives the other keys their defaults."
    ) {
      DataConfig(layout: $0, &$1)
    }
  }

  private init(layout name: LayoutName, _ keys: inout KeyReader) {
    files = FilesConfig(&keys, layout: name)
    let layout = files.layout
    channels = keys.optional(
      "channels", as: ChannelConfig.format,
      "`grey`, `rgb`, or a list of stored channels by number from 0, transparency included; null: what the files have, without transparency."
    )
    masks = MaskConfig(&keys, maskName: files.maskName, layout: layout)
    split = SplitConfig(
      &keys,
      standard: .init(training: layout.training, validation: layout.validation, test: layout.test))
    resize = keys.optional(
      "resize", as: PixelSize.format, "`[height, width]` to which images are brought before all else.")
    crop = keys.optional(
      "crop", as: PixelSize.format,
      """
      `[height, width]` of the random piece that a sample is; null: whole images, all in the size of the largest. Around smaller \
      images is padding, which counts for nothing. With `model.padding: valid` only what comes out of the network lies in the image.
      """)
    samplesPerEpoch = keys.optional(
      "samples_per_epoch", in: .from(1, to: 1_000_000_000),
      "Samples in an epoch; null: as many as training images.")
    oversampleForeground = keys.read(
      "oversample_foreground", default: 0, in: .from(0, to: 1),
      """
      Share of samples whose crop has a random pixel of a random class in its middle: of those in the image, all but the first, or the \
      only one. As nnU-Net's 0.33.
      """)
    normalization = NormalizationConfig.read(&keys)
    silence = keys.read(
      "silence", default: [],
      "Names of findings of `unet inspect` that are not told and don't stop a run, such as `[duplicate]`.")
    check(keys)
  }

  private func check(_ keys: KeyReader) {
    keys.check(
      "oversample_foreground", "crop", that: oversampleForeground == 0 || crop != nil,
      else: "'oversample_foreground' places crops, and without 'crop' samples are whole images",
      notes: ["choose a 'crop' smaller than the images, or remove it"])
  }
}

extension DataConfig {
  /// The classes in the order of the model's output channels, 1 to 255.
  public var classes: [ClassConfig] { masks.classes }
  /// The mask values of pixels of no class; empty with several classes.
  public var background: [MaskValue] { masks.background }
  /// The mask values of pixels that count for nothing.
  public var ignore: [MaskValue] { masks.ignore }
}
