import Foundation

/// How synthetic cells look in a bright-field microscope after the stain of most tissue sections: haematoxylin makes nuclei blue, eosin the
/// rest of a cell pink, and where nothing is, the light of the lamp comes through.
struct StainedCells {
  private let field: CellField
  private var red: [Double]
  private var green: [Double]
  private var blue: [Double]

  /// How much of red, green and blue light a stain takes (Ruifrok and Johnston 2001).
  private static let haematoxylin = (0.65, 0.70, 0.29)
  private static let eosin = (0.07, 0.99, 0.11)

  init(_ field: CellField, stream: inout RandomStream) {
    self.field = field
    let none = [Double](repeating: 0, count: field.size.area)
    (red, green, blue) = (none, none, none)
    let texture = SmoothNoise(spacing: 4, size: field.size, stream: &stream)
    let coarse = SmoothNoise(spacing: 19, size: field.size, stream: &stream)
    let distance = field.outlineDistance
    for pixel in none.indices {
      let (nuclear, cellular) = stains(pixel, texture[pixel], coarse[pixel], distance[pixel])
      func light(_ nucleus: Double, _ cell: Double) -> Double {
        0.94 * exp(-(nuclear * nucleus + cellular * cell)) + 0.015 * stream.normal()
      }
      red[pixel] = light(Self.haematoxylin.0, Self.eosin.0)
      green[pixel] = light(Self.haematoxylin.1, Self.eosin.1)
      blue[pixel] = light(Self.haematoxylin.2, Self.eosin.2)
    }
  }

  /// How much haematoxylin and eosin is at a pixel.
  private func stains(
    _ pixel: Int, _ texture: Double, _ coarse: Double, _ distance: Double
  ) -> (nuclear: Double, cellular: Double) {
    guard field.labels[pixel] > 0 else { return (0.03, 0.09 + 0.05 * coarse) }
    let strength = field.brightness[field.labels[pixel]]
    let inNucleus = 1 / (1 + exp((0.8 - field.domes[pixel]) / 0.04))
    let membrane = exp(-pow((distance - 1.6) / 1.5, 2))
    let nuclear = strength * (0.12 + inNucleus * (1.1 + 0.35 * texture))
    return (nuclear, strength * (0.5 + 0.12 * texture + 0.08 * coarse + 0.35 * membrane))
  }

  /// The picture in red, green and blue, 8 bits.
  var image: PixelImage {
    let values = red.indices.flatMap { pixel in
      [red[pixel], green[pixel], blue[pixel]].map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
    }
    return PixelImage(checked: field.size, channels: 3, storage: .uint8(values))
  }
}
