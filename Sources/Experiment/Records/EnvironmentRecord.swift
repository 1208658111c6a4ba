/// The file `environment.json`: what a result depends on beside its config.
public struct EnvironmentRecord: Codable, Equatable, Sendable {
  /// The version of the format.
  public let schema: Int
  /// The versions of this program and of libtorch.
  public let unet, libtorch: String
  /// The version of our results, which is raised when our numbers change; absent in older runs.
  public let resultsVersion: Int?
  /// The operating system.
  public let system: String
  /// The processor's name.
  public let processor: String
  /// The instruction set that libtorch uses: "AVX512".
  public let capability: String
  /// The instruction sets of the processor that kernels are chosen by; absent in older runs, and where the system doesn't say.
  public let instructions: [String]?
  /// Where it trains: "cpu", "cuda:0".
  public let device: String
  /// What the convolutions compute in: "fp32" or "bf16".
  public let precision: String
  /// The threads of one operation; results depend on it.
  public let threads: Int
  /// Whether the same computation gives the same bits: on a CPU, and on CUDA with `training.deterministic`; absent in older runs.
  public let exact: Bool?
  /// The commit of the folder in which the command was given; absent outside of git.
  public let gitCommit: String?
  /// The seed of weights, order, augmentation and dropout.
  public let seed: Int
  /// SHA-256 over the ids and contents of all images and masks, in hexadecimal.
  public let dataFingerprint: String
  /// Trainable parameters.
  public let parameters: Int
  /// The numbers of training and of validation images.
  public let trainingImages, validationImages: Int
  /// The number of test images; absent without a test.
  public let testImages: Int?
  /// How pixel values reach the network, with the numbers that come from the training images; absent in older runs.
  public let normalization: NormalizationRecord?
  /// What became of the weights of `model.weights`; absent where the run began with new ones.
  public let weights: WeightsRecord?
  /// The weights of the classes in the loss, by name, where they come from the training masks.
  public let classWeights: [String: Double]?
  /// What is doubtful about the data and not silenced; absent in records of versions that did not look.
  public let warnings: [Warning]?
  /// The command as it was given.
  public let command: [String]

  /// Something doubtful about the data.
  public struct Warning: Codable, Equatable, Sendable {
    /// The finding's name, as `data.silence` takes it.
    public let name: String
    /// What was found.
    public let message: String

    /// Makes a warning.
    public init(name: String, message: String) {
      self.name = name
      self.message = message
    }
  }

  /// Makes the record of an environment.
  public init(
    unet: String, libtorch: String, system: String, processor: String, capability: String,
    instructions: [String]?, device: String, precision: String, threads: Int, exact: Bool, gitCommit: String?,
    seed: Int, dataFingerprint: String, parameters: Int,
    trainingImages: Int, validationImages: Int, testImages: Int?, normalization: NormalizationRecord,
    classWeights: [String: Double]?, weights: WeightsRecord?, warnings: [Warning], command: [String]
  ) {
    schema = JSONFormat.schema
    self.unet = unet
    self.libtorch = libtorch
    resultsVersion = Identity.resultsVersion
    self.system = system
    self.processor = processor
    self.capability = capability
    self.instructions = instructions
    self.exact = exact
    self.device = device
    self.precision = precision
    self.threads = threads
    self.gitCommit = gitCommit
    self.seed = seed
    self.dataFingerprint = dataFingerprint
    self.parameters = parameters
    self.trainingImages = trainingImages
    self.validationImages = validationImages
    self.testImages = testImages
    self.weights = weights
    self.normalization = normalization
    self.classWeights = classWeights
    self.warnings = warnings
    self.command = command
  }

  private enum CodingKeys: String, CodingKey {
    case schema, unet, libtorch, system, processor, capability, instructions, device, precision, threads
    case exact, seed
    case parameters, normalization, weights, warnings, command
    case gitCommit = "git_commit"
    case resultsVersion = "results_version"
    case classWeights = "class_weights"
    case dataFingerprint = "data_fingerprint"
    case trainingImages = "training_images"
    case validationImages = "validation_images"
    case testImages = "test_images"
  }
}
