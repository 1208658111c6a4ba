import Images
import Torch

extension PixelImage {
  /// The bytes of an 8-bit image; `nil` for any other.
  var bytes: [UInt8]? {
    if case .uint8(let values) = storage { values } else { nil }
  }

  /// The value that counts as 1: integers' largest.
  var white: Double {
    switch storage {
    case .uint8: 255
    case .uint16: 65535
    case .float: 1
    }
  }

  /// The values as they are, in single precision.
  var floats: [Float] {
    switch storage {
    case .uint8(let values): values.map(Float.init)
    case .uint16(let values): values.map(Float.init)
    case .float(let values): values
    }
  }

  /// The values scaled to 0...1: integers by their type's largest, floats as they are.
  var unitValues: [Float] {
    switch storage {
    case .uint8(let values): values.map { Float($0) / 255 }
    case .uint16(let values): values.map { Float($0) / 65535 }
    case .float(let values): values
    }
  }

  /// `[1, C, H, W]` of float32, scaled to 0...1.
  func tensor(on device: Device) throws -> Tensor {
    let shape = [1, height, width, channels]
    let values =
      if let bytes {
        try Tensor(bytes, shape: shape, on: device).converted(to: .float32) / Scalar(255)
      } else {
        try Tensor(unitValues, shape: shape, on: device)
      }
    return try values.permuted([0, 3, 1, 2])
  }
}
