public import Config

/// Random changes of the training images; each happens with its own probability.
public struct AugmentationConfig: ConfigSection {
  /// A set of defaults.
  public enum Preset: String, ConfigChoice {
    /// Nothing changes.
    case none
    /// Mirrors left and right, and varies the light.
    case light
    /// Light, and turns and scales a little.
    case standard
  }

  /// The defaults of the keys below.
  public let preset: Preset
  /// Mirrors left and right.
  public let horizontalFlip: Chance
  /// Mirrors top and bottom.
  public let verticalFlip: Chance
  /// Turns by 90, 180 or 270 degrees.
  public let quarterTurns: Chance
  /// Turns by a random angle.
  public let rotation: Rotation
  /// Makes larger or smaller.
  public let scale: Factor
  /// Multiplies the values.
  public let brightness: Factor
  /// Multiplies the values' distance from the image's mean.
  public let contrast: Factor
  /// Adds another sample of the batch to each.
  public let mixup: Mix
  /// Pastes a rectangle of another sample of the batch into each.
  public let cutmix: Mix

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    self = keys.alternatives(by: "preset", default: Preset.none, "Which defaults the other keys have.") {
      AugmentationConfig(preset: $0, &$1)
    }
  }

  private init(preset: Preset, _ keys: inout KeyReader) {
    let defaults = PresetDefaults(preset)
    self.preset = preset
    horizontalFlip = Chance.read("horizontal_flip", defaults.horizontalFlip, "Mirrors left and right.", &keys)
    verticalFlip = Chance.read("vertical_flip", 0, "Mirrors top and bottom.", &keys)
    quarterTurns = Chance.read("quarter_turns", 0, "Turns by 90, 180 or 270 degrees.", &keys)
    rotation = Rotation.read("rotation", defaults.rotation, "Turns by a random angle.", &keys)
    scale = Factor.read(
      "scale", defaults.scale, standard: 0.8...1.25, within: 0.5...2, "Makes larger (above 1) or smaller.",
      &keys)
    brightness = Factor.read(
      "brightness", defaults.light, standard: 0.8...1.2, within: 0...10, "Multiplies the values.", &keys)
    contrast = Factor.read(
      "contrast", defaults.light, standard: 0.8...1.2, within: 0...10,
      "Multiplies the values' distance from the image's mean.", &keys)
    mixup = Mix.read(
      "mixup", alpha: 0.2,
      "Adds another sample of the batch to each, and learns both masks by their shares; not with `data.ignore`, nor with padding.",
      &keys)
    cutmix = Mix.read(
      "cutmix", alpha: 1,
      "Pastes a rectangle of another sample of the batch into each, image and mask; a batch with `mixup` too has only this.",
      &keys)
  }
}

/// The probabilities of a preset; what a change looks like is the same in all.
private struct PresetDefaults {
  let horizontalFlip: Double
  let rotation: Double
  let scale: Double
  let light: Double

  init(_ preset: AugmentationConfig.Preset) {
    let varies = preset == .none ? 0 : 0.5
    let warps = preset == .standard ? 0.5 : 0
    (horizontalFlip, light) = (varies, varies)
    (rotation, scale) = (warps, warps)
  }
}
