import Foundation

/// How synthetic cells look under a fluorescence microscope.
///
/// Bright membranes, textured insides, uneven light, debris out of focus, a little blur, and noise.
struct CellRendering {
  private let field: CellField
  private let size: ImageSize
  private var light: [Double]

  init(_ field: CellField, stream: inout RandomStream) {
    self.field = field
    size = field.size
    light = [Double](repeating: 0, count: field.size.area)
    drawCells(&stream)
    addDebris(&stream)
    shade(&stream)
    blur(sigma: 0.8)
    addNoise(&stream)
  }

  /// The picture, 8 bits.
  var image: PixelImage {
    let values = light.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
    return PixelImage(checked: size, channels: 1, storage: .uint8(values))
  }

  private mutating func drawCells(_ stream: inout RandomStream) {
    let distance = field.outlineDistance
    let texture = SmoothNoise(spacing: 5, size: size, stream: &stream)
    let coarse = SmoothNoise(spacing: 21, size: size, stream: &stream)
    for pixel in light.indices {
      let grain = texture[pixel]
      guard field.labels[pixel] > 0 else {
        light[pixel] = 0.1 + 0.03 * coarse[pixel]
        continue
      }
      let dome = field.domes[pixel]
      let nucleus = exp(-pow((1 - dome) / 0.22, 2))
      let membrane = exp(-pow((distance[pixel] - 1.6) / 1.5, 2))
      let inside = 0.26 + 0.12 * dome + 0.1 * grain + 0.05 * coarse[pixel] + 0.16 * nucleus
      light[pixel] = field.brightness[field.labels[pixel]] * (inside + 0.42 * membrane * (0.85 + 0.3 * grain))
    }
  }

  /// Faint wide spots, which are not in the mask.
  private mutating func addDebris(_ stream: inout RandomStream) {
    for _ in 0..<(2 + stream.integer(below: 4)) {
      let x = stream.uniform(in: 0...Double(size.width))
      let y = stream.uniform(in: 0...Double(size.height))
      let width = stream.uniform(in: 3...12)
      let strength = stream.uniform(in: 0.05...0.14)
      for pixel in light.indices {
        let (dx, dy) = (Double(pixel % size.width) - x, Double(pixel / size.width) - y)
        light[pixel] += strength * exp(-(dx * dx + dy * dy) / (2 * width * width))
      }
    }
  }

  /// The lamp stands aside, and lenses darken corners.
  private mutating func shade(_ stream: inout RandomStream) {
    let angle = stream.uniform(in: 0...(2 * .pi))
    let slope = stream.uniform(in: 0.1...0.28)
    for pixel in light.indices {
      let x = 2 * Double(pixel % size.width) / Double(size.width) - 1
      let y = 2 * Double(pixel / size.width) / Double(size.height) - 1
      light[pixel] *= 1 + slope * (x * cos(angle) + y * sin(angle)) - 0.1 * (x * x + y * y)
    }
  }

  /// A Gaussian blur, along rows and then along columns; edges repeat.
  private mutating func blur(sigma: Double) {
    let weights = (-3...3).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let total = weights.reduce(0, +)
    for (dx, dy) in [(1, 0), (0, 1)] {
      light = light.indices.map { pixel in
        let (x, y) = (pixel % size.width, pixel / size.width)
        return zip(-3...3, weights).reduce(0.0) { sum, tap in
          let column = min(max(x + tap.0 * dx, 0), size.width - 1)
          let row = min(max(y + tap.0 * dy, 0), size.height - 1)
          return sum + tap.1 * light[row * size.width + column]
        } / total
      }
    }
  }

  /// Photons arrive at random, more of them where it is bright; reading adds noise everywhere.
  private mutating func addNoise(_ stream: inout RandomStream) {
    for pixel in light.indices {
      let deviation = (0.018 * 0.018 + 0.0028 * max(0, light[pixel])).squareRoot()
      light[pixel] += deviation * stream.normal()
    }
  }
}

extension RandomStream {
  /// A number of mean 0 and standard deviation 1 (Box and Muller 1958).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
