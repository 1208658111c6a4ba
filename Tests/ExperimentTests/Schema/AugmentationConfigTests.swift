import Config
import Diagnostics
import Experiment
import Testing

@Suite("The augmentation of an experiment")
struct AugmentationConfigTests {
  private static let base = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n"

  private func load(_ augmentation: String) throws -> Loaded<ExperimentConfig> {
    let folder = try ConfigFolder()
    try folder.write(Self.base + "augmentation: \(augmentation)\n")
    return try folder.load()
  }

  private func config(_ augmentation: String) throws -> AugmentationConfig {
    try load(augmentation).config.augmentation
  }

  /// The resolved lines of what happens.
  private func changes(_ augmentation: String) throws -> [String] {
    let lines = try load(augmentation).resolvedText.split(separator: "\n").map(String.init)
    let section = lines.drop { $0 != "augmentation:" }.dropFirst(2).prefix { $0.hasPrefix("  ") }
    return section.map { String($0.dropFirst(2)) }.filter { !$0.contains("{probability: 0.0") }
  }

  private func mistakes(_ augmentation: String) throws -> String {
    try ConfigFolder().mistakes(Self.base, ["augmentation.\(augmentation)"])
  }

  @Test(
    "A preset sets the defaults, probabilities and strengths",
    arguments: [
      ("none", []), ("light", ["horizontal_flip: {probability: 0.5}"] + light),
      (
        "standard",
        [
          "horizontal_flip: {probability: 0.5}", "rotation: {probability: 0.5, degrees: 15.0}",
          "scale: {probability: 0.5, range: [0.8, 1.25]}",
        ] + light
      ),
      ("heavy", heavy), ("nnunet", nnunet), ("ronneberger-2015", ronneberger),
    ])
  func presets(name: String, expected: [String]) throws {
    #expect(try changes("{preset: \(name)}") == expected)
  }

  private static let light = [
    "brightness: {probability: 0.5, range: [0.8, 1.2]}", "contrast: {probability: 0.5, range: [0.8, 1.2]}",
  ]

  private static let heavy = [
    "horizontal_flip: {probability: 0.5}", "rotation: {probability: 0.5, degrees: 30.0}",
    "scale: {probability: 0.5, range: [0.6, 1.6]}", "shear: {probability: 0.3, degrees: 10.0}",
    "perspective: {probability: 0.2, share: 0.2}",
    "smooth_elastic: {probability: 0.3, smoothness: 16.0, displacement: 4.0}",
    "low_resolution: {probability: 0.2, range: [0.5, 1.0]}", "blur: {probability: 0.2, range: [0.5, 1.5]}",
    "brightness: {probability: 0.5, range: [0.7, 1.3]}", "contrast: {probability: 0.5, range: [0.7, 1.3]}",
    "gamma: {probability: 0.3, range: [0.7, 1.5]}", "saturation: {probability: 0.3, range: [0.6, 1.4]}",
    "hue: {probability: 0.3, degrees: 15.0}", "gaussian_noise: {probability: 0.2, range: [0.0, 0.2]}",
    "jpeg: {probability: 0.1, range: [50.0, 95.0]}",
    "cutout: {probability: 0.2, count: [1, 4], size: [0.05, 0.25], ignore: false}",
  ]

  private static let nnunet = [
    "horizontal_flip: {probability: 0.5}", "vertical_flip: {probability: 0.5}",
    "rotation: {probability: 0.2, degrees: 180.0}", "scale: {probability: 0.2, range: [0.7, 1.4]}",
    "low_resolution: {probability: 0.25, range: [0.5, 1.0]}", "blur: {probability: 0.2, range: [0.5, 1.0]}",
    "brightness: {probability: 0.15, range: [0.75, 1.25]}",
    "contrast: {probability: 0.15, range: [0.75, 1.25]}", "gamma: {probability: 0.3, range: [0.7, 1.5]}",
    "inverted_gamma: {probability: 0.1, range: [0.7, 1.5]}",
    "gaussian_noise: {probability: 0.1, range: [0.0, 0.316]}",
  ]

  private static let ronneberger =
    [
      "rotation: {probability: 0.5, degrees: 180.0}",
      "elastic: {probability: 1.0, grid: 3, displacement: 10.0}",
    ] + light

  @Test("A key changes of a preset that one alone, and leaves what it does not name")
  func adjusted() throws {
    let changed = Self.heavy.map {
      $0.hasPrefix("shear") ? "shear: {probability: 0.3, degrees: 20.0}" : $0
    }
    #expect(try changes("{preset: heavy, shear: {degrees: 20}}") == changed)
    #expect(
      try changes("{preset: heavy, shear: 0}") == Self.heavy.filter { !$0.hasPrefix("shear") })
    #expect(
      try changes("{preset: nnunet, scale: 1, elastic: {grid: 4}}")
        == Self.nnunet.flatMap {
          $0.hasPrefix("scale")
            ? [
              "scale: {probability: 1.0, range: [0.7, 1.4]}",
              "elastic: {probability: 0.5, grid: 4, displacement: 10.0}",
            ] : [$0]
        })
    #expect(try config("{preset: heavy, shear: 0}").withoutKeys == config("{preset: heavy}"))
  }

  @Test("An augmentation that is given without its probability happens half of the time")
  func givenAugmentation() throws {
    let augmentation = try config(
      "{rotation: {degrees: 30}, scale: 0.1, vertical_flip: {}, contrast: {probability: 0}, hue: {degrees: 5}}"
    )
    #expect(try augmentation.rotation == config("{rotation: {probability: 0.5, degrees: 30}}").rotation)
    #expect(augmentation.scale.probability == 0.1)
    #expect(augmentation.verticalFlip.probability == 0.5)
    #expect(augmentation.contrast.probability == 0)
    #expect(augmentation.horizontalFlip.probability == 0)
    #expect((augmentation.hue.probability, augmentation.hue.degrees) == (0.5, 5))
  }

  @Test(
    "Every range must be in order and within its limits",
    arguments: [
      ("scale={range: [1.2, 0.8]}", "'range' must be [low, high], and 1.2 is above 0.8"),
      (
        "contrast={range: [1, 11]}",
        "each value of 'range' must be a number from 0 to 10, not 11"
      ),
      (
        "resized_crop={area: [1, 0.5]}", "'area' must be [low, high], and 1.0 is above 0.5"
      ),
      (
        "resized_crop={aspect: [0, 1]}",
        "each value of 'aspect' must be a number from 0.1 to 10, not 0"
      ),
      ("cutout={count: [4, 1]}", "'count' must be [low, high], and 4 is above 1"),
      (
        "cutout={count: [0.5, 1]}",
        "each value of 'count' must be a whole number from 1 to 100, not 0.5"
      ),
      (
        "cutout={size: 0.2}",
        "'size' must be a list of 2 values, each a number from 0.01 to 1, not 0.2"
      ),
      ("jpeg.range=[0, 95]", "each value of 'range' must be a number from 1 to 100, not 0"),
      ("blur.range=[1, 21]", "each value of 'range' must be a number from 0 to 20, not 21"),
      (
        "low_resolution.range=[0, 1]",
        "each value of 'range' must be a number from 0.01 to 1, not 0"
      ),
      ("shear.degrees=60", "'degrees' must be a number at least 0 and below 60, not 60"),
      ("perspective.share=1", "'share' must be a number at least 0 and below 1, not 1"),
      ("elastic.grid=1", "'grid' must be a whole number from 2 to 64, not 1"),
      ("elastic.grid=3.5", "'grid' must be a whole number from 2 to 64, not 3.5"),
      ("cutout.ignore=1", "'ignore' must be true or false, not 1"),
    ])
  func ranges(override: String, message: String) throws {
    let text = try mistakes(override)
    #expect(text.contains(": error: \(message)\n"), "\(text)")
  }

  @Test("A probability is 0 to 1, and another number alone is told what it stands for")
  func probabilities() throws {
    #expect(
      try mistakes("rotation=15") == """
        <command line>:1:23: error: 'rotation' must be a number from 0 to 1, not 15
         1 | augmentation.rotation=15
           |                       ^~
            = a number alone is its 'probability'
        """)
    #expect(
      try mistakes("blur={probability: -0.1}") == """
        <command line>:1:33: error: 'probability' must be a number from 0 to 1, not -0.1
         1 | augmentation.blur={probability: -0.1}
           |                                 ^~~~
        """)
  }

  @Test("A preset that is misspelt is told the nearest one")
  func misspelt() throws {
    #expect(
      try mistakes("preset=ronneberger2015") == """
        <command line>:1:21: error: 'preset' must be one of none, light, standard, heavy, nnunet, ronneberger-2015, \
        not 'ronneberger2015'; did you mean 'ronneberger-2015'?
         1 | augmentation.preset=ronneberger2015
           |                     ^~~~~~~~~~~~~~~
        """)
  }

  @Test("The words of other tools are told the nearest key, or all keys")
  func otherWords() throws {
    #expect(
      try mistakes("cut_out=0.5") == """
        <command line>:1:14: error: unknown key 'cut_out' in 'augmentation'; did you mean 'cutout'?
         1 | augmentation.cut_out=0.5
           |              ^~~~~~~
        """)
    #expect(
      try mistakes("gauss_noise=0.5").contains(
        "unknown key 'gauss_noise' in 'augmentation'; did you mean 'gaussian_noise'?"))
    for word in ["hflip", "elastic_transform", "noise"] {
      let text = try mistakes("\(word)=0.5")
      #expect(text.contains("unknown key '\(word)' in 'augmentation'\n"))
      #expect(text.contains("    = the keys here are preset, horizontal_flip, vertical_flip, quarter_turns"))
    }
    #expect(
      try mistakes("elastic={sigma: 10}") == """
        <command line>:1:23: error: unknown key 'sigma' in 'elastic'
         1 | augmentation.elastic={sigma: 10}
           |                       ^~~~~
            = the keys here are probability, grid, displacement
        """)
  }
}
