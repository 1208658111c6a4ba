/// Which values of a mask file mean which class.
///
/// A grey value covers a colour of three equal parts, and the reverse.
public struct ClassMap: Hashable, Sendable, Encodable {
  /// The names of the classes, in the order of their indices.
  public let names: [String]
  /// The values of each class, in the same order.
  public let values: [[MaskValue]]
  /// With one class, the values of what is not that class.
  public let background: [MaskValue]
  /// The values of pixels to leave out.
  public let ignore: [MaskValue]

  /// The mask index of each number.
  private(set) var numbers: [Int: UInt8] = [:]
  /// The mask index of each colour.
  private(set) var colors: [MaskColor: UInt8] = [:]
  /// Colours of several entries of a palette that mean different classes.
  private(set) var ambiguous: Set<MaskColor> = []
  /// The mask index of each label.
  private(set) var labels: [String: UInt8] = [:]
  /// The mask index of all other values.
  private(set) var rest: UInt8?

  /// What all else follows from.
  private enum CodingKeys: CodingKey { case names, values, background, ignore }

  /// Makes a map.
  ///
  /// If a value stands in several places the first of them has it; a config refuses that earlier.
  ///
  /// - Parameters:
  ///   - classes: 1 to 255 classes. The k-th has index k; a class that is alone has index 1.
  ///   - background: Values of index 0 beside a class that is alone; not looked at with several classes.
  ///   - ignore: Values that become `ClassMask.ignored`.
  public init(
    classes: [(name: String, values: [MaskValue])], background: [MaskValue] = [], ignore: [MaskValue] = []
  ) {
    names = classes.map(\.name)
    values = classes.map(\.values)
    self.background = classes.count == 1 ? background : []
    self.ignore = ignore
    let first = classes.count == 1 ? 1 : 0
    let owned = classes.enumerated().map {
      (index: UInt8(clamping: first + $0.offset), values: $0.element.values)
    }
    for (index, values) in owned + [(0, self.background), (ClassMask.ignored, ignore)] {
      for value in values { add(value, index) }
    }
    for color in ambiguous { colors[color] = nil }
  }

  private mutating func add(_ value: MaskValue, _ index: UInt8) {
    switch value {
    case .grey(let grey):
      numbers[grey] = numbers[grey] ?? index
      add(MaskColor(grey, grey, grey), index)
    case .color(let red, let green, let blue, let alpha):
      add(MaskColor(red, green, blue, alpha: alpha ?? 255), index)
      if case .grey(let grey) = value.simplified { numbers[grey] = numbers[grey] ?? index }
    case .entry(let number, let red, let green, let blue):
      let color = MaskColor(red, green, blue)
      numbers[number] = numbers[number] ?? index
      if let owner = colors[color], owner != index { ambiguous.insert(color) }
      add(color, index)
    case .label(let label): labels[label] = labels[label] ?? index
    case .rest: rest = rest ?? index
    }
  }

  private mutating func add(_ color: MaskColor, _ index: UInt8) { colors[color] = colors[color] ?? index }

  /// How many values a mask index can have, ignored pixels left out: the classes, and the background of one.
  public var indexCount: Int { max(2, names.count) }

  /// What each mask index means: the classes, behind a background where there is one class, which may have that name itself.
  public var indexNames: [String] {
    guard names.count == 1 else { return names }
    return [names == ["background"] ? "rest" : "background"] + names
  }

  /// All values that have a meaning.
  private var all: [MaskValue] { values.flatMap(\.self) + background + ignore }

  /// Whether some value is a colour, so that masks with a palette are read as colours and not as indices.
  public var usesColors: Bool { all.contains { if case .color = $0.simplified { true } else { false } } }

  /// Whether some value is the name of a known palette's entry.
  var usesEntries: Bool { all.contains { if case .entry = $0 { true } else { false } } }

  /// Whether some value has an opacity, so that the transparency of files counts.
  var usesTransparency: Bool {
    all.contains { if case .color(_, _, _, .some) = $0 { true } else { false } }
  }

  /// Whether each class has files of its own.
  var usesLabels: Bool { !labels.isEmpty }

  /// Whether there is one class and what is around it, as 0 and 1 or 0 and 255.
  var isBinary: Bool {
    indexCount == 2 && labels.isEmpty && numbers.keys.allSatisfy([0, 1, 255].contains)
      && colors.count == numbers.count
  }

  /// What the pixels of a file of one bit hold that are set: 1 where the classes have 1 and not 255, else 255.
  var setValue: UInt8 { numbers[1] != nil && numbers[255] == nil ? 1 : 255 }

  /// The mask index of pixels that are in no file of any class; nil if nothing covers them.
  var outside: UInt8? { rest ?? (names.count == 1 ? 0 : nil) }

  /// The index of a value; nil if nothing covers it.
  public func index(of value: MaskValue) -> UInt8? {
    switch value {
    case .grey(let grey): numbers[grey] ?? rest
    case .color(let red, let green, let blue, let alpha):
      index(of: MaskColor(red, green, blue, alpha: alpha ?? 255))
    case .entry(let number, _, _, _): numbers[number] ?? rest
    case .label(let label): labels[label] ?? rest
    case .rest: rest
    }
  }

  private func index(of color: MaskColor) -> UInt8? {
    ambiguous.contains(color) ? nil : colors[color] ?? rest
  }

  /// What the pixels of a mask index are called: the class, background or ignored.
  func name(of index: UInt8) -> String {
    if index == ClassMask.ignored { return "ignored" }
    if names.count == 1 { return index == 1 ? names[0] : "background" }
    return Int(index) < names.count ? names[Int(index)] : "\(index)"
  }
}
