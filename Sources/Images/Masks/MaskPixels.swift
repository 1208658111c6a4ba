import Diagnostics

/// The pixels of a mask file, as the numbers or colours that classes are looked up by.
struct MaskPixels {
  /// What the pixels are.
  enum Kind {
    /// What the file stores.
    case stored
    /// The numbers of the colours of a palette.
    case indices([IndexedImage.Color])
    /// The colours of a palette.
    case paletteColors
    /// 0, or what `ClassMap.setValue` says.
    case binary
  }

  let image: PixelImage
  let kind: Kind
  /// The file's name, for errors.
  let file: String
}

extension MaskReader {
  /// Decodes a file whose values mean classes.
  func pixels(_ file: EncodedPage) throws(DiagnosticError) -> MaskPixels {
    let name = file.page.description
    if threshold != nil { return try prepared(binaryImage(file), file: name, isBinary: false) }
    guard let palette = try file.indexed() else {
      let image = try file.decoded(classes.usesTransparency ? .stored : .opaque)
      return try prepared(image, file: name, isBinary: file.hasSingleBits)
    }
    guard readsColors(palette, isPNG: file.isPNG) else {
      return MaskPixels(image: palette.indices, kind: .indices(palette.colors), file: name)
    }
    if !classes.usesTransparency, let greys = palette.greys {
      let isBinary = palette.isBlackAndWhite
      let pixels = try prepared(palette.mapped(greys), file: name, isBinary: isBinary)
      return isBinary ? pixels : MaskPixels(image: pixels.image, kind: .paletteColors, file: name)
    }
    let image = try palette.expanded.pixels(classes.usesTransparency ? .stored : .opaque, of: file.page)
    return MaskPixels(image: image, kind: .paletteColors, file: name)
  }

  /// Decodes a file of which only matters what is set; with a palette its colours, unless indices are asked for.
  func binaryImage(_ file: EncodedPage) throws(DiagnosticError) -> PixelImage {
    let name = file.page.description
    if indexedFiles == .index, let palette = try file.indexed() { return palette.indices }
    let image = try file.decoded(.opaque)
    try requireChannels(image, name)
    try requireNumbers(image, name)
    return threshold != nil && image.channels == 3 ? image.grey : image
  }

  /// Brings the pixels of a decoded file to whole numbers: those of a binary file to 0 and what means 'set'.
  func prepared(
    _ image: PixelImage, file: String, isBinary: Bool
  ) throws(DiagnosticError) -> MaskPixels {
    try requireChannels(image, file)
    try requireNumbers(image, file)
    if let threshold { return MaskPixels(image: binary(image, threshold), kind: .binary, file: file) }
    if isBinary, image.channels == 1 {
      return MaskPixels(image: binary(image, 1), kind: .binary, file: file)
    }
    try requireWholeNumbers(image, file)
    return MaskPixels(image: image, kind: .stored, file: file)
  }

  private func binary(_ image: PixelImage, _ threshold: Double) -> PixelImage {
    let grey = image.channels == 3 ? image.grey : image
    let set = classes.setValue
    let values: [UInt8] =
      switch grey.storage {
      case .uint8(let values): values.map { Double($0) >= threshold ? set : 0 }
      case .uint16(let values): values.map { Double($0) >= threshold ? set : 0 }
      case .float(let values): values.map { Double($0) >= threshold ? set : 0 }
      }
    return PixelImage(checked: image.size, channels: 1, storage: .uint8(values))
  }

  /// Whether the colours of a palette tell the classes, and not the indices.
  ///
  /// Indices of a PNG's palette are mostly meant; other formats have palettes of greys because they have nothing else for grey images.
  private func readsColors(_ palette: IndexedImage, isPNG: Bool) -> Bool {
    switch indexedFiles {
    case .index: return false
    case .color: return true
    case .automatic: break
    }
    if classes.usesColors { return true }
    if classes.usesEntries {
      // Pillow numbers the greys of a GIF anew, so that an index says nothing there.
      return palette.usedColors.allSatisfy { classes.colors[MaskColor($0)] != nil }
        || !isPNG && palette.greys != nil
    }
    if palette.isBlackAndWhite, classes.numbers[255] != nil, classes.numbers[1] == nil { return true }
    return !isPNG && palette.greys != nil
  }

  private func requireChannels(_ image: PixelImage, _ file: String) throws(DiagnosticError) {
    let legal = classes.usesTransparency && threshold == nil ? [1, 2, 3, 4] : [1, 3]
    guard !legal.contains(image.channels) else { return }
    let hint =
      "where each class has files of its own, write {class} in 'mask_name' for what their names differ in"
    throw FileProblem.error(
      file, "a mask has 1 or 3 channels, and this file has \(image.channels)",
      notes: image.channels > 3 ? [hint] : [])
  }

  /// Float masks, and 32-bit label images, hold whole numbers or nothing that could be a class.
  private func requireWholeNumbers(_ image: PixelImage, _ file: String) throws(DiagnosticError) {
    guard case .float(let values) = image.storage,
      let place = values.firstIndex(where: { UInt16(exactly: $0) == nil })
    else { return }
    let largest = values.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
    let isFraction = values.allSatisfy { $0 >= 0 && $0 <= 65535 } && classes.isBinary
    let advice =
      isFraction
      ? "if this is one class and what is around it, write  threshold: \(largest / 2)"
      : values[place] < 0
        ? "save the mask with a value from 0 to 65535 in its place, such as 255, and write  ignore: 255  if it is to be left out"
        : "save the mask with values from 0 to 65535"
    throw FileProblem.error(
      file,
      "\(Self.place(image, place)) has the value \(values[place]); a mask holds whole numbers from 0 to 65535",
      notes: [advice])
  }

  private func requireNumbers(_ image: PixelImage, _ file: String) throws(DiagnosticError) {
    guard case .float(let values) = image.storage, let place = values.firstIndex(where: \.isNaN) else {
      return
    }
    throw FileProblem.error(
      file, "\(Self.place(image, place)) is not a number (NaN)",
      notes: ["a mask holds whole numbers from 0 to 65535; replace missing values"])
  }

  private static func place(_ image: PixelImage, _ place: Int) -> String {
    let pixel = place / image.channels
    return "the pixel at x \(pixel % image.width), y \(pixel / image.width)"
  }
}

extension IndexedImage {
  /// The colours that pixels have, each once.
  fileprivate var usedColors: [Color] {
    let used: Set<Int> =
      switch indices.storage {
      case .uint8(let values): Set(Set(values).map(Int.init))
      case .uint16(let values): Set(Set(values).map(Int.init))
      case .float(let values): Set(Set(values).map { Int($0) })
      }
    return used.map { $0 < colors.count ? colors[$0] : Color(red: 0, green: 0, blue: 0) }
  }

  /// The grey of each entry; nil if one is a colour.
  fileprivate var greys: [UInt8]? {
    colors.allSatisfy { $0.red == $0.green && $0.green == $0.blue } ? colors.map(\.red) : nil
  }

  /// Whether the palette holds black and white and nothing else.
  fileprivate var isBlackAndWhite: Bool { greys.map { Set($0) == [0, 255] } ?? false }

  /// The image of one value for each index; 0 for an index behind the end of the palette.
  fileprivate func mapped(_ table: [UInt8]) -> PixelImage {
    func map(_ values: [some BinaryInteger]) -> [UInt8] {
      values.map { Int($0) < table.count ? table[Int($0)] : 0 }
    }
    let values: [UInt8] =
      switch indices.storage {
      case .uint8(let values): map(values)
      case .uint16(let values): map(values)
      case .float(let values): map(values.map { UInt16($0) })
      }
    return PixelImage(checked: indices.size, channels: 1, storage: .uint8(values))
  }
}

extension MaskColor {
  fileprivate init(_ color: IndexedImage.Color) {
    self.init(color.red, color.green, color.blue)
  }
}
