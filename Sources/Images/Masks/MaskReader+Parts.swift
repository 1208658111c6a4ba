import Diagnostics

/// Masks that are made of several binary files.
extension MaskReader {
  /// Where a binary file is set.
  private struct Foreground {
    let size: ImageSize
    let isSet: [Bool]
    let hash: String
  }

  /// Reads a file for each object: what is set in any of them is set.
  func readObjects(_ parts: [MaskPart], _ first: FilePage) throws(DiagnosticError) -> Outcome {
    var union: [UInt8] = []
    var size: ImageSize?
    var hashes: [String] = []
    let value = classes.setValue
    for part in parts {
      let file = try foreground(part.page, like: first, size)
      size = file.size
      hashes.append(file.hash)
      if union.isEmpty { union = Array(repeating: 0, count: file.size.area) }
      for (place, isSet) in file.isSet.enumerated() where isSet { union[place] = value }
    }
    guard let size else { return try empty(nil) }
    let image = PixelImage(checked: size, channels: 1, storage: .uint8(union))
    return Outcome(
      // The files are binary already: a threshold must not be applied to what was made of them.
      mask: try mask(MaskPixels(image: image, kind: .binary, file: first.description)),
      hash: Self.hash(parts, hashes), overlap: 0)
  }

  /// Reads the files of each class; where they overlap, the class that stands later has the pixel, and what is ignored before all.
  func readClasses(_ parts: [MaskPart], _ first: FilePage) throws(DiagnosticError) -> Outcome {
    var canvas: Canvas?
    var hashes: [String] = []
    for part in parts {
      let index = try index(of: part)
      let file = try foreground(part.page, like: first, canvas?.size)
      hashes.append(file.hash)
      var painted = canvas ?? Canvas(file.size)
      painted.paint(file.isSet, index)
      canvas = painted
    }
    guard let canvas else { return try empty(nil) }
    return Outcome(
      mask: try mask(canvas, first), hash: Self.hash(parts, hashes), overlap: canvas.overlap)
  }

  /// Which class has each pixel so far.
  private struct Canvas {
    let size: ImageSize
    /// Nil for a pixel of no file.
    private(set) var owners: [UInt8?]
    private var isShared: [Bool]

    init(_ size: ImageSize) {
      self.size = size
      owners = Array(repeating: nil, count: size.area)
      isShared = Array(repeating: false, count: size.area)
    }

    /// How many pixels are in files of several classes.
    var overlap: Int { isShared.count { $0 } }

    /// Gives a class, or nil for what is no class, the pixels that no later one has.
    mutating func paint(_ isSet: [Bool], _ index: UInt8?) {
      guard let index else { return }
      for place in isSet.indices where isSet[place] {
        if let owner = owners[place], owner != index { isShared[place] = true }
        owners[place] = max(owners[place] ?? 0, index)
      }
    }
  }

  private func mask(_ canvas: Canvas, _ first: FilePage) throws(DiagnosticError) -> ClassMask {
    if classes.outside == nil, let place = canvas.owners.firstIndex(of: nil) {
      let share = ValueCounts.percent(canvas.owners.count { $0 == nil }, of: canvas.owners.count)
      throw FileProblem.error(
        first.description,
        "the pixel at x \(place % canvas.size.width), y \(place / canvas.size.width) is in no mask file of its image, and no class covers that",
        notes: [
          "so it is with \(share) of the pixels",
          "to make them a class, give one the value rest, as in  classes: {background: rest, …}; to leave them out, write  ignore: rest",
        ])
    }
    let outside = classes.outside ?? 0
    return ClassMask(checked: canvas.size, indices: canvas.owners.map { $0 ?? outside })
  }

  /// The mask index of a file; nil for one that is like all that is in no file.
  private func index(of part: MaskPart) throws(DiagnosticError) -> UInt8? {
    if let label = part.label, let index = classes.labels[label] { return index }
    let known = classes.labels.keys.sorted()
    let label = part.label ?? ""
    // What is nearly a known label is that, misspelt, and not the rest.
    let isMisspelt = part.label != nil && !Spelling.suggestion(for: label, in: known).isEmpty
    guard classes.rest == nil || isMisspelt else { return nil }
    throw FileProblem.error(
      part.page.description,
      "the label '\(label)' belongs to no class\(Spelling.suggestion(for: label, in: known))",
      notes: [
        "labels of 'classes', 'background' and 'ignore': \(known.joined(separator: ", "))",
        "give it to a class, or to ignore; or give one of them the value rest",
      ])
  }

  /// Reads where a file is not 0, or not below the threshold.
  private func foreground(
    _ page: FilePage, like first: FilePage, _ size: ImageSize?
  ) throws(DiagnosticError) -> Foreground {
    let file = try EncodedPage(page)
    let image = try binaryImage(file)
    if let size, image.size != size {
      throw FileProblem.error(
        page.description,
        "has \(image.size) pixels, but another mask file of the same image has \(size): '\(first)'")
    }
    return Foreground(size: image.size, isSet: image.pixelsAtOrAbove(threshold), hash: file.hash)
  }

  private static func hash(_ parts: [MaskPart], _ hashes: [String]) -> String {
    let lines = zip(parts, hashes).map { "\($0.label ?? "") \($1)" }
    return FileHash.hex(Array(lines.joined(separator: "\n").utf8))
  }
}

extension PixelImage {
  /// Whether each pixel's grey is at or above a threshold; without one, whether any of its values is not 0.
  fileprivate func pixelsAtOrAbove(_ threshold: Double?) -> [Bool] {
    func find<Value>(_ values: [Value], _ isSet: (Value) -> Bool) -> [Bool] {
      if channels == 1 { return values.map(isSet) }
      return stride(from: 0, to: values.count, by: channels).map {
        values[$0..<($0 + channels)].contains(where: isSet)
      }
    }
    let limit = threshold ?? .leastNonzeroMagnitude
    return switch storage {
    case .uint8(let values): find(values) { Double($0) >= limit }
    case .uint16(let values): find(values) { Double($0) >= limit }
    case .float(let values): find(values) { threshold == nil ? $0 != 0 : Double($0) >= limit }
    }
  }
}
