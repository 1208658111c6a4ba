import Config
import Diagnostics

extension MaskValue {
  /// What a value takes for itself.
  enum Claim: Hashable {
    case number(Int)
    case color([UInt8])
    case text(String)
    case rest
  }

  /// All that a value takes for itself; a colour that several names of the palette share is left to any of them.
  func claims(_ texts: MaskConfig.Texts) -> [Claim] {
    switch (self, texts) {
    case (.rest, _): return [.rest]
    case (.grey(let grey), .labels): return [.text("\(grey)")]
    case (.grey(let grey), _):
      return [.number(grey)] + (UInt8(exactly: grey).map { [.color([$0, $0, $0, 255])] } ?? [])
    case (.color(let red, let green, let blue, let alpha), _):
      let isGrey = red == green && green == blue && alpha ?? 255 == 255
      return [.color([red, green, blue, alpha ?? 255])] + (isGrey ? [.number(Int(red))] : [])
    case (.text(let name), .names(let palette)):
      guard let entry = palette.entry(name) else { return [.text(name)] }
      let isShared = palette.entries.contains { $0.color == entry.color && $0.name != name }
      return [.text(name)] + (entry.index.map { [.number($0)] } ?? [])
        + (isShared ? [] : [.color(entry.color + [255])])
    case (.text(let name), _): return [.text(name)]
    }
  }
}

extension MaskConfig {
  func check(_ keys: KeyReader, _ texts: Texts) {
    keys.check("classes", that: !classes.isEmpty, else: "'classes' must name at least one class")
    keys.check(
      "classes", that: classes.count <= 255,
      else: "'classes' must name at most 255 classes, not \(classes.count)")
    checkNames(keys)
    for (key, values) in owners {
      for value in values { checkMeaning(of: value, key, keys, texts) }
    }
    checkValues(keys, texts)
    checkBinary(keys)
    checkPalette(keys)
  }

  /// The keys that have values: what is around one class first, what is left out last.
  private var owners: [(key: String, values: [MaskValue])] {
    [("background", background)] + classes.map { ("classes.\($0.name)", $0.values) } + [("ignore", ignore)]
  }

  private func checkNames(_ keys: KeyReader) {
    var known: Set<String> = []
    for name in classes.map(\.name) {
      keys.check(
        "classes", that: (1...100).contains(name.unicodeScalars.count),
        else: "the name of a class must have 1 to 100 characters, not \(name.unicodeScalars.count)")
      keys.check("classes", that: known.insert(name).inserted, else: "'classes' names '\(name)' twice")
    }
  }

  /// Refuses a text that means nothing, and colours where files are told by their names.
  private func checkMeaning(of value: MaskValue, _ key: String, _ keys: KeyReader, _ texts: Texts) {
    switch (value, texts) {
    case (.text(let name), .nothing):
      let home = Palette.allCases.first { $0.entry(name) != nil }
      keys.check(
        key, that: false,
        else:
          "'\(key)' must be a mask value (a number, a colour or rest), not '\(name)': there is no palette",
        notes: [
          home.map { "'\(name)' is a name of  palette: \($0.rawValue)" }
            ?? "names stand for values with 'palette', or for files with {class} in 'mask_name'"
        ])
    case (.text(let name), .names(let palette)) where palette.entry(name) == nil:
      let names = palette.entries.map(\.name)
      keys.check(
        key, that: false,
        else:
          "'\(key)' has '\(name)', which is no name of the palette \(palette.rawValue)\(Spelling.suggestion(for: name, in: names))",
        notes: ["its names: \(names.joined(separator: ", "))"])
    case (.color, .labels):
      keys.check(
        key, "mask_name", that: false,
        else:
          "'\(key)' has the colour \(value), and with {class} in 'mask_name' the names of files tell the classes",
        notes: ["give what stands at {class}, as in  \(key.split(separator: ".").last ?? ""): name"])
    default: break
    }
  }

  /// Refuses a mask value with two meanings.
  private func checkValues(_ keys: KeyReader, _ texts: Texts) {
    keys.check(
      "background", "classes", that: classes.count == 1 || background.isEmpty,
      else: "'background' is only for a single class",
      notes: ["with several classes, give the background a name and its value in 'classes'"])
    var owners: [MaskValue.Claim: (key: String, value: MaskValue)] = [:]
    for (key, values) in self.owners {
      for value in values {
        let claims = value.claims(texts)
        if let owner = claims.compactMap({ owners[$0] }).first { refuse(value, key, owner, keys) }
        for claim in claims { owners[claim] = (key, value) }
      }
    }
  }

  private func refuse(
    _ value: MaskValue, _ key: String, _ owner: (key: String, value: MaskValue), _ keys: KeyReader
  ) {
    let place = keys.location(of: owner.key).map { "is at \($0)" } ?? "is \(owner.value) by default"
    let other = owner.value.description == value.description ? "" : " as \(owner.value)"
    keys.check(
      key, owner.key, that: false,
      else: "'\(key)' has the mask value \(value), which '\(owner.key)' has too\(other)",
      notes: ["'\(owner.key)' \(place)"] + colorNote(key))
  }

  /// Three numbers may be meant as red, green and blue.
  private func colorNote(_ key: String) -> [String] {
    guard let values = owners.first(where: { $0.key == key })?.values, values.count == 3 else { return [] }
    let parts = values.compactMap { if case .grey(let grey) = $0 { UInt8(exactly: grey) } else { nil } }
    guard parts.count == 3 else { return [] }
    let color = MaskValue.color(red: parts[0], green: parts[1], blue: parts[2])
    return [
      "a list has several values of one class; the colour red \(parts[0]), green \(parts[1]), blue \(parts[2]) is written \"\(color)\""
    ]
  }

  /// What makes a mask of two values needs classes of these.
  private func checkBinary(_ keys: KeyReader) {
    let makers = [threshold != nil ? "threshold" : nil, hasFilePerObject ? "mask_name" : nil].compactMap(
      \.self)
    for maker in makers where !hasFilePerClass {
      let reason =
        maker == "threshold"
        ? "'threshold' makes 0 and 255 of a mask" : "'mask_name' has *, which unites files to 0 and 255"
      for (key, values) in owners {
        for value in values where ![.grey(0), .grey(1), .grey(255), .rest].contains(value) {
          keys.check(
            maker, key, "classes", that: false, else: "\(reason), and '\(key)' has the value \(value)",
            notes: ["legal values are 0, 255 (or 1 instead of it) and rest"])
        }
      }
      let all = owners.flatMap(\.values)
      keys.check(
        maker, "classes", that: !(all.contains(.grey(1)) && all.contains(.grey(255))),
        else: "\(reason), and the classes have both 1 and 255", notes: ["keep one of them"])
    }
    keys.check(
      "value_tolerance", "threshold", that: valueTolerance == 0 || threshold == nil,
      else: "'threshold' leaves two values only, so that 'value_tolerance' has nothing to do",
      notes: ["remove one of them"])
    keys.check(
      "value_tolerance", "mask_name", that: valueTolerance == 0 || !(hasFilePerClass || hasFilePerObject),
      else:
        "'value_tolerance' is for masks whose values tell the classes, and 'mask_name' names binary files",
      notes: ["a 'threshold' says what is set in them"])
  }

  private func checkPalette(_ keys: KeyReader) {
    keys.check(
      "palette", "mask_name", that: palette == nil || !hasFilePerClass,
      else: "'palette' names values, and with {class} in 'mask_name' the names of files tell the classes",
      notes: ["remove 'palette', or {class}"])
    let all = owners.flatMap(\.values)
    let usesNames = all.contains { if case .text = $0 { true } else { false } }
    keys.warn(
      "palette", "classes", unless: palette == nil || usesNames || keys.location(of: "palette") == nil,
      message: "'palette' is \(palette?.rawValue ?? ""), and no value is one of its names")
    keys.check(
      "indexed_masks", "classes",
      that: indexedMasks != .index || all.isEmpty
        || all.contains { if case .color = $0 { false } else { true } },
      else: "'indexed_masks: index' reads numbers, and all values are colours",
      notes: ["give the indices in 'classes'"])
  }
}
