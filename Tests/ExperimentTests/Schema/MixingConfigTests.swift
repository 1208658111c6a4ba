import Config
import Experiment
import Testing

@Suite("The mixing of samples in a config")
struct MixingConfigTests {
  private let base = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n"

  private func mixing(_ overrides: String...) throws -> [Double] {
    let folder = try ConfigFolder()
    try folder.write(base)
    let augmentation = try folder.load("experiment.yaml", overrides).config.augmentation
    return [
      augmentation.mixup.probability, augmentation.mixup.alpha, augmentation.cutmix.probability,
      augmentation.cutmix.alpha,
    ]
  }

  @Test("A number is a probability, a mapping without it has 0.5, and nothing mixes by default")
  func values() throws {
    #expect(try mixing() == [0, 0.2, 0, 1])
    #expect(try mixing("augmentation={mixup: 0.1, cutmix: {}}") == [0.1, 0.2, 0.5, 1])
    #expect(
      try mixing("augmentation={mixup: {alpha: 0.4}, cutmix: {probability: 1, alpha: 2}}") == [
        0.5, 0.4, 1, 2,
      ])
  }

  @Test("A batch of one sample has nothing to mix", arguments: ["mixup", "cutmix"])
  func batchOfOne(name: String) throws {
    let folder = try ConfigFolder()
    let marks = String(repeating: "~", count: name.count - 1)
    #expect(
      try folder.mistakes(
        base, ["augmentation.\(name)=0.5", "training={batch_size: 1, accumulation_steps: 8}"])
          == """
          <command line>:1:14: error: '\(name)' mixes the samples of a batch, and 'training.batch_size' is 1
           1 | augmentation.\(name)=0.5
             |              ^\(marks)
              = choose a batch_size of at least 2, or remove '\(name)'; accumulation_steps mixes nothing
          """)
    #expect(try folder.mistakes(base, ["augmentation.\(name)=0", "training.batch_size=1"]).isEmpty)
    #expect(try folder.mistakes(base, ["augmentation.\(name)=0.5", "training.batch_size=2"]).isEmpty)
  }

  @Test("MixUp and ignored pixels exclude each other, also where a layout ignores them by default")
  func ignored() throws {
    let folder = try ConfigFolder()
    let notes = """
          = in a sum of two images what one mask ignores is still seen, and would be learnt as what the other mask says
          = use 'cutmix' or remove 'mixup'; where each pixel has a class, say 'data.ignore: []', which a layout or a palette may give a default
      """
    let mistake = """
      <command line>:1:14: error: 'mixup' needs masks without ignored pixels, and 'data.ignore' has some
       1 | augmentation.mixup=0.5
         |              ^~~~~

      """
    let street = "data: {layout: camvid, root: r}\nloss: {ce: 1}\n"
    #expect(try folder.mistakes(street, ["augmentation.mixup=0.5"]) == mistake + notes)
    #expect(try folder.mistakes(base, ["augmentation.mixup=0.5", "data.ignore=9"]) == mistake + notes)
    #expect(try folder.mistakes(street, ["augmentation.mixup=0.5", "data.ignore=[]"]).isEmpty)
    #expect(try folder.mistakes(street, ["augmentation={mixup: 0, cutmix: 1}"]).isEmpty)
  }

  @Test("MixUp and cut-outs that are ignored exclude each other")
  func ignoredCutouts() throws {
    let folder = try ConfigFolder()
    let cutout = "augmentation.cutout={ignore: true}"
    #expect(
      try folder.mistakes(base, ["augmentation.mixup=0.5", cutout]) == """
        <command line>:1:14: error: 'mixup' needs masks without ignored pixels, and 'augmentation.cutout.ignore' makes some
         1 | augmentation.mixup=0.5
           |              ^~~~~
            = in a sum of two images a rectangle without content shows the other, and would be learnt as what that mask says
            = use 'cutmix', remove 'mixup', or say 'augmentation.cutout.ignore: false'
        """)
    #expect(try folder.mistakes(base, ["augmentation.cutmix=0.5", cutout]).isEmpty)
    #expect(try folder.mistakes(base, ["augmentation.mixup=0.5", "augmentation.cutout={}"]).isEmpty)
    let never = "augmentation.cutout={ignore: true, probability: 0}"
    #expect(try folder.mistakes(base, ["augmentation.mixup=0.5", never]).isEmpty)
  }

  @Test("MixUp goes with every loss")
  func losses() throws {
    let loss = "loss={ce: 1, boundary: 0.1, lovasz: 1, border_weights: {}}"
    #expect(try ConfigFolder().mistakes(base, ["augmentation.mixup=0.5", loss]).isEmpty)
  }
}
