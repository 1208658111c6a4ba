import Experiment
import Testing

@Suite("training.deterministic")
struct DeterminismTests {
  private let data = "data: {images: i, masks: m, classes: [x, y]}\n"

  @Test("on CUDA refuses all that has no deterministic kernel there, and says what has one")
  func refused() throws {
    let text =
      data + "model: {upsampling: bilinear}\nloss: {ce: 1, focal: 1, lovasz: 1, dice: 1}\n"
      + "training: {device: cuda, deterministic: true}\n"
    let rule = "has no deterministic kernel on CUDA, which 'training.deterministic' asks for"
    let note = "bce, dice, tversky and jaccard have one"
    #expect(
      try ConfigFolder().mistakes(text) == """
        experiment.yaml:2:21: error: 'bilinear' \(rule)
         2 | model: {upsampling: bilinear}
           |                     ^~~~~~~~
            = transposed, nearest and pixel_shuffle have one
        experiment.yaml:3:8: error: 'ce' \(rule)
         3 | loss: {ce: 1, focal: 1, lovasz: 1, dice: 1}
           |        ^~
            = \(note)
        experiment.yaml:3:15: error: 'focal' of several classes \(rule)
         3 | loss: {ce: 1, focal: 1, lovasz: 1, dice: 1}
           |               ^~~~~
            = \(note)
        experiment.yaml:3:25: error: 'lovasz' \(rule)
         3 | loss: {ce: 1, focal: 1, lovasz: 1, dice: 1}
           |                         ^~~~~~
            = \(note)
        """)
  }

  @Test(
    "is no mistake on a CPU, where all is exact, nor without what lacks a kernel",
    arguments: [
      "loss: {ce: 1}\ntraining: {device: cpu, deterministic: true}\n",
      "loss: {ce: 1}\ntraining: {device: auto, deterministic: true}\n",
      "loss: {bce: 1, dice: 1}\ntraining: {device: cuda, deterministic: true}\n",
      "loss: {ce: 1}\ntraining: {device: cuda}\n",
    ])
  func allowed(rest: String) throws {
    let folder = try ConfigFolder()
    try folder.write(data + rest)
    _ = try folder.load()
  }
}
