import Diagnostics

/// A mask's pixel that neither a class nor background nor ignore covers, and what the user may have meant.
struct UncoveredPixel {
  let map: ClassMap
  let image: PixelImage
  /// Which pixel, counted row by row.
  let position: Int
  let file: String

  /// A mask that holds more values than this was not drawn with classes.
  private static let manyValues = 24

  var error: DiagnosticError {
    let place = "x \(position % image.width), y \(position / image.width)"
    return FileProblem.error(
      file, "the pixel at \(place) has the value \(value(at: position)), which no class covers", notes: notes)
  }

  private var notes: [String] {
    let found = distinctValues
    var notes = ["legal values: \(legal)", "values in this file: \(list(found))"]
    if found.count > Self.manyValues {
      notes.append(
        "so many values come from JPEG or from resizing; masks need PNG and nearest-neighbour resizing")
    } else if image.channels == 1, map.usesColors {
      notes.append("this file is grey, and the classes are colours: give grey values in 'classes'")
    } else if let line = suggestion(for: found) {
      notes.append("if they stand for your classes in this order, write  classes: \(line)")
    }
    return notes
  }

  /// Each legal value with what it means.
  private var legal: String {
    var parts = zip(map.names, map.values).map { name, values in "\(list(values)) (\(name))" }
    if !map.background.isEmpty { parts.append("\(list(map.background)) (background)") }
    if !map.ignore.isEmpty { parts.append("\(list(map.ignore)) (ignored)") }
    return parts.joined(separator: ", ")
  }

  private func list(_ values: [MaskValue]) -> String {
    let listed = values.prefix(Self.manyValues / 2).map(\.description).joined(separator: ", ")
    return values.count > Self.manyValues / 2
      ? "\(listed) and \(values.count - Self.manyValues / 2) more" : listed
  }

  /// The line that pairs the file's values with the classes, where there are as many of both.
  private func suggestion(for found: [MaskValue]) -> String? {
    let values = guess(found.filter { !map.ignore.map(\.simplified).contains($0) })
    let paired = map.names.count == 1 ? Array(values.dropFirst()) : values
    guard paired.count == map.names.count else { return nil }
    let entries = zip(map.names, paired).map { name, value in "\(Self.yaml(name)): \(value)" }
    return "{\(entries.joined(separator: ", "))}"
  }

  /// A file may lack a class: two classes are 0 and 255, or 0 and 1, even if it holds one of them only.
  private func guess(_ found: [MaskValue]) -> [MaskValue] {
    let pairs: [[MaskValue]] = [[.grey(0), .grey(1)], [.grey(0), .grey(255)]]
    guard map.indexCount == 2, let pair = pairs.first(where: { Set($0).isSuperset(of: found) }) else {
      return found
    }
    return pair
  }

  private static func yaml(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) } ? name : "\"\(name)\""
  }

  /// The file's values, greys before colours, each once.
  private var distinctValues: [MaskValue] {
    let values = Set((0..<image.size.area).lazy.map(value(at:)))
    return values.sorted { Self.sortKey($0).lexicographicallyPrecedes(Self.sortKey($1)) }
  }

  private static func sortKey(_ value: MaskValue) -> [Int] {
    switch value {
    case .grey(let grey): [grey]
    case .color(let red, let green, let blue): [Int.max, red, green, blue]
    }
  }

  private func value(at position: Int) -> MaskValue {
    guard image.channels == 3 else { return .grey(number(position)) }
    let start = position * 3
    return MaskValue.color(red: number(start), green: number(start + 1), blue: number(start + 2)).simplified
  }

  private func number(_ index: Int) -> Int {
    switch image.storage {
    case .uint8(let values): Int(values[index])
    case .uint16(let values): Int(values[index])
    case .float(let values): Int(values[index])
    }
  }
}
