public import Config

/// How much each class counts in the loss.
public enum ClassWeights: Equatable, Sendable {
  /// By name; a class that is not named has the weight 1.
  case byName([Named<Double>])
  /// In the order of the classes.
  case inOrder([Double])

  /// One weight for each class, in order; what is not given is 1.
  public func values(for classes: [ClassConfig]) -> [Double] {
    classes.enumerated().map { index, item in
      switch self {
      case .byName(let weights): weights.first { $0.name == item.name }?.value ?? 1
      case .inOrder(let weights): weights.indices.contains(index) ? weights[index] : 1
      }
    }
  }

  /// `{cell: 2}`, or `[1, 2]`.
  static var format: Format<ClassWeights> {
    let weight = Double.format(in: .atLeast(0))
    return Format<ClassWeights>.either(.dictionary(of: weight), .list(of: weight)) { value in
      switch value {
      case .first(let weights): .byName(weights)
      case .second(let weights): .inOrder(weights)
      }
    } split: { weights in
      switch weights {
      case .byName(let weights): .first(weights)
      case .inOrder(let weights): .second(weights)
      }
    }
    .called("a mapping from class names to numbers at least 0, or a list of such numbers")
  }
}
