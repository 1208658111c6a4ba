import Images
import Torch

/// The parts of images and masks that a batch will be sampled from, and how: plain values, made on the loader's threads.
struct WindowBatch: Sendable {
  /// One sample: its window of the image and of the mask, and what happens to it.
  struct Element: Sendable {
    let id: String
    let image: PixelImage
    let mask: ClassMask
    let imageSize: ImageSize
    /// The window's first pixel in the image.
    let origin: (x: Int, y: Int)
    let draw: Augmentation.Draw
    /// What brings the image's values to the network's range.
    let scaling: ChannelScaling

    /// What becomes of the values.
    ///
    /// A JPEG file holds bytes: of floats beyond 0...1, or the few of 65535 values that a camera of 12 bits uses, nothing would be left.
    var changes: [PhotometricChange] {
      image.bytes != nil
        ? draw.changes
        : draw.changes.filter { if case .jpeg = $0 { false } else { true } }
    }
  }

  let elements: [Element]
  /// The size of the images of the batch.
  let cropSize: ImageSize
  /// How the samples are mixed with each other; nil for not at all.
  var mixture: Mixture?

  /// Copies the windows to the device and samples them there.
  ///
  /// - Parameter normalized: Whether values are brought to the network's range; else they are scaled to 0...1, as people look at them.
  func sampled(on device: Device, normalized: Bool = true) throws -> Batch {
    let field = try DisplacementField.tensor(elements.map(\.draw.fields), size: cropSize, on: device)
    let warp = try Warp(
      elements.map(source), field: field, height: cropSize.height, width: cropSize.width, on: device)
    let images = try warp.images(imageTensor().moved(to: device))
    let masks = try warp.masks(maskTensor().moved(to: device))
    for (index, element) in elements.enumerated() where !element.changes.isEmpty {
      let image = try images.narrowed(0, index..<(index + 1))
      try image.copy(from: Photometry.apply(element.changes, to: image, scaling: element.scaling))
      try Photometry.ignore(element.changes, of: index, in: masks)
    }
    let scaled = normalized ? try ChannelScaling.apply(elements.map(\.scaling), to: images) : images
    let batch = Batch(ids: elements.map(\.id), images: try scaled.laidOut(.channelsLast), masks: masks)
    return try mixture.map(batch.mixed) ?? batch
  }

  private func source(_ element: Element) -> Warp.Source {
    Warp.Source(
      matrix: element.draw.matrix.rows, width: element.imageSize.width, height: element.imageSize.height,
      left: element.origin.x, top: element.origin.y, columns: element.image.width, rows: element.image.height,
      padsColumns: element.draw.padsColumns, padsRows: element.draw.padsRows,
      taps: element.draw.taps(cropSize: cropSize), divisor: element.image.white)
  }

  /// Bytes stay bytes until they are on the device.
  private var isEightBit: Bool { elements.allSatisfy { $0.image.bytes != nil } }

  private var windowSize: ImageSize {
    ImageSize(
      width: elements.map(\.image.width).max() ?? 1, height: elements.map(\.image.height).max() ?? 1)
  }

  /// `[N, rows, columns, C]`; what is beyond a window smaller than the largest is never read, and anything.
  private func imageTensor() throws -> Tensor {
    let (size, channels) = (windowSize, elements.first?.image.channels ?? 1)
    let isEightBit = isEightBit
    let windows = try Tensor.uninitialized(
      [elements.count, size.height, size.width, channels], isEightBit ? .uint8 : .float32)
    for (number, image) in elements.map(\.image).enumerated() {
      let (length, start, stride) = (
        image.width * channels, number * size.area * channels, size.width * channels
      )
      if isEightBit, let bytes = image.bytes {
        try windows.copyRows(bytes, length: length, to: start, every: stride)
      } else {
        try windows.copyRows(image.floats, length: length, to: start, every: stride)
      }
    }
    return windows
  }

  /// `[N, rows, columns]` of class indices; as the images.
  private func maskTensor() throws -> Tensor {
    let size = windowSize
    let windows = try Tensor.uninitialized([elements.count, size.height, size.width], .uint8)
    for (number, mask) in elements.map(\.mask).enumerated() {
      try windows.copyRows(
        mask.indices, length: mask.width, to: number * size.area, every: size.width)
    }
    return windows
  }
}
