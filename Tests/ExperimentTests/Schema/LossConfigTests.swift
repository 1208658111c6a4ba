import Config
import Experiment
import Testing

@Suite("The loss of an experiment")
struct LossConfigTests {
  private let data = "data: {images: i, masks: m, classes: [x, y]}\n"

  private func loss(_ text: String) throws -> LossConfig {
    let folder = try ConfigFolder()
    try folder.write(data + "loss: \(text)\n")
    return try folder.load().config.loss
  }

  @Test("Every component is a number, its weight, and has defaults of its own")
  func shorthand() throws {
    let loss = try loss(
      "{ce: 1, bce: 2, dice: 3, focal: 4, tversky: 5, jaccard: 6, lovasz: 7, boundary: 8, border_weights: {}}"
    )
    #expect((loss.ce?.weight, loss.ce?.labelSmoothing, loss.ce?.topK) == (1, 0, nil))
    #expect((loss.bce?.weight, loss.bce?.labelSmoothing, loss.bce?.topK) == (2, 0, nil))
    #expect((loss.dice?.weight, loss.dice?.squared) == (3, false))
    #expect((loss.focal?.weight, loss.focal?.gamma, loss.focal?.alpha) == (4, 2, nil))
    let tversky = try #require(loss.tversky)
    #expect((tversky.weight, tversky.alpha, tversky.beta, tversky.gamma) == (5, 0.3, 0.7, 1))
    #expect(loss.jaccard?.weight == 6)
    for regions in [loss.dice?.regions, tversky.regions, loss.jaccard?.regions] {
      let regions = try #require(regions)
      #expect((regions.background, regions.smooth, regions.batch) == (true, 1e-6, false))
    }
    #expect((loss.lovasz?.weight, loss.lovasz?.perImage, loss.lovasz?.classes) == (7, false, .present))
    #expect(loss.boundary?.weight == 8)
    #expect((loss.borderWeights?.w0, loss.borderWeights?.sigma) == (10, 5))
  }

  @Test("Every option is read")
  func options() throws {
    let loss = try loss(
      """
      {ce: {label_smoothing: 0.1, top_k: 0.2}, bce: {label_smoothing: 0.3, top_k: 1},
        dice: {background: false, smooth: 1, batch: true, squared: true}, focal: {gamma: 0.5},
        tversky: {alpha: 0.1, beta: 0.2, gamma: 0.75, background: false, smooth: 2, batch: true},
        jaccard: {background: false, smooth: 3, batch: true}, lovasz: {per_image: true, classes: all},
        boundary: {weight: 0.01}, border_weights: {w0: 5, sigma: 2}, class_weights: median}
      """)
    #expect((loss.ce?.labelSmoothing, loss.ce?.topK) == (0.1, 0.2))
    #expect((loss.bce?.labelSmoothing, loss.bce?.topK) == (0.3, 1))
    #expect(loss.dice?.squared == true)
    #expect(loss.focal?.gamma == 0.5)
    #expect((loss.tversky?.alpha, loss.tversky?.beta, loss.tversky?.gamma) == (0.1, 0.2, 0.75))
    for (regions, smooth) in [
      (loss.dice?.regions, 1.0), (loss.tversky?.regions, 2), (loss.jaccard?.regions, 3),
    ] {
      let regions = try #require(regions)
      #expect((regions.background, regions.smooth, regions.batch) == (false, smooth, true))
    }
    #expect((loss.lovasz?.perImage, loss.lovasz?.classes) == (true, .all))
    #expect(loss.boundary?.weight == 0.01)
    #expect((loss.borderWeights?.w0, loss.borderWeights?.sigma) == (5, 2))
    #expect(loss.classWeights == .balanced(.median))
  }

  @Test("An option that is off leaves the identity as it was without the option")
  func identity() throws {
    let folder = try ConfigFolder()
    func differing(_ loss: String) throws -> [String: String] {
      try folder.write(data + "loss: \(loss)\n")
      return try folder.load().differing.filter { $0.key.hasPrefix("loss") }
    }
    #expect(
      try differing("{ce: 1, dice: 0.5}") == [
        "loss.ce": "{weight: 1.0}", "loss.dice": "{weight: 0.5, background: true, smooth: 1.0e-06}",
      ])
    #expect(try differing("{ce: {label_smoothing: 0, top_k: null}}") == ["loss.ce": "{weight: 1.0}"])
    #expect(
      try differing("{ce: {top_k: 0.1}, dice: {batch: true, weight: 0}}") == [
        "loss.ce": "{weight: 1.0, top_k: 0.1}",
        "loss.dice": "{weight: 0.0, background: true, smooth: 1.0e-06, batch: true}",
      ])
  }

  @Test(
    "An option that would do nothing is refused with the reason",
    arguments: [
      (
        "[x, y]", "{dice: 1, border_weights: {}}", "border_weights",
        "'border_weights' act on 'ce' and 'bce', and the loss has neither"
      ),
      (
        "[x, y]", "{dice: 1, class_weights: inverse}", "class_weights",
        "'class_weights' act on 'ce', 'bce' and 'focal', and the loss has none of them"
      ),
      (
        "[x, y]", "{tversky: {alpha: 0, beta: 0}}", "tversky",
        "'tversky' needs an 'alpha' or a 'beta' above 0: without both, every guess is perfect"
      ),
      (
        "[x, y]", "{focal: {alpha: 0.25}}", "alpha",
        "'alpha' weighs one class against the rest, and there are 2 classes"
      ),
      (
        "{x: 1}", "{bce: 1, class_weights: median}", "class_weights",
        "'class_weights: median' balances classes, and there is only one"
      ),
      (
        "{x: 1}", "{lovasz: {classes: all}}", "classes",
        "'classes: all' has no effect on the Lovász hinge of one class"
      ),
      (
        "{x: 1}", "{tversky: {background: false}}", "background",
        "'background: false' leaves out the first class, and there is no other"
      ),
      (
        "{x: 1}", "{jaccard: {background: false}}", "background",
        "'background: false' leaves out the first class, and there is no other"
      ),
    ])
  func refused(classes: String, loss: String, key: String, message: String) throws {
    let text = try ConfigFolder().mistakes(
      "data: {images: i, masks: m, classes: \(classes)}\nloss: \(loss)\n")
    #expect(text.contains("experiment.yaml:2:"))
    #expect(text.contains(": error: \(message)\n"), "\(key): \(text)")
  }

  @Test("Class weights of another kind are refused with all kinds")
  func classWeights() throws {
    #expect(
      try ConfigFolder().mistakes(data + "loss: {ce: 1, class_weights: inverted}\n") == """
        experiment.yaml:2:30: error: 'class_weights' must be a mapping from class names to numbers at least 0, a list of \
        such numbers, inverse or median, not 'inverted'
         2 | loss: {ce: 1, class_weights: inverted}
           |                              ^~~~~~~~
        """)
  }

  @Test("Weights from the masks balance the classes")
  func frequencies() {
    var frequencies = ClassFrequencies(classes: 3)
    frequencies.add([60, 40, 0])
    frequencies.add([80, 0, 20])
    frequencies.add([100, 0, 0])
    let shares: [Double] = [240, 40, 20].map { 100 / $0 }
    #expect(frequencies.weights(.inverse) == shares)
    // Frequencies 0.8, 0.4 and 0.2, each in the images that have the class.
    #expect(frequencies.weights(.median) == [0.5, 1, 2])
    var lacking = ClassFrequencies(classes: 2)
    lacking.add([5, 0])
    #expect(lacking.weights(.inverse) == [0.5, nil])
    #expect(lacking.weights(.median) == [1, nil])
  }
}
