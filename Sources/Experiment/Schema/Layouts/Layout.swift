public import Config

/// What the other keys of `data` are where they aren't given.
public struct Layout: Equatable, Sendable {
  /// Which layout it is.
  public let name: LayoutName
  /// The folder that holds all of the data set; nil for `folders`.
  public let root: Path?
  /// The folder or file of the images; nil if it must be given.
  public var images: Path?
  /// The folder or file of the masks; nil if it must be given.
  public var masks: Path?
  /// What image files are called.
  public var imageName = "{folder}/{stem}"
  /// What mask files are called.
  public var maskName = "{stem}"
  /// The classes; nil if they must be given.
  public var classes: [ClassConfig]?
  /// The mask values of pixels that count for nothing.
  public var ignore: [MaskValue] = []
  /// The names that classes can use as values; nil for none.
  public var palette: Palette?
  /// The list of the images that alone train, while others need no mask; nil if all do that neither validate nor test.
  public var training: Path?
  /// Which images are for validation.
  public var validation = HeldOutConfig.fraction(0.2, DrawConfig())
  /// Which images are for the test; nil for none.
  public var test: HeldOutConfig?

  /// The layout of the folder at `root`, which `folders` doesn't need.
  public init(_ name: LayoutName, root: Path?) {
    self.name = name
    self.root = name == .folders ? nil : root
    guard let root = self.root else { return }
    switch name {
    case .folders: break
    case .oxfordPet: setOxfordPet(root)
    case .carvana: setCarvana(root)
    case .camvid: setCamVid(root)
    case .pascalVOC: setPascalVOC(root)
    case .cityscapes: setCityscapes(root)
    case .isbi: setISBI(root)
    }
  }
}

extension Path {
  /// A path below this one.
  static func / (folder: Path, name: String) -> Path { Path(name, in: folder.string) }
}

extension ClassConfig {
  /// Classes with grey values or palette indices.
  static func indexed(_ classes: KeyValuePairs<String, Int>) -> [ClassConfig] {
    classes.map { ClassConfig(name: $0.key, values: [.grey($0.value)]) }
  }

  /// Classes with the values 0, 1, 2 and so on.
  static func counted(_ names: [String]) -> [ClassConfig] {
    names.enumerated().map { ClassConfig(name: $0.element, values: [.grey($0.offset)]) }
  }
}
