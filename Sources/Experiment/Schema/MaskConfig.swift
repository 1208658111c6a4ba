public import Config

/// The keys of `data` that say what the values of mask files mean.
public struct MaskConfig: Equatable, Sendable {
  /// How mask files with a palette are read.
  public enum IndexedMasks: String, ConfigChoice {
    /// By colour if some value is a colour, else by index; names of the palette by colour if the file's colours are all known.
    case auto
    /// The index of each pixel.
    case index
    /// The colour of each pixel.
    case color
  }

  /// What texts in values mean.
  enum Texts {
    /// Nothing.
    case nothing
    /// The names of a palette.
    case names(Palette)
    /// What stands at `{class}` in the names of mask files.
    case labels
  }

  /// The names that classes can use as values.
  public let palette: Palette?
  /// The classes in the order of the model's output channels, 1 to 255.
  public let classes: [ClassConfig]
  /// The mask values of pixels of no class; empty with several classes.
  public let background: [MaskValue]
  /// The mask values of pixels that count for nothing.
  public let ignore: [MaskValue]
  /// From which grey on a pixel is 255, and below 0; nil leaves the values as they are.
  public let threshold: Double?
  /// How far a value may be from a legal one in each channel, 0...255.
  public let valueTolerance: Int
  /// How files with a palette are read.
  public let indexedMasks: IndexedMasks
  /// Whether each class has mask files of its own, which the texts in values tell apart.
  public let hasFilePerClass: Bool
  /// Whether a mask is made of several binary files, one for each object.
  public let hasFilePerObject: Bool

  /// Reads the keys.
  ///
  /// - Parameters:
  ///   - maskName: The name of mask files, which says whether they are of one class each.
  ///   - layout: What stands in for keys that aren't given.
  init(_ keys: inout KeyReader, maskName: String, layout: Layout) {
    hasFilePerClass = maskName.contains("{class}")
    hasFilePerObject = maskName.contains("*") && !hasFilePerClass
    palette = Self.palette(&keys, layout.palette)
    let own = palette == layout.palette ? layout.classes : nil
    classes = keys.require(
      "classes", unless: own ?? palette?.classes, orGiven: ["palette"],
      as: ClassConfig.listFormat(palette == nil && !hasFilePerClass ? .positions : .names), standIn: [],
      "Classes with their mask values, in the order of the channels: a number, a colour, a name of the palette or of a file, several of them, "
        + "or `rest` for every value that no other has. `[a, b]` means `{a: 0, b: 1}`; with a palette or `{class}` in `mask_name` the names themselves."
    )
    let background = keys.optional(
      "background", as: MaskValue.listFormat,
      "With one class, the mask values of all other pixels; null: 0, or what else the palette has.")
    let texts: Texts = hasFilePerClass ? .labels : palette.map(Texts.names) ?? .nothing
    let claimed = (classes.flatMap(\.values) + (background ?? [])).flatMap { $0.claims(texts) }
    ignore = Self.ignore(
      &keys, (palette == layout.palette ? layout.ignore : []) + (own == nil ? palette?.ignore ?? [] : []),
      texts, Set(claimed))
    self.background = background ?? Self.background(of: classes, ignore, texts)
    threshold = keys.optional(
      "threshold", in: .above(0, upTo: 65535),
      "Grey values of a mask at or above it become 255, the others 0: for anti-aliased masks and those that were a JPEG."
    )
    valueTolerance = keys.read(
      "value_tolerance", default: 0, in: .from(0, to: 255),
      "How far each channel of a mask's pixel may be from a legal value, of which the nearest is taken: for masks that were a JPEG or resized."
    )
    indexedMasks = keys.read(
      "indexed_masks", default: .auto,
      "How masks with a palette are read: `index`, `color`, or `auto`: by colour if some value is a colour, else by index; "
        + "names of the palette by colour if all colours of the file are known; a palette of greys, but of a PNG, by its greys."
    )
    check(keys, texts)
  }

  private static func palette(_ keys: inout KeyReader, _ standard: Palette?) -> Palette? {
    let summary =
      "Names that `classes`, `background` and `ignore` can use as values, for masks of indices or colours; gives `classes` and `ignore` their defaults."
    guard let standard else { return keys.optional("palette", as: Palette.format, summary) }
    return keys.read("palette", default: standard, summary)
  }

  /// What is ignored by default can be made a class.
  private static func ignore(
    _ keys: inout KeyReader, _ standard: [MaskValue], _ texts: Texts, _ claimed: Set<MaskValue.Claim>
  ) -> [MaskValue] {
    let summary =
      "Mask values of pixels that count for nothing; where a palette or layout has some by default, `[]` lets all count."
    let standard = standard.filter { claimed.isDisjoint(with: $0.claims(texts)) }
    guard standard.isEmpty else {
      return keys.read("ignore", default: standard, as: MaskValue.listOrNoneFormat, summary)
    }
    return keys.optional("ignore", as: MaskValue.listOrNoneFormat, summary) ?? []
  }

  /// What is around one class: 0, what else the palette has, or, with files of the class, all that is in none.
  private static func background(
    of classes: [ClassConfig], _ ignore: [MaskValue], _ texts: Texts
  ) -> [MaskValue] {
    guard classes.count == 1 else { return [] }
    switch texts {
    case .nothing: return [.grey(0)]
    case .labels: return []
    case .names(let palette):
      let claimed = Set((classes[0].values + ignore).flatMap { $0.claims(texts) })
      let others = palette.classes.flatMap(\.values).filter { claimed.isDisjoint(with: $0.claims(texts)) }
      return claimed.contains(.rest) && classes[0].values.contains(.rest) ? [] : others
    }
  }

  /// What a text in a value means; nil if it means nothing.
  public func entry(_ name: String) -> Palette.Entry? { palette?.entry(name) }
}
