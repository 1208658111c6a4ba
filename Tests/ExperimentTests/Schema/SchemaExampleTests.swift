import Config
import Experiment
import Testing

/// The config that the design shows.
private let membranes = """
  # Membranes in electron microscopy (ISBI 2012).
  data:
    images: ${UNET_DATA:-../../shared/data}/isbi2012/images
    masks:  ${UNET_DATA:-../../shared/data}/isbi2012/masks
    classes: {membrane: 0, cell: 255}  # name: value | colour | list (a list merges)
    ignore: null                       # value, colour or list
    validation: {range: [24, 29]}
    crop: 256
    samples_per_epoch: 96
  model: {depth: 4, width: 16, norm: batch, upsampling: transposed}
  loss: {ce: 1, dice: {weight: 0.5, background: false}}  # a number means its weight
  augmentation: {preset: light, rotation: {probability: 0.5, degrees: 15}}
  optimizer: {name: adamw, learning_rate: 1e-3}
  schedule: {name: cosine, warmup_epochs: 2}
  training: {epochs: 40, batch_size: 4, seed: 0, precision: auto}
  """

@Suite("The example of the design")
struct SchemaExampleTests {
  @Test("Every section of the example is decoded")
  func decodes() throws {
    let folder = try ConfigFolder()
    try folder.write(membranes)
    let config = try folder.load(environment: ["UNET_DATA": "/data"]).config
    #expect(config.data.files.images == Path("/data/isbi2012/images"))
    #expect(
      config.data.classes == [
        ClassConfig(name: "membrane", values: [.grey(0)]), ClassConfig(name: "cell", values: [.grey(255)]),
      ])
    #expect(config.data.ignore == [])
    #expect(config.data.split.validation == .ranges([PositionRange(first: 24, last: 29)]))
    #expect(config.data.crop == PixelSize(height: 256, width: 256))
    #expect(config.data.samplesPerEpoch == 96)
    #expect(config.model.depth == 4)
    #expect(config.model.width == 16)
    #expect(config.loss.ce?.weight == 1)
    #expect(config.loss.bce == nil)
    #expect(config.loss.dice?.weight == 0.5)
    #expect(config.loss.dice?.regions.background == false)
    #expect(config.augmentation.rotation.degrees == 15)
    #expect(config.augmentation.horizontalFlip.probability == 0.5)
    #expect(config.optimizer.learningRate == 1e-3)
    #expect(config.schedule.curve == .cosine(minimum: 0))
    #expect(config.schedule.warmupEpochs == 2)
    #expect(config.training.epochs == 40)
  }

  @Test("The resolved example states every key, with absolute paths")
  func resolves() throws {
    let folder = try ConfigFolder()
    try folder.write(membranes)
    let loaded = try folder.load(environment: ["UNET_DATA": "/data"])
    #expect(
      loaded.resolvedText == """
        schema: 1
        data:
          layout: folders
          root: null
          images: /data/isbi2012/images
          masks: /data/isbi2012/masks
          image_name: "{folder}/{stem}"
          mask_name: "{stem}"
          channels: null
          palette: null
          classes: {membrane: 0, cell: 255}
          background: null
          ignore: null
          threshold: null
          value_tolerance: 0
          indexed_masks: auto
          training: null
          validation: {range: [24, 29]}
          test: null
          resize: null
          crop: [256, 256]
          samples_per_epoch: 96
          oversample_foreground: 0.0
          normalization: dataset
          silence: []
        model:
          depth: 4
          width: 16
          max_channels: null
          convolutions: 2
          kernel_size: 3
          padding: same
          bias: auto
          norm: batch
          activation: relu
          residual: false
          squeeze_excitation: false
          attention_gates: false
          upsampling: transposed
          dropout: 0.0
          deep_supervision: false
          initialization: pytorch
          weights: null
        loss:
          ce: {weight: 1.0, label_smoothing: 0.0, top_k: null}
          bce: null
          dice: {weight: 0.5, background: false, smooth: 1.0e-06, batch: false, squared: false}
          focal: null
          tversky: null
          jaccard: null
          lovasz: null
          boundary: null
          border_weights: null
          class_weights: null
        augmentation:
          preset: light
          horizontal_flip: {probability: 0.5}
          vertical_flip: {probability: 0.0}
          quarter_turns: {probability: 0.0}
          rotation: {probability: 0.5, degrees: 15.0}
          scale: {probability: 0.0, range: [0.8, 1.25]}
          resized_crop: {probability: 0.0, area: [0.5, 1.0], aspect: [0.75, 1.3333]}
          translation: {probability: 0.0, share: 0.1}
          shear: {probability: 0.0, degrees: 10.0}
          perspective: {probability: 0.0, share: 0.2}
          elastic: {probability: 0.0, grid: 3, displacement: 10.0}
          smooth_elastic: {probability: 0.0, smoothness: 16.0, displacement: 4.0}
          grid_distortion: {probability: 0.0, steps: 5, limit: 0.3}
          low_resolution: {probability: 0.0, range: [0.5, 1.0]}
          blur: {probability: 0.0, range: [0.5, 1.0]}
          sharpen: {probability: 0.0, range: [0.2, 1.0]}
          brightness: {probability: 0.5, range: [0.8, 1.2]}
          contrast: {probability: 0.5, range: [0.8, 1.2]}
          gamma: {probability: 0.0, range: [0.7, 1.5]}
          inverted_gamma: {probability: 0.0, range: [0.7, 1.5]}
          saturation: {probability: 0.0, range: [0.7, 1.3]}
          hue: {probability: 0.0, degrees: 15.0}
          gaussian_noise: {probability: 0.0, range: [0.0, 0.2]}
          poisson_noise: {probability: 0.0, range: [50.0, 500.0]}
          jpeg: {probability: 0.0, range: [50.0, 95.0]}
          channel_dropout: {probability: 0.0}
          cutout: {probability: 0.0, count: [1, 4], size: [0.05, 0.25], ignore: false}
          mixup: {probability: 0.0, alpha: 0.2}
          cutmix: {probability: 0.0, alpha: 1.0}
        optimizer:
          name: adamw
          learning_rate: 0.001
          weight_decay: 0.01
          betas: [0.9, 0.999]
          epsilon: 1.0e-08
        schedule:
          name: cosine
          min_learning_rate: 0.0
          by: step
          warmup_epochs: 2.0
        training:
          epochs: 40
          batch_size: 4
          accumulation_steps: 1
          seed: 0
          gradient_clip_norm: null
          gradient_clip_value: null
          on_nan: stop
          ema: null
          early_stopping: null
          limit_batches: null
          precision: auto
          device: auto
          threads: auto
          workers: auto
          checkpoint_minutes: 10.0
          samples: 4
          tensorboard: true
        validation:
          metric: mean_iou
          keep_best: 1
          every_epochs: 1
          max_pixels: 4000000
          surface: false
          tolerance: 2.0

        """)
  }

  @Test("The resolved text loads to the same config and the same text")
  func resolvesToItself() throws {
    let folder = try ConfigFolder()
    try folder.write(membranes)
    let loaded = try folder.load()
    try folder.write(loaded.resolvedText, to: "runs/again/config.yaml")
    let again = try folder.load("runs/again/config.yaml")
    #expect(again.config == loaded.config)
    #expect(again.resolvedText == loaded.resolvedText)
  }
}
