public import Config

/// A data set's names for the values of its masks.
public enum Palette: String, ConfigChoice {
  /// Pascal VOC: 20 classes, background and void, as indices or in the colours of its colour map.
  case pascalVOC = "pascal_voc"
  /// Cityscapes: its 34 labels by `labelIds` or colour.
  case cityscapes
  /// CamVid: the 32 colours of Brostow, Fauqueur and Cipolla (2008).
  case camvid

  /// A name with what it stands for.
  public struct Entry: Equatable, Sendable {
    /// As the data set spells it.
    public let name: String
    /// The value in masks of numbers; nil where the data set has none.
    public let index: Int?
    /// Red, green and blue in masks of colours, 0 to 255.
    public let color: [UInt8]
  }

  /// All names, in the order of the data set.
  public var entries: [Entry] {
    switch self {
    case .pascalVOC: Self.pascalEntries
    case .cityscapes: Self.cityscapesEntries
    case .camvid: Self.camvidEntries
    }
  }

  /// The entry of a name.
  public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// The classes of a config that names none.
  var classes: [ClassConfig] {
    switch self {
    case .pascalVOC: Self.pascalNames.map { ClassConfig(name: $0, values: [.text($0)]) }
    case .cityscapes: Self.cityscapesTraining.map { ClassConfig(name: $0, values: [.text($0)]) }
    case .camvid:
      Self.camvidMerged.map { name, merged in ClassConfig(name: name, values: merged.map(MaskValue.text)) }
    }
  }

  /// What counts for nothing in a config that doesn't say it.
  var ignore: [MaskValue] {
    switch self {
    case .pascalVOC: [.text("void")]
    case .cityscapes: [.rest]
    case .camvid: [.text("Void")]
    }
  }
}
