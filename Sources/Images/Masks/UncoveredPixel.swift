import Diagnostics

/// A mask's pixel that neither a class nor background nor ignore covers, and what the user may have meant.
struct UncoveredPixel {
  let reader: MaskReader
  let pixels: MaskPixels
  /// Which pixel, counted row by row.
  let position: Int

  private var map: ClassMap { reader.classes }
  private var image: PixelImage { pixels.image }

  var error: DiagnosticError {
    let place = "x \(position % image.width), y \(position / image.width)"
    let value = value
    let counts = ValueCounts(image)
    let notes =
      ["legal values: \(legal)", "values in this file: \(counts.text)"] + kindNotes(value)
      + ValueAdvice(reader: reader, counts: counts, isColor: image.channels > 1).lines
    return FileProblem.error(
      pixels.file, "the pixel at \(place) has the value \(value), \(problem(value))", notes: notes)
  }

  /// What is wrong with a value.
  private func problem(_ value: MaskValue) -> String {
    if case .color(let red, let green, let blue, _) = value,
      map.ambiguous.contains(MaskColor(red, green, blue))
    {
      return "which is the colour of several classes"
    }
    if case .grey(let grey) = value, image.channels > 1, map.ambiguous.contains(MaskColor(grey, grey, grey)) {
      return "which is the colour of several classes"
    }
    let near = ClassLookup(map: map, tolerance: 0).nearest(to: value, isColor: image.channels > 1)
    guard reader.tolerance > 0, let first = near.first else { return "which no class covers" }
    if let other = near.first(where: { $0.index != first.index }), other.distance == first.distance,
      first.largest <= reader.tolerance
    {
      return "which is as near to \(named(first)) as to \(named(other))"
    }
    return "which no class covers; the nearest legal value is \(named(first)), \(first.largest) away, "
      + "and 'value_tolerance' is \(reader.tolerance)"
  }

  private func named(_ neighbor: ClassLookup.Neighbor) -> String {
    "\(neighbor.value) (\(map.name(of: neighbor.index)))"
  }

  /// What the way in which the file was read has to do with it.
  private func kindNotes(_ value: MaskValue) -> [String] {
    switch (pixels.kind, value) {
    case (.indices(let palette), .grey(let index)) where index < palette.count:
      let color = palette[index]
      let shown = MaskValue.color(red: Int(color.red), green: Int(color.green), blue: Int(color.blue))
      return ["this file has a palette and is read by index: \(index) is the colour \(shown)"]
    case (.paletteColors, _):
      return ["this file has a palette and is read by colour; indexed_masks: index reads its indices"]
    case (.binary, _): return ["this file has two values only, and what is set counts as \(map.setValue)"]
    default:
      let counts = image.channels == 4 || image.channels == 2
      return counts ? ["transparency counts, since a colour of the classes has 8 digits"] : []
    }
  }

  /// Each legal value with what it means.
  private var legal: String {
    var parts = zip(map.names, map.values).map { name, values in "\(list(values)) (\(name))" }
    if !map.background.isEmpty { parts.append("\(list(map.background)) (background)") }
    if !map.ignore.isEmpty { parts.append("\(list(map.ignore)) (ignored)") }
    return parts.joined(separator: ", ")
  }

  private func list(_ values: [MaskValue]) -> String {
    let most = 12
    let listed = values.prefix(most).map(\.description).joined(separator: ", ")
    return values.count > most ? "\(listed) and \(values.count - most) more" : listed
  }

  private var value: MaskValue {
    let channels = image.channels
    func value(_ values: [some FixedWidthInteger], opaque: Int) -> MaskValue {
      channels == 1
        ? .grey(Int(values[position]))
        : MaskColor(pixel: values, at: position * channels, channels, opaque: opaque).value
    }
    return switch image.storage {
    case .uint8(let values): value(values, opaque: 255)
    case .uint16(let values): value(values, opaque: 65535)
    case .float(let values): value(values.map { UInt16(max(0, min(65535, $0))) }, opaque: 65535)
    }
  }
}
