import Config

extension ExperimentConfig {
  /// What libtorch has no deterministic CUDA kernel for.
  public struct InexactKernel: Hashable, Sendable {
    /// The key that asks for it.
    public let key: String
    /// What is wrong, and what to choose instead.
    public let message, advice: String
  }

  /// What of a config libtorch has no deterministic CUDA kernel for, after the list of `torch.use_deterministic_algorithms`.
  public var inexactKernels: [InexactKernel] {
    var found: [InexactKernel] = []
    func add(_ isUsed: Bool, _ key: String, _ what: String, _ advice: String) {
      let message = "\(what) has no deterministic kernel on CUDA, which 'training.deterministic' asks for"
      if isUsed { found.append(InexactKernel(key: key, message: message, advice: advice)) }
    }
    let isSingle = data.classes.count == 1
    let others = "bce, dice, tversky and jaccard have one"
    add(
      model.upsampling == .bilinear, "model.upsampling", "'bilinear'",
      "transposed, nearest and pixel_shuffle have one")
    add(loss.ce != nil, "loss.ce", "'ce'", others)
    add(loss.focal != nil && !isSingle, "loss.focal", "'focal' of several classes", others)
    add(loss.lovasz != nil, "loss.lovasz", "'lovasz'", others)
    return found
  }

  /// Where a GPU is only what `auto` may choose, this is known when the run begins.
  func checkDeterminism(_ keys: KeyReader) {
    guard training.deterministic, training.device == .cuda else { return }
    for kernel in inexactKernels {
      keys.check(
        kernel.key, "training.deterministic", "training.device", that: false, else: kernel.message,
        notes: [kernel.advice])
    }
  }
}
