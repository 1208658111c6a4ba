import Diagnostics
import Experiment
import Images
import Testing

@testable import Training

@Suite("What is cut out of images of any size")
struct SamplePlanTests {
  private func plan(_ sizes: [(Int, Int)], _ overrides: String...) throws -> SamplePlan {
    SamplePlan(
      try tinyExperiment(overrides), channels: 1, sizes: sizes.map { ImageSize(width: $0.0, height: $0.1) })
  }

  private func shape(_ width: Int, _ height: Int, margin: Int = 0) -> SampleShape {
    SampleShape(ImageSize(width: width, height: height), margin: margin)
  }

  /// The warning in words.
  private func told(_ plan: SamplePlan) -> String {
    plan.findings.map { "\($0.severity.rawValue): \($0.message)\n    = \($0.next)" }.joined(separator: "\n")
  }

  @Test("Whole images of one size are samples as they are, whatever their size")
  func same() throws {
    let plan = try plan([(53, 37), (53, 37)])
    #expect(plan.shape == shape(53, 37))
    #expect((plan.isPadded, plan.padding, plan.findings) == (false, 0, []))
  }

  @Test(
    "Whole images of several sizes are samples of the largest width and height, and the others are padded")
  func mixed() throws {
    let plan = try plan([(50, 20), (40, 40)])
    #expect(plan.shape == shape(50, 40))
    #expect(plan.isPadded)
    #expect(abs(plan.padding - (1 - 2600.0 / 4000)) < 1e-12)
    #expect(plan.findings.isEmpty)
  }

  @Test(
    "Whole images smaller than the depth needs are padded to what it needs, with a warning that names a depth"
  )
  func tiny() throws {
    let plan = try plan([(16, 16), (16, 16)], "model={depth: 5, width: 2}")
    #expect(plan.shape == shape(64, 64))
    #expect(
      told(plan) == """
        warning: 94 % of the training samples' pixels are padding, from which nothing is learnt: samples are 64x64, and half of \
        the images at most 16x16
            = choose model.depth=3, or a larger data.resize
        """)
    #expect(try self.plan([(40, 30)], "model={depth: 4, width: 2}").shape == shape(40, 32))
  }

  @Test("A crop is the sample, and images that it exceeds are padded; turns by quarters count")
  func crop() throws {
    #expect(try plan([(50, 20), (40, 40)], "data.crop=20").isPadded == false)
    #expect(try plan([(50, 20), (40, 40)], "data.crop=[20, 40]").isPadded == false)
    let turned = try plan([(50, 20), (40, 40)], "data.crop=[20, 40]", "augmentation.quarter_turns=0.5")
    #expect((turned.isPadded, turned.padding) == (true, 0))
    #expect(try plan([(50, 20), (40, 40)], "data.crop=24").isPadded)
    #expect(try plan([(50, 20)], "data.crop=24", "data.resize=24").shape == shape(24, 24))
  }

  @Test("More padding than pixels is a warning that names a crop that would do")
  func wasteful() throws {
    let sizes = Array(repeating: (48, 40), count: 9) + [(300, 500)]
    #expect(
      try told(plan(sizes, "model={depth: 3, width: 2}")) == """
        warning: 89 % of the training samples' pixels are padding, from which nothing is learnt: samples are 300x500, and half of \
        the images at most 48x40
            = data.crop='[40, 48]' would do
        """)
    let cropped = try plan(sizes, "data.crop=128", "model={depth: 3, width: 2}")
    #expect(told(cropped).hasSuffix("\n    = data.crop='[40, 48]' would do"))
    #expect(try plan(sizes, "data.crop=[40, 48]", "model={depth: 3, width: 2}").padding == 0)
    // Most images are wide and most are high, but only one is both.
    let crossed = [(100, 10), (100, 10), (10, 100), (10, 100), (100, 100)]
    #expect(try told(plan(crossed)).hasSuffix("\n    = data.crop='[10, 10]' would do"))
  }

  @Test("With valid padding so much is around the largest image that all of it comes out")
  func valid() throws {
    let valid = "model={depth: 4, width: 2, padding: valid, norm: none}"
    #expect(try plan([(388, 388)], valid).shape == shape(572, 572, margin: 92))
    let plan = try plan([(388, 380), (380, 100)], valid)
    #expect(plan.shape == shape(572, 572, margin: 92))
    #expect(plan.isPadded)
    let whole = try self.plan([(64, 50)], valid)
    #expect((whole.shape.core.width, whole.shape.core.height) == (68, 52))
    #expect(try self.plan([(512, 512)], valid, "data.crop=572").isPadded == false)
    #expect(try self.plan([(387, 512)], valid, "data.crop=572").isPadded)
    // The crop that is named can be used.
    let sizes = Array(repeating: (200, 210), count: 9) + [(700, 900)]
    #expect(try told(self.plan(sizes, valid)).hasSuffix("\n    = data.crop='[380, 380]' would do"))
    #expect(try self.plan(sizes, valid, "data.crop=380").findings.isEmpty)
  }

  @Test("A crop that zooming out makes larger than the images is told, with a scale and a crop that would do")
  func mirrored() throws {
    let scale = "augmentation.scale={probability: 0.1, range: [0.8, 1.25]}"
    let plan = try plan([(100, 50), (60, 60)], "data.crop=[48, 90]", scale)
    #expect(plan.refusal == nil && plan.findings.map(\.name) == [.mirroredView])
    #expect(
      told(plan) == """
        warning: zoomed out to 0.8 by 'augmentation.scale', the 90x48 pixels of 'data.crop' show 113x60, of which the largest \
        training image has 100x60: the rest is mirrored
            = augmentation.scale.range='[0.9, 1.25]' or data.crop='[48, 80]' would do
        """)
    for would in [
      ["data.crop=[48, 90]", "augmentation.scale={probability: 0.1, range: [0.9, 1.25]}"],
      ["data.crop=[48, 80]", scale],
      ["data.crop=[48, 90]", "augmentation.scale={probability: 0, range: [0.8, 1]}"],
      [scale],
    ] {
      let sizes = [(100, 50), (60, 60)].map { ImageSize(width: $0.0, height: $0.1) }
      let plan = SamplePlan(try tinyExperiment(would), channels: 1, sizes: sizes)
      #expect((plan.refusal, plan.findings) == (nil, []), "\(would)")
    }
    // What is longer than the images without any zoom is padded there.
    #expect(try self.plan([(100, 100)], "data.crop=110", scale).findings.isEmpty)
  }

  @Test("A crop that zooming out makes more than twice as long as the images is refused")
  func refused() throws {
    let plan = try plan(
      [(100, 50), (60, 60)], "data.crop=[64, 90]",
      "augmentation.scale={probability: 0.1, range: [0.5, 1.5]}")
    #expect(
      plan.refusal.map { "\($0)" } == """
        error: zoomed out to 0.5 by 'augmentation.scale', the 90x64 pixels of 'data.crop' show 180x128, more than twice as much along \
        a side as the largest training image has: 100x60
            = augmentation.scale.range='[0.54, 1.5]' or data.crop='[60, 100]' would do
        """)
    for would in [
      ["data.crop=[64, 90]", "augmentation.scale={probability: 0.1, range: [0.54, 1.5]}"],
      ["data.crop=[60, 100]", "augmentation.scale={probability: 0.1, range: [0.5, 1.5]}"],
    ] {
      let sizes = [(100, 50), (60, 60)].map { ImageSize(width: $0.0, height: $0.1) }
      #expect(SamplePlan(try tinyExperiment(would), channels: 1, sizes: sizes).refusal == nil)
    }
    let deep = try self.plan(
      [(20, 20)], "data.crop=64", "model={depth: 5, width: 2}",
      "augmentation.scale={probability: 1, range: [0.5, 0.6]}")
    #expect(
      deep.refusal?.notes == ["choose a smaller model.depth and a smaller data.crop, or a larger data.resize"]
    )
    let folder = try PictureFolder([(20, 20), (20, 20)].map { ImageSize(width: $0.0, height: $0.1) }) {
      _, x, _ in
      x < 9 ? 1 : 2
    }
    defer { folder.remove() }
    let config = try folder.config("data.crop=30", "augmentation.scale={probability: 1, range: [0.5, 1]}")
    #expect(throws: DiagnosticError.self) { try DataPlan(config) }
  }
}
