/// What to write in a config so that it covers the values that mask files have.
struct ValueAdvice {
  let reader: MaskReader
  let counts: ValueCounts
  /// Whether the files hold colours, and not numbers.
  let isColor: Bool

  /// A mask that holds more values than this was not drawn with classes.
  private static let manyValues = 24
  /// A tolerance above this takes classes for each other.
  private static let largestTolerance = 64

  private var map: ClassMap { reader.classes }

  /// A sentence for each thing to try, with the line to paste.
  var lines: [String] {
    if isNoise { return [noise] }
    if !isColor, hasColorsOnly {
      return ["this file is grey, and the classes are colours: give grey values in 'classes'"] + pairing
    }
    if isColor, let palette = reader.knownPalettes.first(where: { $0.has(colors: counts.values) }) {
      return [
        "these are colours of a known palette: with  palette: \(palette.name)  its names can stand for them in 'classes'"
      ]
    }
    return pairing.isEmpty ? completion : pairing
  }

  private var pairing: [String] {
    // One-hot masks, sorted by colour, come in the reverse order of their channels.
    if isColor, counts.counts.count > 1, counts.values.allSatisfy(Self.isOneHot) {
      return [
        "each pixel has 1 in one of three channels: that is one-hot; save the channel's number, as in numpy.argmax(mask, axis=-1)"
      ]
    }
    // A colour that is ignored says nothing of the numbers of a grey file, whose first may be 0.
    if !isColor, hasColorsOnly, !map.ignore.isEmpty { return [] }
    return map.suggestedClasses(forValues: counts.values).map {
      ["if they stand for your classes in this order, write  classes: \($0)"]
    } ?? []
  }

  private static func isOneHot(_ value: MaskValue) -> Bool {
    guard case .color(let red, let green, let blue, let alpha) = value else { return false }
    return alpha == nil && red + green + blue == 1
  }

  /// What to do with the values that are left over, where the others are right.
  private var completion: [String] {
    let left = counts.values.filter { !isCovered($0) }
    guard left.count < counts.counts.count, let line = map.completedClasses(with: left) else { return [] }
    let ignored = map.ignore + (left.count > 12 ? [.rest] : left)
    return [
      "to give \(left.count == 1 ? "it" : "them") a meaning, write  \(line)",
      "to leave \(left.count == 1 ? "it" : "them") out of training and scores, write  ignore: \(ClassMap.yaml(ignored))",
    ]
  }

  private func isCovered(_ value: MaskValue) -> Bool {
    lookup.nearest(to: value, isColor: isColor).first.map { $0.distance == 0 } ?? false
  }

  private var lookup: ClassLookup { ClassLookup(map: map, tolerance: 0) }

  /// Whether all values that have a meaning are colours.
  private var hasColorsOnly: Bool {
    map.usesColors && !map.values.joined().contains { if case .grey = $0 { true } else { false } }
      && !map.usesEntries
  }

  // MARK: Noise

  /// Whether there are more values than classes could have, or a few rare ones close to legal ones that are far from each other.
  private var isNoise: Bool {
    if counts.counts.count > Self.manyValues { return true }
    let left = counts.values.filter { !isCovered($0) }
    let share = Double(left.reduce(0) { $0 + counts.counts[$1, default: 0] }) / Double(counts.total)
    guard share < 0.05, let reach, let gap = smallestGap else { return false }
    return reach * 4 <= gap
  }

  private var noise: String {
    let cause = "such values come from JPEG, resizing or anti-aliasing"
    if reader.threshold == nil, map.isBinary {
      let largest = counts.values.map(brightness).max() ?? 255
      return "\(cause); to take what is bright enough, write  threshold: \((largest + 1) / 2)"
    }
    if let reach, reach <= Self.largestTolerance, !hasTies(within: reach) {
      return "\(cause); to take the nearest legal value, write  value_tolerance: \(reach)"
    }
    return "\(cause); masks need a lossless format, such as PNG, and nearest-neighbour resizing"
  }

  private func brightness(_ value: MaskValue) -> Int {
    switch value {
    case .grey(let grey): grey
    case .color(let red, let green, let blue, _): max(red, green, blue)
    case .entry, .label, .rest: 0
    }
  }

  /// How far the farthest value is from the nearest legal one, by its largest part; nil if there is no legal one.
  private var reach: Int? {
    let distances = counts.values.prefix(5000).map { lookup.nearest(to: $0, isColor: isColor).first?.largest }
    return distances.contains { $0 == nil } ? nil : distances.compactMap(\.self).max()
  }

  private func hasTies(within tolerance: Int) -> Bool {
    counts.values.prefix(5000).contains { value in
      let near = lookup.nearest(to: value, isColor: isColor).filter { $0.largest <= tolerance }
      guard let first = near.first else { return true }
      return near.contains { $0.distance == first.distance && $0.index != first.index }
    }
  }

  /// The smallest distance of legal values of different meaning.
  private var smallestGap: Int? {
    let legal =
      isColor ? map.colors.map { ($0.key.value, $0.value) } : map.numbers.map { (.grey($0.key), $0.value) }
    guard legal.count <= 256 else { return nil }
    return legal.compactMap { value, index in
      lookup.nearest(to: value, isColor: isColor).first { $0.index != index }?.largest
    }.min()
  }
}

extension ClassMap {
  /// The classes with other values, as a config writes them: those that files have, in their order.
  ///
  /// Nil unless the files have as many values, without ignored ones, as there are classes.
  public func suggestedClasses(forValues found: [MaskValue]) -> String? {
    let ignored = Set(ignore.map(\.simplified))
    let values = guess(found.filter { !ignored.contains($0.simplified) })
    let paired = names.count == 1 ? Array(values.dropFirst()) : values
    guard paired.count == names.count else { return nil }
    return Self.yaml(zip(names, paired).map { ($0, [$1]) })
  }

  /// A file may lack a class: two classes are 0 and 255, or 0 and 1, even if it holds one of them only.
  private func guess(_ found: [MaskValue]) -> [MaskValue] {
    let pairs: [[MaskValue]] = [[.grey(0), .grey(1)], [.grey(0), .grey(255)]]
    guard indexCount == 2, let pair = pairs.first(where: { Set($0).isSuperset(of: found) }) else {
      return found
    }
    return pair
  }

  /// The line that gives values that are left over a meaning: background beside one class, else a class of their own.
  func completedClasses(with left: [MaskValue]) -> String? {
    guard rest == nil, !left.isEmpty, labels.isEmpty, !usesEntries else {
      return usesEntries && rest == nil ? "classes: {…, other: rest}" : nil
    }
    if names.count == 1 { return "background: \(Self.yaml(background + left.prefix(12)))" }
    let name = names.contains("background") ? "other" : "background"
    let own = left.count > 4 ? [MaskValue.rest] : left
    let entries = Array(zip(names, values))
    let all = left.contains(.grey(0)) ? [(name, own)] + entries : entries + [(name, own)]
    return "classes: \(Self.yaml(all))"
  }

  private static func yaml(_ classes: [(String, [MaskValue])]) -> String {
    let entries = classes.map { name, values in "\(yaml(name)): \(yaml(values))" }
    return "{\(entries.joined(separator: ", "))}"
  }

  fileprivate static func yaml(_ values: [MaskValue]) -> String {
    values.count == 1 ? values[0].description : "[\(values.map(\.description).joined(separator: ", "))]"
  }

  private static func yaml(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) } ? name : "\"\(name)\""
  }
}
