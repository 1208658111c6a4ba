public import Diagnostics

/// Which values of a mask file mean which class.
///
/// A grey value covers a colour of three equal parts, and the reverse.
public struct ClassMap: Hashable, Sendable {
  /// The names of the classes, in the order of their indices.
  public let names: [String]
  /// The values of each class, in the same order.
  public let values: [[MaskValue]]
  /// With one class, the values of what is not that class.
  public let background: [MaskValue]
  /// The values of pixels to leave out.
  public let ignore: [MaskValue]

  /// The mask index of each value.
  private let indices: [MaskValue: UInt8]

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
    var indices: [MaskValue: UInt8] = [:]
    func add(_ values: [MaskValue], _ index: Int) {
      for value in values where indices[value.simplified] == nil {
        indices[value.simplified] = UInt8(clamping: index)
      }
    }
    for (position, entry) in classes.enumerated() { add(entry.values, first + position) }
    add(self.background, 0)
    add(ignore, Int(ClassMask.ignored))
    self.indices = indices
  }

  /// How many values a mask index can have, ignored pixels left out: the classes, and the background of one.
  public var indexCount: Int { max(2, names.count) }

  /// Whether some value is a colour, so that masks with a palette are read as colours and not as indices.
  public var usesColors: Bool { indices.keys.contains { if case .color = $0 { true } else { false } } }

  /// The index of a value; nil if nothing covers it.
  public func index(of value: MaskValue) -> UInt8? { indices[value.simplified] }

  /// Reads the mask file at `path`.
  ///
  /// - Throws: An error that names the file if it doesn't decode, or the first pixel that nothing covers.
  public func readMask(_ path: String) throws(DiagnosticError) -> ClassMask {
    try mask(bytes: ImageFile.bytes(path), file: path)
  }

  /// Decodes `bytes`, the content of the mask file named `file`.
  func mask(bytes: [UInt8], file: String) throws(DiagnosticError) -> ClassMask {
    let indexed = usesColors ? nil : PalettePNG(bytes)
    guard let indexed else { return try mask(from: ImageFile.decode(bytes, file: file), file: file) }
    return try mask(from: indexed.indices(file: file), file: file)
  }
}
