public import Config

/// Which images are kept from training.
public enum HeldOutConfig: Equatable, Sendable {
  /// Those at these positions, counted from 0 in the order of the file names, at least one range.
  case ranges([PositionRange])
  /// A share of the images, above 0 and below 1.
  case fraction(Double, DrawConfig)
  /// One of so many parts of the images, counted from 0.
  case fold(Int, of: Int, DrawConfig)
  /// Those that a text file lists, one on a line.
  case list(Path)
  /// Those in folders of their own.
  case folders(images: Path, masks: Path)

  private enum ValidationLead: String, ConfigChoice {
    case range, fraction, fold, list, images
  }

  private enum TestLead: String, ConfigChoice {
    case range, fraction, list, images
  }

  /// Reads the key that is there, and those that go with it; without any it is `standard`.
  static func validation(_ keys: inout KeyReader, _ standard: HeldOutConfig) -> HeldOutConfig {
    let lead = ValidationLead(rawValue: standard.lead) ?? .fraction
    return keys.alternatives(byPresenceOr: lead) { lead, keys in
      switch lead {
      case .range: .ranges(PositionRange.read(&keys, standard.ranges))
      case .fraction: fraction(&keys, standard)
      case .fold: fold(&keys, standard)
      case .list: .list(list(&keys, standard.list))
      case .images: folders(&keys, standard)
      }
    }
  }

  /// The same without folds: a test is for one network, not for each of several.
  static func test(_ keys: inout KeyReader, _ standard: HeldOutConfig) -> HeldOutConfig {
    keys.alternatives(byPresenceOr: TestLead(rawValue: standard.lead) ?? .fraction) { lead, keys in
      switch lead {
      case .range: .ranges(PositionRange.read(&keys, standard.ranges))
      case .fraction: fraction(&keys, standard)
      case .list: .list(list(&keys, standard.list))
      case .images: folders(&keys, standard)
      }
    }
  }

  /// Reads the file of a list.
  static func list(_ keys: inout KeyReader, _ standard: Path?) -> Path {
    keys.require(
      "list", unless: standard, as: Path.format, standIn: Path("/"),
      "Text file with a stem, file name or path on each line; columns after it are overlooked.")
  }

  private static func fraction(_ keys: inout KeyReader, _ standard: HeldOutConfig) -> HeldOutConfig {
    // Where another key is the standard, a fraction of null is not given.
    let (part, draw): (Double?, DrawConfig) =
      if case .fraction(let part, let draw) = standard { (part, draw) } else { (nil, DrawConfig()) }
    return .fraction(
      keys.require(
        "fraction", unless: part, as: Double.format(in: .above(0, below: 1)), standIn: 0.2,
        "Share of the images (of the groups, with `group`), rounded to a whole number of them."),
      DrawConfig(&keys, standard: draw))
  }

  private static func fold(_ keys: inout KeyReader, _ standard: HeldOutConfig) -> HeldOutConfig {
    let fold = keys.require(
      "fold", as: Int.format(in: .from(0, to: 999)), standIn: 0,
      "Which part of k-fold cross-validation, from 0.")
    let folds = keys.read(
      "folds", default: 5, in: 2...1000,
      "Parts; each image is in exactly one, and their sizes differ by at most 1 (in groups, with `group`).")
    keys.check(
      "fold", "folds", that: fold < folds,
      else: "'fold' must be from 0 to \(folds - 1) with \(folds) folds, not \(fold)")
    // The groups of a layout are those of its folds, too.
    return .fold(fold, of: folds, DrawConfig(&keys, standard: standard.draw))
  }

  private static func folders(_ keys: inout KeyReader, _ standard: HeldOutConfig) -> HeldOutConfig {
    let (images, masks): (Path?, Path?) =
      if case .folders(let images, let masks) = standard { (images, masks) } else { (nil, nil) }
    return .folders(
      images: keys.require(
        "images", unless: images, as: Path.format, standIn: Path("/"), "Folder with these images."),
      masks: keys.require(
        "masks", unless: masks, as: Path.format, standIn: Path("/"), "Folder with their masks."))
  }

  /// The key that says what it is.
  private var lead: String {
    switch self {
    case .ranges: "range"
    case .fraction: "fraction"
    case .fold: "fold"
    case .list: "list"
    case .folders: "images"
    }
  }

  /// How images are drawn, as for any fraction where none are.
  var draw: DrawConfig {
    switch self {
    case .fraction(_, let draw), .fold(_, _, let draw): draw
    case .ranges, .list, .folders: DrawConfig()
    }
  }

  private var ranges: [PositionRange]? { if case .ranges(let ranges) = self { ranges } else { nil } }

  private var list: Path? { if case .list(let path) = self { path } else { nil } }
}
