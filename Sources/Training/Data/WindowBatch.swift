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
  }

  let elements: [Element]
  /// The size of the images of the batch.
  let cropSize: ImageSize

  /// Copies the windows to the device and samples them there.
  ///
  /// - Parameter normalized: Whether values are brought to the network's range; else they are scaled to 0...1, as people look at them.
  func sampled(on device: Device, normalized: Bool = true) throws -> Batch {
    let warp = try Warp(elements.map(Self.source), height: cropSize.height, width: cropSize.width, on: device)
    let changed = try changed(warp.images(imageTensor(on: device)))
    let images = normalized ? try ChannelScaling.apply(elements.map(\.scaling), to: changed) : changed
    return Batch(
      ids: elements.map(\.id), images: try images.laidOut(.channelsLast),
      masks: try warp.masks(maskTensor(on: device)))
  }

  private static func source(_ element: Element) -> Warp.Source {
    Warp.Source(
      matrix: element.draw.matrix.rows, width: element.imageSize.width, height: element.imageSize.height,
      left: element.origin.x, top: element.origin.y, columns: element.image.width, rows: element.image.height,
      padsColumns: element.draw.padsColumns, padsRows: element.draw.padsRows)
  }

  /// Scales to 0...1, and changes what is to be changed of each sample; where nothing is, every bit is left alone.
  private func changed(_ images: Tensor) throws -> Tensor {
    let scaled = try images / Scalar(isEightBit ? 255 : 1)
    if elements.allSatisfy(\.draw.changes.isEmpty) { return scaled }
    return try Tensor.concatenated(
      elements.indices.map {
        try Photometry.apply(elements[$0].draw.changes, to: scaled.narrowed(0, $0..<($0 + 1)))
      }, 0)
  }

  /// Bytes stay bytes until they are on the device; anything else is scaled here.
  private var isEightBit: Bool {
    elements.allSatisfy { if case .uint8 = $0.image.storage { true } else { false } }
  }

  private var windowSize: ImageSize {
    ImageSize(
      width: elements.map(\.image.width).max() ?? 1, height: elements.map(\.image.height).max() ?? 1)
  }

  /// `[N, rows, columns, C]`: windows smaller than the largest are filled up with what is never read.
  private func imageTensor(on device: Device) throws -> Tensor {
    let channels = elements.first?.image.channels ?? 1
    let shape = [elements.count, windowSize.height, windowSize.width, channels]
    if isEightBit {
      return try Tensor(packed(channels, fill: 0 as UInt8) { $0.bytes ?? [] }, shape: shape, on: device)
    }
    return try Tensor(packed(channels, fill: 0 as Float) { $0.unitValues }, shape: shape, on: device)
  }

  /// `[N, rows, columns]` of class indices.
  private func maskTensor(on device: Device) throws -> Tensor {
    let size = windowSize
    var values: [UInt8] = []
    values.reserveCapacity(elements.count * size.area)
    for element in elements {
      Self.append(
        element.mask.indices, rowLength: element.mask.width, paddedTo: size.width, fill: 0, to: &values)
      values.append(contentsOf: repeatElement(0, count: (size.height - element.mask.height) * size.width))
    }
    return try Tensor(values, shape: [elements.count, size.height, size.width], on: device)
  }

  private func packed<Value>(_ channels: Int, fill: Value, _ values: (PixelImage) -> [Value]) -> [Value] {
    let size = windowSize
    var result: [Value] = []
    result.reserveCapacity(elements.count * size.area * channels)
    for image in elements.map(\.image) {
      Self.append(
        values(image), rowLength: image.width * channels, paddedTo: size.width * channels, fill: fill,
        to: &result)
      let missing = (size.height - image.height) * size.width * channels
      result.append(contentsOf: repeatElement(fill, count: missing))
    }
    return result
  }

  private static func append<Value>(
    _ values: [Value], rowLength: Int, paddedTo length: Int, fill: Value, to result: inout [Value]
  ) {
    if rowLength == length { return result.append(contentsOf: values) }
    for start in stride(from: 0, to: values.count, by: rowLength) {
      result.append(contentsOf: values[start..<start + rowLength])
      result.append(contentsOf: repeatElement(fill, count: length - rowLength))
    }
  }
}
