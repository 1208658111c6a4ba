/// A network that cannot be, or an input that it cannot take.
public enum UNetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A number of the configuration: its name, its value, and what it may be.
  case outOfRange(String, String, String)
  /// The input isn't `[N, channels, H, W]`: its shape, and the channels that the network takes.
  case inputShape([Int], channels: Int)
  /// The image is smaller than the depth allows.
  case tooSmall(height: Int, width: Int, depth: Int, smallest: Int)
  /// With valid padding a level would halve an odd size: the sizes around, of which larger ones are a multiple of `step` more.
  case unevenSize(height: Int, width: Int, smallest: Int, step: Int)
  /// Training with one value for each channel at the deepest level, whose variance is undefined.
  case oneValuePerChannel(height: Int, width: Int, depth: Int)

  /// One sentence with the rule, the value and what would do.
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let range):
      "\(name) of a U-Net is \(value) but must be \(range)"
    case .inputShape(let shape, let channels):
      "a U-Net of \(channels) input channels takes [N, \(channels), H, W], not \(shape)"
    case .tooSmall(let height, let width, let depth, let smallest):
      """
      an image of \(height)x\(width) pixels is too small for depth \(depth); \
      the smallest is \(smallest)x\(smallest)
      """
    case .unevenSize(let height, let width, let smallest, let step):
      """
      an image of \(height)x\(width) pixels does not halve evenly with valid padding; \
      a side must be \(smallest) pixels or a multiple of \(step) more
      """
    case .oneValuePerChannel(let height, let width, let depth):
      """
      one image of \(height)x\(width) pixels has one value per channel at depth \(depth), \
      whose variance batch norm cannot take; use more images, larger ones or less depth
      """
    }
  }
}
