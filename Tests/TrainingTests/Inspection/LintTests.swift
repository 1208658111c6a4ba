import Diagnostics
import Experiment
import Testing

@testable import Images
@testable import Training

/// Data that nobody drew: each test changes what it is about.
private struct Example {
  var part = DatasetFacts.Part.training
  var id = "a"
  var values: [UInt16] = []
  var size = ImageSize(width: 16, height: 16)
  var mask: [UInt8]?
  var depth = SampleFacts.Depth.eightBit
  var overlap = 0

  /// - Parameter number: Another number makes another image.
  init(_ part: DatasetFacts.Part = .training, _ number: Int, _ change: (inout Example) -> Void = { _ in }) {
    self.part = part
    id = "\(part.rawValue)/x\(number)y"
    var stream = RandomStream(seed: UInt64(number), purpose: .synthesis)
    values = (0..<256).map { _ in UInt16(stream.integer(below: 256)) }
    change(&self)
  }

  func entry() throws -> DatasetFacts.Entry {
    let values = Array(values.prefix(size.area))
    let storage: PixelImage.Storage =
      switch depth {
      case .eightBit: .uint8(values.map(UInt8.init(truncatingIfNeeded:)))
      case .sixteenBit: .uint16(values)
      case .float: .float(values.map(Float.init))
      }
    let image = try #require(PixelImage(size: size, channels: 1, storage: storage))
    let indices = mask ?? (0..<size.area).map { UInt8($0 % 2) }
    let classes = try #require(ClassMask(size: size, indices: indices))
    let decoded = DecodedSample(
      image: image, mask: classes, fullMask: classes, imageHash: "", maskHash: "", maskOverlap: overlap)
    return DatasetFacts.Entry(
      part: part, sample: Sample(id: id, imagePath: "\(id).png", maskPath: "\(id)-mask.png"),
      facts: SampleFacts(of: decoded, classes: 2))
  }
}

@Suite("What is told of data")
struct LintTests {
  /// Twelve images to train, five to validate, nothing to complain of.
  private let good = (0..<12).map { Example(.training, $0) } + (20..<25).map { Example(.validation, $0) }

  private func findings(_ examples: [Example], _ surroundings: Lint.Surroundings = .init()) throws
    -> [Finding]
  {
    Lint(DatasetFacts(try examples.map { try $0.entry() }, classNames: ["dark", "light"]), surroundings)
      .findings
  }

  private func names(_ examples: [Example], _ surroundings: Lint.Surroundings = .init()) throws
    -> [FindingName]
  {
    try findings(examples, surroundings).map(\.name)
  }

  @Test("Good data has no findings")
  func nothing() throws {
    #expect(try findings(good) == [])
    #expect(try findings([]) == [])
  }

  @Test("An image in two parts is a leak, an error, with both names")
  func leak() throws {
    let found = try findings(good + [Example(.validation, 3)])
    #expect(found.map(\.name) == [.leak])
    #expect(found[0].severity == .error)
    #expect(
      found[0].message == "an image, by its pixels, stands in more than one of training, validation and test")
    #expect(found[0].files == ["training/x3y.png (training) = validation/x3y.png (validation)"])
    #expect(try names(good + [Example(.test, 3), Example(.test, 4)]) == [.leak])
    var surroundings = Lint.Surroundings()
    surroundings.silenced = [.leak]
    #expect(try findings(good + [Example(.validation, 3)], surroundings) == [])
  }

  @Test(
    "An image twice in a part is a duplicate; with two masks it is a contradiction; a mask twice is neither")
  func duplicates() throws {
    let twin = Example(.training, 3) { $0.id = "twin" }
    let found = try findings(good + [twin])
    #expect(found.map(\.name) == [.duplicate])
    #expect(found[0].message == "an image, by its pixels, stands more than once in the same part")
    let other = Example(.training, 3) { $0.mask = (0..<256).map { UInt8($0 / 16 % 2) } }
    #expect(try names(good + [other]) == [.contradiction])
  }

  @Test("A class without a pixel is told for training and for validation, not for a trial that is limited")
  func absent() throws {
    let dark = [UInt8](repeating: 0, count: 256)
    let none = good.map { example in
      Example(example.part, Int(example.id.filter(\.isNumber)) ?? 0) { $0.mask = dark }
    }
    let found = try findings(none).filter { $0.name == .absentClass }
    #expect(
      found.map(\.message) == [
        "no pixel of the training masks is 'light'", "no pixel of the validation masks is 'light'",
      ])
    let half = good.prefix(12) + none.suffix(5)
    #expect(try names(Array(half)) == [.absentClass, .oneClassMask])
    var limited = Lint.Surroundings()
    limited.isValidationWhole = false
    #expect(try names(Array(half), limited) == [.oneClassMask])
  }

  @Test("A class below a thousandth of the pixels, or in two of many images, is rare")
  func rare() throws {
    let few = good.enumerated().map { number, example in
      Example(example.part, number + (example.part == .training ? 0 : 100)) {
        $0.mask = (0..<256).map { UInt8(example.part == .validation || number < 3 ? ($0 == 0 ? 1 : 0) : 0) }
      }
    }
    let found = try findings(few)
    #expect(found.map(\.name).contains(.rareClass))
    #expect(
      found.first { $0.name == .rareClass }?.message
        == "training shows little of 'light' (0.0977 % of the pixels, in 3 images)")
    let two = good.enumerated().map { number, example in
      Example(example.part, number + (example.part == .training ? 0 : 100)) {
        if example.part == .training, number >= 2 { $0.mask = [UInt8](repeating: 0, count: 256) }
      }
    }
    #expect(try names(two).contains(.rareClass))
    #expect(try !names(two.filter { $0.part == .validation } + two.prefix(4)).contains(.rareClass))
  }

  @Test("Masks of one class are a note, and a warning where they are most")
  func oneClass() throws {
    let plain = Example(.training, 40) { $0.mask = [UInt8](repeating: 1, count: 256) }
    let found = try findings(good + [plain])
    #expect(found.map(\.name) == [.oneClassMask])
    #expect(found[0].severity == .note)
    #expect(found[0].message == "1 mask of 18 hold one class alone: 1 of 'light'")
    let many = (40..<60).map { Example(.training, $0) { $0.mask = [UInt8](repeating: 1, count: 256) } }
    #expect(try findings(good + many).first { $0.name == .oneClassMask }?.severity == .warning)
  }

  @Test("A blank image is told once, and is no duplicate of another")
  func blank() throws {
    let blank = (40..<42).map { Example(.training, $0) { $0.values = Array(repeating: 9, count: 256) } }
    let found = try findings(
      good + blank + [Example(.validation, 50) { $0.values = Array(repeating: 9, count: 256) }])
    #expect(found.map(\.name) == [.blankImage])
    #expect(found[0].count == 3)
  }

  @Test("Types that differ are a warning, sizes that differ a note")
  func mixed() throws {
    let deep = Example(.training, 40) {
      $0.depth = .sixteenBit
      $0.values = $0.values.map { 256 * $0 }
    }
    #expect(
      try findings(good + [deep]).map(\.message) == [
        "images differ in the type of their values: 17 of 8 bits, 1 of 16 bits"
      ])
    let small = Example(.training, 41) { $0.size = ImageSize(width: 8, height: 16) }
    let found = try findings(good + [small])
    #expect(found.map(\.name) == [.mixedSizes])
    #expect(found[0].severity == .note)
    #expect(found[0].message == "images have 2 sizes; 17 of 18 have 16x16")
  }

  @Test("16-bit images below 4096 leave their range unused, which matters where nothing scales them")
  func unusedRange() throws {
    func deep(_ factor: UInt16) -> [Example] {
      good.enumerated().map { number, example in
        Example(example.part, number) {
          $0.depth = .sixteenBit
          $0.values = $0.values.map { factor * $0 }
        }
      }
    }
    let found = try findings(deep(16))
    #expect(found.map(\.name) == [.unusedRange])
    #expect(found[0].severity == .note)
    var unscaled = Lint.Surroundings()
    unscaled.keepsFileRange = true
    #expect(try findings(deep(16), unscaled).map(\.severity) == [.warning])
    #expect(try findings(deep(17), unscaled) == [])
  }

  @Test("Bytes that hold 0 to 15 have low contrast, if most images do")
  func lowContrast() throws {
    func flat(_ count: Int) -> [Example] {
      good.enumerated().map { number, example in
        Example(example.part, number) { if number < count { $0.values = $0.values.map { $0 / 16 } } }
      }
    }
    #expect(try names(flat(17)) == [.lowContrast])
    #expect(try names(flat(8)) == [])
  }

  @Test("A mask that is ignored by more than half, and files of classes that overlap, are told")
  func ignoredAndOverlapping() throws {
    let ignored = Example(.training, 40) { $0.mask = (0..<256).map { $0 < 129 ? 255 : UInt8($0 % 2) } }
    let half = Example(.training, 41) { $0.mask = (0..<256).map { $0 < 128 ? 255 : UInt8($0 % 2) } }
    let found = try findings(good + [ignored, half])
    #expect(found.map(\.name) == [.ignoredMostly])
    #expect(found[0].files == ["training/x40y.png"])
    #expect(try names(good + [Example(.training, 42) { $0.overlap = 1 }]) == [.overlap])
  }

  @Test("Four images are few for validation")
  func smallValidation() throws {
    let found = try findings(good.dropLast())
    #expect(found.map(\.name) == [.smallValidation])
    #expect(found[0].message == "4 images for validation: scores depend on which")
    var limited = Lint.Surroundings()
    limited.isValidationWhole = false
    #expect(try findings(good.dropLast(), limited) == [])
  }

  @Test("Consecutive images that look alike must not be torn apart by a random split; others may")
  func similarNames() throws {
    /// A bright spot that wanders, or that jumps about.
    func frames(wandering: Bool) -> [Example] {
      (0..<24).map { number in
        Example(number % 4 == 1 ? .validation : .training, number) { example in
          example.id = "film_\(number)"
          let place = wandering ? number : number * 7 % 24
          example.values = (0..<256).map { pixel in
            let (x, y) = (Double(pixel % 16) - Double(place) / 1.6, Double(pixel / 16) - 8)
            return UInt16(250 / (1 + (x * x + y * y) / 12))
          }
        }
      }
    }
    var random = Lint.Surroundings()
    random.isSplitAtRandom = true
    let found = try findings(frames(wandering: true), random)
    #expect(found.map(\.name) == [.similarNames])
    #expect(found[0].files.first == "film_0.png (training) and film_1.png (validation)")
    #expect(try findings(frames(wandering: true)) == [])
    #expect(try findings(frames(wandering: false), random) == [])
    #expect(try findings(good, random) == [])
  }

  @Test("Errors stand before warnings, warnings before notes")
  func order() throws {
    let small = Example(.training, 41) { $0.size = ImageSize(width: 8, height: 16) }
    let found = try findings(
      good.dropLast() + [Example(.validation, 3) { $0.id = "leak" }, small].dropFirst(0))
    #expect(found.map(\.severity) == [.error, .note])
    let fewer = try findings(good.dropLast(2) + [Example(.validation, 3) { $0.id = "leak" }, small])
    #expect(fewer.map(\.severity) == [.error, .warning, .note])
  }

  @Test("A finding names five files and counts the others, says the next step and how to silence it")
  func words() throws {
    let blank = (40..<47).map { Example(.training, $0) { $0.values = Array(repeating: 9, count: 256) } }
    let finding = try #require(try findings(good + blank).first)
    #expect(
      finding.diagnostic(besides: [])?.rendered == """
        warning: all pixels are the same in 7 images (blank-image)
            = training/x40y.png
            = training/x41y.png
            = training/x42y.png
            = training/x43y.png
            = training/x44y.png
            = and 2 more
            = remove what shows nothing
            = to go on as it is:  data.silence='[blank-image]'
        """)
  }
}
