import Torch

/// One batch of logits and targets, with what several losses need of it worked out once.
final class LossBatch {
  /// `[N, K, H, W]`, `float32`, contiguous: what the loss kernels would copy it to otherwise.
  let logits: Tensor
  /// `[N, H, W]`, `int64`.
  let target: Tensor
  /// 1 where a pixel counts and 0 where not, `[N, 1, H, W]`; nil where all count.
  let valid: Tensor?
  /// Whether no pixel counts.
  let isEmpty: Bool
  /// The number of channels.
  let channels: Int
  /// A weight for each channel; nil for the same.
  let classWeights: [Double]?
  /// What is known of the target beside its classes.
  let maps: SegmentationLoss.Maps

  private let ignoredIndex: Int?

  init(
    _ logits: Tensor, _ target: Tensor, ignoring ignoredIndex: Int?, _ classWeights: [Double]?,
    _ maps: SegmentationLoss.Maps
  ) throws(TorchError) {
    self.logits = try logits.converted(to: .float32).laidOut(.contiguous)
    self.target = target
    self.ignoredIndex = ignoredIndex
    self.classWeights = classWeights
    self.maps = maps
    channels = logits.shape[1]
    guard let ignoredIndex else {
      (valid, isEmpty) = (nil, target.count == 0)
      return
    }
    let counts = try target.isNotEqual(to: Scalar(ignoredIndex))
    isEmpty = try counts.any().scalar() == 0
    valid = try counts.unsqueezed(1).converted(to: .float32)
  }

  /// One loss of the batch, a tensor of one number.
  func value(of function: SegmentationLoss.Function) throws(TorchError) -> Tensor {
    switch function {
    case .crossEntropy(let options): try crossEntropy(options)
    case .binaryCrossEntropy(let options): try binaryCrossEntropy(options)
    case .focal(let gamma, let alpha): try focal(gamma: gamma, alpha: alpha)
    case .dice(let options, let squared): try dice(options, squared: squared)
    case .tversky(let options, let alpha, let beta, let gamma):
      try tversky(options, alpha: alpha, beta: beta, gamma: gamma)
    case .jaccard(let options): try jaccard(options)
    case .lovasz(let perImage, let absent):
      channels == 1
        ? try lovaszHinge(perImage: perImage) : try lovaszSoftmax(perImage: perImage, absent: absent)
    case .boundary: try boundary()
    }
  }

  // MARK: What they share

  private var sharedLogProbabilities: Tensor?
  private var sharedProbabilities: Tensor?
  private var sharedPlanes: Tensor?

  /// The ignored index, or PyTorch's default, which is no class.
  var ignored: Int { ignoredIndex ?? -100 }

  /// The logarithms of the softmax, `[N, K, H, W]`.
  func logProbabilities() throws(TorchError) -> Tensor {
    if let sharedLogProbabilities { return sharedLogProbabilities }
    let result = try logits.logSoftmax(1)
    sharedLogProbabilities = result
    return result
  }

  /// What the network believes of each class, `[N, K, H, W]`; a sigmoid with one channel.
  func probabilities() throws(TorchError) -> Tensor {
    if let sharedProbabilities { return sharedProbabilities }
    let result = channels == 1 ? try logits.sigmoid() : try logProbabilities().exp()
    sharedProbabilities = result
    return result
  }

  /// The target of each channel as 0 and 1, `[N, K, H, W]`; all 0 at ignored pixels.
  func planes() throws(TorchError) -> Tensor {
    if let sharedPlanes { return sharedPlanes }
    let device = logits.device
    let classes = channels == 1 ? try Tensor.ones([1], .int64, on: device) : try .range(channels, on: device)
    let matches = try target.unsqueezed(1).isEqual(to: classes.reshaped([1, channels, 1, 1]))
    let result = try matches.converted(to: .float32)
    sharedPlanes = result
    return result
  }

  /// `tensor`, of `[N, K, H, W]`, with 0 at ignored pixels.
  func counted(_ tensor: Tensor) throws(TorchError) -> Tensor {
    if let valid { try tensor * valid } else { tensor }
  }

  /// The number of pixels that count, a tensor of one number.
  func validCount() throws(TorchError) -> Tensor {
    if let valid {
      try valid.sum()
    } else {
      try Tensor.full([], Scalar(Double(target.count)), on: logits.device)
    }
  }

  /// The class weights on the batch's device, `[K]`.
  func column(_ weights: [Double]) throws(TorchError) -> Tensor {
    try Tensor(weights.map(Float.init), on: logits.device)
  }
}
