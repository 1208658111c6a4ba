public import Config

/// Which channels of image files are used, where it isn't those that they have.
public enum ChannelConfig: Hashable, Sendable {
  /// What colours are brought to.
  public enum Colors: String, ConfigChoice {
    /// One channel; red, green and blue are mixed by the weights 0.299, 0.587 and 0.114, as Pillow does it.
    case grey
    /// Three channels; grey is repeated.
    case rgb
  }

  /// One or three channels, whatever the files have.
  case colors(Colors)
  /// Some of the channels that files store, by number from 0, in this order.
  case bands([Int])

  /// `grey`, `rgb`, or a list of numbers.
  static var format: Format<ChannelConfig> {
    let bands = Format<[Int]>.list(of: Int.format(in: .from(0, to: 65535)), counts: 1...1024)
    return Format<ChannelConfig>.either(Colors.format, bands) { value in
      switch value {
      case .first(let colors): .colors(colors)
      case .second(let bands): .bands(bands)
      }
    } split: { value in
      switch value {
      case .colors(let colors): .first(colors)
      case .bands(let bands): .second(bands)
      }
    }
  }
}
