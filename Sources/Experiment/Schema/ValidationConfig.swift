public import Config

/// Which images are for validation; the others are for training.
public enum ValidationConfig: ConfigSection {
  /// Positions from `first` to `last`, both included, counted from 0 in the order of the file names.
  case range(first: Int, last: Int)
  /// A share of the images, chosen by hash(seed, stem), so that adding an image moves no other.
  case fraction(Double, seed: Int)
  /// The stems that a text file lists, one on a line.
  case list(Path)
  /// Folders of their own.
  case folders(images: Path, masks: Path)

  private enum Lead: String, ConfigChoice {
    case range, fraction, list, images
  }

  /// Reads the key that is there, and those that go with it.
  public init(_ keys: inout KeyReader) {
    self = keys.alternatives(byPresenceOr: Lead.fraction) { lead, keys in
      switch lead {
      case .range: Self.range(&keys)
      case .fraction:
        .fraction(
          keys.read(
            "fraction", default: 0.2, as: Double.format(in: .above(0, below: 1)), "Share of the images."),
          seed: keys.read("seed", default: 0, in: .atLeast(0), "Another seed chooses other images."))
      case .list:
        .list(
          keys.require(
            "list", as: Path.format, standIn: Path("/"),
            "Text file with the stems of the images, one on a line."))
      case .images:
        .folders(
          images: keys.require(
            "images", as: Path.format, standIn: Path("/"), "Folder with the validation images."),
          masks: keys.require(
            "masks", as: Path.format, standIn: Path("/"), "Folder with the validation masks."))
      }
    }
  }

  private static func range(_ keys: inout KeyReader) -> ValidationConfig {
    let range = keys.require(
      "range", as: .list(of: Int.format(in: .from(0, to: 1_000_000_000)), counts: 2...2), standIn: [0, 0],
      "First and last position in the order of the file names, from 0, both included.")
    keys.check(
      "range", that: range[0] <= range[1],
      else: "'range' must be [first, last], and \(range[0]) is above \(range[1])")
    return .range(first: range[0], last: range[1])
  }
}
