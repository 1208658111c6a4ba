import Images
import Testing

@Suite("Augmentation is one map, drawn from the sample's key")
struct AugmentationTests {
  private let image = size(40, 30)

  private func draws(
    _ augmentation: Augmentation, crop: ImageSize, image: ImageSize, count: Int = 300
  ) -> [Augmentation.Draw] {
    (0..<count).map { augmentation.draw(seed: 1, epoch: 2, position: $0, imageSize: image, cropSize: crop) }
  }

  @Test("Without variations a whole image stays as it is")
  func identity() {
    for draw in draws(Augmentation(), crop: image, image: image, count: 5) {
      #expect(draw.matrix == .identity)
      #expect(draw.changes.isEmpty)
    }
  }

  @Test("Crops lie in the image, and reach every position")
  func crops() {
    var corners: Set<[Double]> = []
    for draw in draws(Augmentation(), crop: size(37, 28), image: image) {
      let corner = draw.matrix(x: 0, y: 0)
      #expect(draw.matrix.rows == [1, 0, corner.x, 0, 1, corner.y, 0, 0, 1])
      corners.insert([corner.x, corner.y])
    }
    #expect(corners == Set((0...3).flatMap { x in (0...2).map { [Double(x), Double($0)] } }))
  }

  @Test("A crop that is larger than the image is centred")
  func largeCrop() {
    for draw in draws(Augmentation(), crop: size(44, 30), image: image, count: 5) {
      #expect(draw.matrix.rows == [1, 0, -2, 0, 1, 0, 0, 0, 1])
    }
  }

  @Test("A sample is padded along the sides where it is larger than the image, after quarter turns")
  func padding() {
    var turning = Augmentation()
    turning.geometry.quarterTurns = 1
    for (crop, padded) in [
      (size(40, 30), [false, false]), (size(41, 30), [true, false]), (size(8, 31), [false, true]),
    ] {
      for draw in draws(Augmentation(), crop: crop, image: image, count: 3) {
        #expect([draw.padsColumns, draw.padsRows] == padded)
      }
    }
    for draw in draws(turning, crop: size(40, 30), image: image, count: 20) {
      let isTurned = draw.matrix.rows[0] == 0
      #expect([draw.padsColumns, draw.padsRows] == [false, isTurned])
    }
    #expect(!SampleShape(size(40, 30)).pads(image, turning: false))
    #expect(SampleShape(size(40, 30)).pads(image, turning: true))
    #expect(!SampleShape(size(44, 34), margin: 2).pads(image, turning: false))
    #expect(SampleShape(size(44, 34), margin: 2).covered(by: size(50, 20)) == 40 * 20)
  }

  @Test("What a sample has within its margins lies in the image, and reaches every position")
  func margins() {
    var augmentation = Augmentation()
    augmentation.geometry.quarterTurns = 0.5
    var corners: Set<[Double]> = []
    for position in 0..<300 {
      let draw = augmentation.draw(
        seed: 1, epoch: 2, position: position, imageSize: image, cropSize: size(38, 38), margin: 5)
      #expect(draw.isExact && !draw.padsColumns && !draw.padsRows)
      let ends = [draw.matrix(x: 5, y: 5), draw.matrix(x: 32, y: 32)]
      corners.insert([ends.map(\.x).min() ?? 0, ends.map(\.y).min() ?? 0])
    }
    #expect(corners == Set((0...12).flatMap { x in (0...2).map { [Double(x), Double($0)] } }))
  }

  @Test("A margin of 0 and a pixel to look at change nothing else of a draw")
  func sameStreams() {
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 0.5, most: 30)
    augmentation.geometry.quarterTurns = 0.5
    augmentation.photometry.brightness = .init(probability: 0.5, range: 0.5...1.5)
    for position in 0..<50 {
      func draw(margin: Int, around focus: PixelPosition?) -> Augmentation.Draw {
        augmentation.draw(
          seed: 3, epoch: 0, position: position, imageSize: image, cropSize: size(20, 16), margin: margin,
          around: focus)
      }
      let plain = draw(margin: 0, around: nil)
      #expect(
        plain
          == augmentation.draw(
            seed: 3, epoch: 0, position: position, imageSize: image, cropSize: size(20, 16)))
      let focused = draw(margin: 4, around: PixelPosition(x: 20, y: 15))
      #expect([0, 1, 3, 4].map { plain.matrix.rows[$0] } == [0, 1, 3, 4].map { focused.matrix.rows[$0] })
      #expect(plain.changes == focused.changes)
    }
  }

  @Test(
    "A crop around a pixel has it in its middle, moved back into the image where it would stick out, centred where it must",
    arguments: [
      (20, 15, 8, 6, 16, 12), (0, 0, 8, 6, 0, 0), (39, 29, 8, 6, 32, 24), (20, 15, 7, 5, 17, 13),
      (38, 2, 8, 40, 32, -5), (3, 3, 40, 30, 0, 0),
    ])
  func focus(x: Int, y: Int, width: Int, height: Int, left: Int, top: Int) {
    let pixel = PixelPosition(x: x, y: y)
    for margin in [0, 3] {
      let crop = size(width + 2 * margin, height + 2 * margin)
      let draw = Augmentation().draw(
        seed: 0, epoch: 0, position: 0, imageSize: image, cropSize: crop, margin: margin, around: pixel)
      let corner = draw.matrix(x: Double(margin), y: Double(margin))
      #expect([corner.x, corner.y] == [Double(left), Double(top)])
    }
  }

  @Test(
    "Flips and quarter turns take whole pixels to whole pixels of the image",
    arguments: [size(8, 5), size(7, 7)])
  func exactness(_ crop: ImageSize) {
    var augmentation = Augmentation()
    augmentation.geometry.horizontalFlip = 0.5
    augmentation.geometry.verticalFlip = 0.5
    augmentation.geometry.quarterTurns = 0.75
    var linearParts: Set<[Double]> = []
    for draw in draws(augmentation, crop: crop, image: image) {
      #expect(draw.isExact)
      linearParts.insert([0, 1, 3, 4].map { draw.matrix.rows[$0] + 0 })
      for (x, y) in [(0, 0), (crop.width - 1, 0), (0, crop.height - 1), (crop.width - 1, crop.height - 1)] {
        let point = draw.matrix(x: Double(x), y: Double(y))
        #expect((0...Double(image.width - 1)).contains(point.x))
        #expect((0...Double(image.height - 1)).contains(point.y))
      }
    }
    #expect(linearParts.count == 8)
  }

  @Test("A flip mirrors about the middle")
  func flip() {
    var augmentation = Augmentation()
    augmentation.geometry.horizontalFlip = 1
    let draw = augmentation.draw(seed: 0, epoch: 0, position: 0, imageSize: size(4, 3), cropSize: size(4, 3))
    #expect(draw.matrix.rows == [-1, 0, 3, 0, 1, 0, 0, 0, 1])
  }

  @Test("Rotation and scale keep the crop's centre, and turn and zoom as said")
  func rotation() {
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 1, most: 15)
    augmentation.geometry.scale = .init(probability: 1, range: 0.5...2)
    var zooms: [Double] = []
    for draw in draws(augmentation, crop: image, image: image) {
      let center = draw.matrix(x: 19.5, y: 14.5)
      #expect(abs(center.x - 19.5) < 1e-12 && abs(center.y - 14.5) < 1e-12)
      let (a, b) = (draw.matrix.rows[0], draw.matrix.rows[1])
      zooms.append(1 / (a * a + b * b).squareRoot())
      #expect(abs(b) <= a * 0.268)  // tan 15°
    }
    #expect(zooms.allSatisfy { (0.499...2.001).contains($0) })
    #expect((120...180).contains(zooms.count { $0 > 1 }))
  }

  @Test("One variation's probability changes no other variation")
  func independence() {
    var flips = Augmentation()
    flips.geometry.horizontalFlip = 1
    flips.photometry.brightness = .init(probability: 1, range: 0.5...1.5)
    var turned = flips
    turned.geometry.rotation = .init(probability: 1, most: 30)
    turned.photometry.contrast = .init(probability: 1, range: 0.5...1.5)
    let pairs = zip(
      draws(flips, crop: size(9, 9), image: image), draws(turned, crop: size(9, 9), image: image))
    for (plain, other) in pairs {
      #expect(plain.changes.count == 1 && plain.changes[0] == other.changes[0])
      let (before, after) = (plain.matrix(x: 4, y: 4), other.matrix(x: 4, y: 4))
      #expect(abs(before.x - after.x) < 1e-9 && abs(before.y - after.y) < 1e-9)
    }
  }

  @Test("The source window holds every pixel that sampling touches, and no more where nothing is reflected")
  func sourceWindow() {
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 0.7, most: 180)
    augmentation.geometry.scale = .init(probability: 0.7, range: 0.4...2)
    augmentation.geometry.quarterTurns = 0.5
    for crop in [size(12, 9), size(38, 5), size(44, 33)] {
      for draw in draws(augmentation, crop: crop, image: image) {
        let touched = Touched(draw, crop: crop, image: image)
        let window = draw.sourceWindow(cropSize: crop, imageSize: image)
        #expect(touched.columns.clamped(to: window.columns) == touched.columns)
        #expect(touched.rows.clamped(to: window.rows) == touched.rows)
        if !touched.isReflected { #expect(window.columns == touched.columns && window.rows == touched.rows) }
      }
    }
  }

  @Test(
    "The source window holds every pixel that sampling touches under perspective and fields",
    arguments: [0.3, 1])
  func sourceWindowOfAll(_ probability: Double) {
    for (crop, image) in [
      (size(12, 9), size(60, 90)), (size(38, 5), image), (size(44, 33), image), (size(3, 3), size(1, 2)),
    ] {
      for draw in draws(.moving(probability), crop: crop, image: image, count: 100) {
        let touched = Touched(draw, crop: crop, image: image)
        let window = draw.sourceWindow(cropSize: crop, imageSize: image)
        #expect(touched.columns.clamped(to: window.columns) == touched.columns)
        #expect(touched.rows.clamped(to: window.rows) == touched.rows)
        if !touched.isReflected, draw.fields.isEmpty {
          #expect(window.columns == touched.columns && window.rows == touched.rows)
        }
      }
    }
  }

  /// What bilinear sampling with reflection touches, pixel by pixel.
  private struct Touched {
    var columns = Int.max..<Int.max
    var rows = Int.max..<Int.max
    var isReflected = false

    init(_ draw: Augmentation.Draw, crop: ImageSize, image: ImageSize) {
      let displacements = draw.fields.displacements(of: crop)
      for y in 0..<crop.height {
        for x in 0..<crop.width {
          let moved = displacements[y * crop.width + x]
          // The outermost places of a pixel that is the mean of several.
          let reach = 0.5 - 0.5 / Double(draw.taps(cropSize: crop))
          for (right, down) in [(-reach, -reach), (-reach, reach), (reach, -reach), (reach, reach)] {
            let point = draw.matrix(x: Double(x) + moved.x + right, y: Double(y) + moved.y + down)
            add(point.x, image.width, to: \.columns)
            add(point.y, image.height, to: \.rows)
          }
        }
      }
    }

    private mutating func add(_ value: Double, _ count: Int, to axis: WritableKeyPath<Touched, Range<Int>>) {
      let last = Double(count - 1)
      // A single pixel has no other side to be mirrored at.
      var inside = count == 1 ? 0 : value
      while inside < 0 || inside > last {
        inside = inside < 0 ? -inside : 2 * last - inside
        isReflected = true
      }
      let (low, high) = (Int(inside.rounded(.down)), Int(inside.rounded(.up)) + 1)
      let old = self[keyPath: axis]
      self[keyPath: axis] =
        old.lowerBound == .max ? low..<high : min(old.lowerBound, low)..<max(old.upperBound, high)
    }
  }
}
