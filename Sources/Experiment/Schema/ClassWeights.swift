public import Config

/// How much each class counts in the loss.
public enum ClassWeights: Equatable, Sendable {
  /// How weights come from the training masks.
  public enum Balance: String, ConfigChoice {
    /// All pixels over the number of classes times the pixels of the class, so that each class has the same share of the loss.
    case inverse
    /// The median of the classes' frequencies over that of the class; a frequency looks only at images that have the class.
    case median
  }

  /// By name; a class that is not named has the weight 1.
  case byName([Named<Double>])
  /// In the order of the classes.
  case inOrder([Double])
  /// From the training masks.
  case balanced(Balance)

  /// One weight for each class, in order; nil for one that is to be balanced and has no pixel.
  ///
  /// What is not given is 1.
  public func values(
    for classes: [ClassConfig], _ frequencies: @autoclosure () throws -> ClassFrequencies
  ) rethrows -> [Double?] {
    if case .balanced(let balance) = self { return try frequencies().weights(balance) }
    return given(for: classes) ?? []
  }

  /// One weight for each class, in order, as they are given; `nil` where they come from the training masks.
  func given(for classes: [ClassConfig]) -> [Double]? {
    switch self {
    case .byName(let weights):
      classes.map { item in weights.first { $0.name == item.name }?.value ?? 1 }
    case .inOrder(let weights): classes.indices.map { weights.indices.contains($0) ? weights[$0] : 1 }
    case .balanced: nil
    }
  }

  /// `{cell: 2}`, `[1, 2]`, or `inverse`.
  static var format: Format<ClassWeights> {
    let weight = Double.format(in: .atLeast(0))
    let given = Format<ClassWeights>.either(.dictionary(of: weight), .list(of: weight)) { value in
      switch value {
      case .first(let weights): .byName(weights)
      case .second(let weights): .inOrder(weights)
      }
    } split: { weights in
      switch weights {
      case .byName(let weights): .first(weights)
      case .inOrder(let weights): .second(weights)
      case .balanced: .second([])
      }
    }
    return Format<ClassWeights>.either(given, Balance.format) { value in
      switch value {
      case .first(let weights): weights
      case .second(let balance): .balanced(balance)
      }
    } split: { weights in
      if case .balanced(let balance) = weights { .second(balance) } else { .first(weights) }
    }
    .called(
      "a mapping from class names to numbers at least 0, a list of such numbers, inverse or median")
  }
}
