import Foundation
import Testing

@testable import Images

@Suite("All that moves a sample's pixels composes into one map")
struct GeometryTests {
  private let image = size(40, 30)

  private func draws(
    crop: ImageSize, count: Int = 200, margin: Int = 0, around focus: PixelPosition? = nil,
    _ change: (inout Augmentation.Geometry) -> Void
  ) -> [Augmentation.Draw] {
    var augmentation = Augmentation()
    change(&augmentation.geometry)
    return (0..<count).map {
      augmentation.draw(
        seed: 9, epoch: 1, position: $0, imageSize: image, cropSize: crop, margin: margin, around: focus)
    }
  }

  @Test("Golden values: what was drawn before there were more variations is drawn as before, to the bit")
  func golden() {
    let all = draws(crop: size(20, 16), count: 60) {
      ($0.horizontalFlip, $0.verticalFlip, $0.quarterTurns) = (0.5, 0.5, 0.5)
      $0.rotation = .init(probability: 0.5, most: 30)
      $0.scale = .init(probability: 0.5, range: 0.5...2)
    }
    #expect(
      all[3].matrix.rows
        == [
          -1.0292943553703868, -0.03388163531544611, 21.53240864088452, -0.03388163531544611,
          1.0292943553703868, 13.102167870218837, 0.0, 0.0, 1.0,
        ])
    #expect(
      all[9].matrix.rows
        == [
          0.9910901402118446, -0.13319284505883303, 1.0835900059287251, 0.13319284505883303,
          0.9910901402118446, 2.8014919203522517, 0.0, 0.0, 1.0,
        ])
    #expect(
      all[2].matrix.rows
        == [0.0, -1.0, 16.0, 1.0, 0.0, 6.0, 0.0, 0.0, 1.0])
  }

  @Test("A resized crop is a part of the crop, of the area and the aspect that are asked for, anywhere in it")
  func resizedCrop() {
    var places: [Double] = []
    for draw in draws(
      crop: size(21, 11),
      {
        $0.resizedCrop.probability = 1
        ($0.resizedCrop.area, $0.resizedCrop.aspect) = (0.3...0.8, 0.75...1.5)
      })
    {
      let plain = draws(crop: size(21, 11), count: 1) { _ in }[0]
      #expect(!draw.isExact && plain.isExact && draw.fields.isEmpty)
      let (first, last) = (draw.matrix(x: 0, y: 0), draw.matrix(x: 20, y: 10))
      let share = (x: (last.x - first.x) / 20, y: (last.y - first.y) / 10)
      #expect((0.2999...0.8001).contains(share.x * share.y))
      #expect((0.7499...1.5001).contains(share.x / share.y))
      #expect(share.x <= 1 && share.y <= 1)
      places.append(first.x - first.x.rounded(.down))
    }
    #expect(Set(places).count > 150)
  }

  @Test("A resized crop never leaves the crop, whatever its aspect; what doesn't fit is as near as fits")
  func partFits() {
    let crop = image
    for draw in draws(
      crop: crop,
      {
        $0.resizedCrop.probability = 1
        ($0.resizedCrop.area, $0.resizedCrop.aspect) = (0.5...1, 4...9)
      })
    {
      let (first, last) = (draw.matrix(x: 0, y: 0), draw.matrix(x: 39, y: 29))
      #expect(first.x > -1e-9 && first.y > -1e-9 && last.x < 39 + 1e-9 && last.y < 29 + 1e-9)
      #expect(abs(last.x - first.x - 39) < 1e-9, "as wide as the crop")
    }
  }

  @Test("A translation is a whole number of pixels up to its share, along each axis by itself")
  func translation() {
    var shifts: Set<[Double]> = []
    for draw in draws(crop: image, { $0.translation = .init(probability: 1, most: 0.1) }) {
      #expect(draw.isExact)
      let corner = draw.matrix(x: 0, y: 0)
      #expect(abs(corner.x) <= 4 && abs(corner.y) <= 3)
      shifts.insert([corner.x, corner.y])
    }
    #expect(shifts.count > 40)
  }

  @Test("A shear keeps the centre and areas, and slants each axis by its degrees at most")
  func shear() {
    var slants: [Double] = []
    for draw in draws(crop: image, { $0.shear = .init(probability: 1, most: 30) }) {
      let center = draw.matrix(x: 19.5, y: 14.5)
      #expect(abs(center.x - 19.5) < 1e-9 && abs(center.y - 14.5) < 1e-9)
      let rows = draw.matrix.rows
      #expect(abs(rows[0] * rows[4] - rows[1] * rows[3] - 1) < 1e-9)
      #expect(abs(rows[1]) <= 0.57736 && abs(rows[3]) <= 0.57736)  // tan 30°
      slants.append(rows[1])
    }
    #expect((70...130).contains(slants.count { $0 > 0 }))
  }

  @Test(
    "A perspective takes each corner inwards by its share of half a side at most, and all before the horizon")
  func perspective() {
    for (share, isWhole) in [(0.2, true), (0.99, false)] {
      var moves: [Double] = []
      for draw in draws(crop: image, { $0.perspective = .init(probability: 1, most: share) }) {
        for (x, y) in [(-0.5, -0.5), (39.5, -0.5), (39.5, 29.5), (-0.5, 29.5)] {
          #expect(draw.matrix.depth(x: x, y: y) > 0)
          let corner = draw.matrix(x: x, y: y)
          moves += [abs(corner.x - x) / 20, abs(corner.y - y) / 15]
          #expect((corner.x - x) * (19.5 - x) >= 0 && (corner.y - y) * (14.5 - y) >= 0, "inwards")
        }
      }
      #expect(moves.allSatisfy { $0 <= share + 1e-9 } && (moves.max() ?? 0) > share * 0.9)
      if isWhole { #expect(abs(moves.reduce(0, +) / Double(moves.count) - share / 2) < share / 20) }
    }
  }

  @Test("A strong perspective stays before the horizon where a field moves pixels beyond the crop's edges")
  func perspectiveOfField() {
    for draw in draws(
      crop: image,
      {
        $0.perspective = .init(probability: 1, most: 0.95)
        ($0.elastic.probability, $0.elastic.displacement) = (1, 40)
        $0.quarterTurns = 0.5
      })
    {
      let reach = draw.fields.reach
      let center = draw.matrix.depth(x: 19.5, y: 14.5)
      for (x, y) in [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)] {
        let depth = draw.matrix.depth(x: 19.5 + x * (20 + reach.x), y: 14.5 + y * (15 + reach.y))
        #expect(depth >= 0.099 * center)
      }
    }
  }

  @Test("A pixel around which a crop is placed stays in its middle unless something shifts it")
  func focus() {
    for (x, y) in [(20, 15), (14, 12), (25, 19)] {
      for draw in draws(
        crop: size(13, 12), margin: 2, around: PixelPosition(x: x, y: y),
        {
          ($0.horizontalFlip, $0.quarterTurns) = (0.5, 0.5)
          $0.rotation = .init(probability: 0.5, most: 180)
          $0.scale = .init(probability: 0.5, range: 0.5...2)
          $0.shear = .init(probability: 0.5, most: 20)
          ($0.resizedCrop.probability, $0.resizedCrop.area) = (0.5, 0.2...1)
          ($0.resizedCrop.aspect) = 0.5...2
        })
      {
        let middle = draw.matrix(x: 6, y: 5.5)
        #expect(abs(middle.x - Double(x)) < 0.5001 && abs(middle.y - Double(y)) < 0.5001)
      }
    }
    // Where the crop can't have the pixel in its middle, a part of it comes as near as it can.
    for draw in draws(
      crop: size(21, 21), around: PixelPosition(x: 0, y: 15),
      { ($0.resizedCrop.probability, $0.resizedCrop.area) = (1, 0.25...0.25) })
    {
      let corner = draw.matrix(x: 0, y: 10)
      #expect(abs(corner.x) < 1e-9 && abs(corner.y - 15) < 1e-9)
    }
  }

  @Test("One variation's probability changes no other's numbers")
  func independence() {
    let changes: [(inout Augmentation.Geometry) -> Void] = [
      {
        $0.resizedCrop.probability = 1; $0.resizedCrop.area = 0.5...0.9
      },
      { $0.translation = .init(probability: 1, most: 0.2) }, { $0.shear = .init(probability: 1, most: 10) },
      { $0.perspective = .init(probability: 1, most: 0.2) }, { $0.elastic.probability = 1 },
      { $0.smoothElastic.probability = 1 }, { $0.gridDistortion.probability = 1 },
      { $0.rotation = .init(probability: 1, most: 20) },
    ]
    let base = draws(crop: image, count: 1) { _ in }[0]
    for number in changes.indices {
      let alone = draws(crop: image, count: 5, changes[number])
      let fields = draws(crop: image, count: 5) { geometry in for change in changes { change(&geometry) } }
      for (single, all) in zip(alone, fields) {
        #expect(single.fields.allSatisfy(all.fields.contains) && all.fields.count == 3)
        #expect(single != base)
      }
    }
    // The maps of single variations multiply to that of all of them, in the order of the formula.
    let order = [0, 7, 1, 2]
    let center = Homography.translation(-19.5, -14.5)
    let back = Homography.translation(19.5, 14.5)
    let product = order.map { draws(crop: image, count: 1, changes[$0])[0].matrix }
      .reduce(.identity) { $0 * (center * $1 * back) }
    let all = draws(crop: image, count: 1) { geometry in for index in order { changes[index](&geometry) } }[0]
    for (found, expected) in zip((center * all.matrix * back).rows, product.rows) {
      #expect(abs(found - expected) < 1e-9)
    }
  }
}

extension Augmentation {
  /// Everything that moves pixels, each with a probability.
  static func moving(_ probability: Double) -> Augmentation {
    var augmentation = Augmentation()
    augmentation.geometry.quarterTurns = probability
    augmentation.geometry.rotation = .init(probability: probability, most: 180)
    augmentation.geometry.scale = .init(probability: probability, range: 0.4...2)
    augmentation.geometry.resizedCrop.probability = probability
    augmentation.geometry.resizedCrop.area = 0.3...1
    augmentation.geometry.translation = .init(probability: probability, most: 0.4)
    augmentation.geometry.shear = .init(probability: probability, most: 30)
    augmentation.geometry.perspective = .init(probability: probability, most: 0.6)
    augmentation.geometry.elastic.probability = probability
    augmentation.geometry.elastic.displacement = 2
    augmentation.geometry.smoothElastic.probability = probability
    augmentation.geometry.smoothElastic.smoothness = 4
    augmentation.geometry.gridDistortion.probability = probability
    return augmentation
  }
}
