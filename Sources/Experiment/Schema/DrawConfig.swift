public import Config

/// How images are drawn for a part of a split.
public struct DrawConfig: Equatable, Sendable {
  /// What belongs together and never stands on two sides.
  public enum Group: Equatable, Sendable {
    /// The first capture group, or the whole match, of a regular expression in an image's name.
    case pattern(String)
    /// A file of two columns, image and group.
    case file(Path)
  }

  /// Another seed draws others.
  public let seed: Int
  /// Whether each class is spread evenly.
  public let stratified: Bool
  /// What is drawn as a whole; nil for single images.
  public let group: Group?

  /// Makes a rule.
  public init(seed: Int = 0, stratified: Bool = false, group: Group? = nil) {
    self.seed = seed
    self.stratified = stratified
    self.group = group
  }

  private enum Lead: String, ConfigChoice {
    case pattern, file
  }

  /// Reads the keys.
  init(_ keys: inout KeyReader, standard: DrawConfig = DrawConfig()) {
    seed = keys.read(
      "seed", default: standard.seed, in: .atLeast(0),
      "Another seed draws others. The order is by hash(seed, name), so that adding an image moves few others."
    )
    stratified = keys.read(
      "stratified", default: standard.stratified,
      "Whether each class that is somewhere in a mask is spread evenly (iterative stratification, Sechidis et al. 2011); decodes all masks."
    )
    group = Self.group(&keys, standard.group)
  }

  private static func group(_ keys: inout KeyReader, _ standard: Group?) -> Group? {
    let summary =
      "What never stands on two sides: groups are drawn in place of images, so that adding an image to a group moves none."
    guard let standard else {
      return keys.optionalMapping("group", shorthand: "pattern", summary) { keys in group(in: &keys, nil, nil)
      }
    }
    return keys.mapping("group", shorthand: "pattern", summary) { keys in
      switch standard {
      case .pattern(let pattern): group(in: &keys, pattern, nil)
      case .file(let path): group(in: &keys, nil, path)
      }
    }
  }

  private static func group(in keys: inout KeyReader, _ pattern: String?, _ file: Path?) -> Group {
    keys.alternatives(byPresenceOr: file == nil ? Lead.pattern : .file) { lead, keys in
      switch lead {
      case .pattern: .pattern(Self.pattern(&keys, pattern))
      case .file:
        .file(
          keys.require(
            "file", unless: file, as: Path.format, standIn: Path("/"),
            "Text file of two columns, image and group."))
      }
    }
  }

  private static func pattern(_ keys: inout KeyReader, _ standard: String?) -> String {
    let pattern = keys.require(
      "pattern", unless: standard, as: String.format, standIn: "x",
      "Regular expression in an image's name, folders included: `\"^(patient[0-9]+)\"`. Its first parentheses, or all of it, is the group."
    )
    keys.check(
      "pattern", that: (try? Regex(pattern)) != nil, else: "'group' is no regular expression: '\(pattern)'",
      notes: ["such as \"^(patient[0-9]+)\", or \"^(.*)/\" for the folder"])
    return pattern
  }
}
