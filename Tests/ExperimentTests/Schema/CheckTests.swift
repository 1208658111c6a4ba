import Config
import Diagnostics
import Experiment
import Testing

@Suite("Rules about several keys of an experiment")
struct CheckTests {
  private let data = "data: {images: i, masks: m, classes: [x, y]}\n"
  private let loss = "loss: {ce: 1}\n"

  @Test("What is required says what it is for")
  func required() throws {
    #expect(
      try ConfigFolder().mistakes("data:\n  classes: [x, y]\n") == """
        experiment.yaml:1:1: error: 'images' is required in 'data'
         1 | data:
           | ^~~~
            = images: Folder with the images, or a stack: a file whose pages are the images.
        experiment.yaml:1:1: error: 'masks' is required in 'data'
         1 | data:
           | ^~~~
            = masks: Folder with the masks, or a stack: a file whose pages are the masks.
        experiment.yaml:1:1: error: 'loss' is required
         1 | data:
           | ^
            = loss: {ce: 1, dice: 1}
        """)
  }

  @Test("A loss needs a component with a weight", arguments: ["{}", "{ce: 0, dice: 0}", "{ce: null}"])
  func emptyLoss(loss: String) throws {
    #expect(
      try ConfigFolder().mistakes(data + "loss: \(loss)\n") == """
        experiment.yaml:2:1: error: 'loss' has no component with a weight above 0
         2 | loss: \(loss)
           | ^~~~
            = such as loss: {ce: 1, dice: 1}
        """)
  }

  @Test("With one class, ce and a Dice without background are refused with the reason")
  func singleClass() throws {
    #expect(
      try ConfigFolder().mistakes(
        "data: {images: i, masks: m, classes: {x: 1}}\nloss: {ce: 1, dice: {background: false}}\n") == """
          experiment.yaml:2:8: error: 'ce' needs at least two classes: the softmax of one channel is always 1
           2 | loss: {ce: 1, dice: {background: false}}
             |        ^~
              = use 'bce', or name the background in 'classes' too
          experiment.yaml:2:34: error: 'background: false' leaves out the first class, and there is no other
           2 | loss: {ce: 1, dice: {background: false}}
             |                                  ^~~~~
              = remove it; with one class the background has no channel
          """)
  }

  @Test("Class weights need classes of their names, as many as there are, and a component to act on")
  func classWeights() throws {
    let folder = try ConfigFolder()
    #expect(
      try folder.mistakes(data + "loss: {ce: 1, class_weights: {x: 1, z: 2}}\n") == """
        experiment.yaml:2:40: error: 'class_weights' names 'z', which is no class
         2 | loss: {ce: 1, class_weights: {x: 1, z: 2}}
           |                                        ^
            = the classes are x, y
        """)
    #expect(
      try folder.mistakes(data + "loss: {bce: 1, class_weights: [1, 2, 3]}\n") == """
        experiment.yaml:2:31: error: 'class_weights' must have a value for each class: 2, not 3
         2 | loss: {bce: 1, class_weights: [1, 2, 3]}
           |                               ^
        """)
    for given in ["[0, 0]", "{x: 0, y: 0}"] {
      let mistakes = try folder.mistakes(data + "loss: {bce: 1, class_weights: \(given)}\n")
      #expect(
        mistakes.hasPrefix(
          "experiment.yaml:2:31: error: 'class_weights' are all 0, so that no class counts\n"), "\(mistakes)")
    }
    #expect(try folder.mistakes(data + "loss: {bce: 1, class_weights: {x: 0}}\n").isEmpty)
    #expect(
      try folder.mistakes(data + "loss: {dice: 1, class_weights: [1, 2]}\n") == """
        experiment.yaml:2:32: error: 'class_weights' act on 'ce', 'bce' and 'focal', and the loss has none of them
         2 | loss: {dice: 1, class_weights: [1, 2]}
           |                                ^
        """)
  }

  @Test("A depth too deep for the crop is refused with the depth that fits")
  func tooDeep() throws {
    #expect(
      try ConfigFolder().mistakes(data + loss + "model: {depth: 6}\n", ["data.crop=[64, 100]"]) == """
        experiment.yaml:3:16: error: depth 6 is too deep for a crop of 64 x 100
         3 | model: {depth: 6}
           |                ^
            = depth 6 needs a 'crop' of at least 128
            = 64 x 100 allows a depth of at most 5
        """)
  }

  @Test(
    "The smallest side is 2^(depth+1) with batch normalisation and 2^depth without",
    arguments: [("batch", 31, false), ("batch", 32, true), ("none", 15, false), ("none", 16, true)])
  func smallestSide(norm: String, side: Int, isEnough: Bool) throws {
    let text = try ConfigFolder().mistakes(data + loss, ["model.norm=\(norm)", "data.resize=\(side)"])
    #expect(text.isEmpty == isEnough)
    #expect(isEnough || text.contains("needs a 'resize' of at least \(side + 1)\n"))
  }

  @Test("A crop may be larger than resized images, which are then padded")
  func cropBeyondResize() throws {
    #expect(try ConfigFolder().mistakes(data + loss, ["data.resize=[128, 64]", "data.crop=128"]).isEmpty)
  }

  @Test("Whole images of any size suit valid padding, whose margins are then mirrored")
  func validWholeImages() throws {
    let overrides = ["model.padding=valid", "data.resize=37"]
    #expect(try ConfigFolder().mistakes(data + loss, overrides).isEmpty)
  }

  @Test("Foreground can be oversampled only where crops are placed")
  func foregroundWithoutCrop() throws {
    #expect(
      try ConfigFolder().mistakes(data + loss, ["data.oversample_foreground=0.33"]) == """
        <command line>:1:28: error: 'oversample_foreground' places crops, and without 'crop' samples are whole images
         1 | data.oversample_foreground=0.33
           |                            ^~~~
            = choose a 'crop' smaller than the images, or remove it
        """)
    #expect(
      try ConfigFolder().mistakes(data + loss, ["data.oversample_foreground=0.33", "data.crop=64"]).isEmpty)
  }

  @Test("The schedule must fit into training")
  func schedule() throws {
    #expect(
      try ConfigFolder().mistakes(
        data + loss
          + "training: {epochs: 2}\nschedule: {name: poly, warmup_epochs: 2, min_learning_rate: 0.001}\n")
          == """
          experiment.yaml:4:39: error: 'warmup_epochs' must be below 'epochs', which is 2
           4 | schedule: {name: poly, warmup_epochs: 2, min_learning_rate: 0.001}
             |                                       ^
          experiment.yaml:4:61: error: 'min_learning_rate' must be below 'learning_rate', which is 0.001
           4 | schedule: {name: poly, warmup_epochs: 2, min_learning_rate: 0.001}
             |                                                             ^~~~~
          """)
  }

  @Test("Nesterov needs momentum")
  func nesterov() throws {
    #expect(
      try ConfigFolder().mistakes(
        data + loss, ["optimizer={name: sgd, momentum: 0}", "optimizer.nesterov=true"]) == """
          <command line>:2:20: error: 'nesterov' needs a 'momentum' above 0
           2 | optimizer.nesterov=true
             |                    ^~~~
          """)
  }

  @Test("A score of outlines can choose the best epoch only where it is computed")
  func surfaceMetric() throws {
    let folder = try ConfigFolder()
    #expect(
      try folder.mistakes(data + loss + "validation: {metric: mean_hausdorff_95}\n") == """
        experiment.yaml:3:22: error: 'mean_hausdorff_95' is computed only with 'surface: true'
         3 | validation: {metric: mean_hausdorff_95}
           |                      ^~~~~~~~~~~~~~~~~
            = add 'surface: true' beside it; each validation then takes longer
        """)
    let config = try folder.load("experiment.yaml", ["validation.surface=true", "validation.tolerance=1.5"])
      .config
    #expect(config.validation.metric == .surface(.hausdorff95))
    #expect(config.validation.surface)
    #expect(config.validation.tolerance == 1.5)
  }

  @Test("Every metric can choose the best epoch")
  func everyMetric() throws {
    let folder = try ConfigFolder()
    try folder.write(data + loss + "validation: {surface: true}\n")
    for metric in Metric.allCases {
      let loaded = try folder.load("experiment.yaml", ["validation.metric=\(metric.rawValue)"])
      #expect(loaded.config.validation.metric == metric)
    }
  }

  @Test("A tolerance without scores of outlines is a warning, and the default is none")
  func uselessTolerance() throws {
    let folder = try ConfigFolder()
    try folder.write(data + loss)
    let warnings = try folder.load("experiment.yaml", ["validation.tolerance=3"]).warnings
    #expect(warnings.map(\.message) == ["'tolerance' changes nothing without 'surface: true'"])
    #expect(try folder.load("experiment.yaml", ["validation.tolerance=2"]).warnings.isEmpty)
  }

  @Test("An epoch that is smaller than a batch is a warning")
  func smallEpoch() throws {
    let folder = try ConfigFolder()
    try folder.write(data + loss + "training: {batch_size: 8}\n")
    let warnings = try folder.load("experiment.yaml", ["data.samples_per_epoch=6"]).warnings
    #expect(warnings.map(\.message) == ["an epoch of 6 samples is smaller than a batch of 8"])
  }
}
