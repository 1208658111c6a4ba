public import Config

/// Which cells of a sweep are trained to the end.
public enum StrategyConfig: ConfigSection {
  /// Each of them.
  case all
  /// Those of the configurations that are among the best of all at each rung.
  case halving(Halving)
  /// The same without waiting: a configuration goes on as soon as it is among the best of those that came to its rung so far.
  case asha(Halving)

  /// When configurations are compared, and how many of them go on.
  public struct Halving: Equatable, Sendable {
    /// One configuration of so many goes on, 2 to 100; each rung comes after so many times the epochs of the one before.
    public let eta: Int
    /// The epochs before the first rung, 1 to 1 000 000; nil for `training.epochs` / eta², rounded up, which makes two rungs.
    public let minEpochs: Int?

    /// Makes it.
    public init(eta: Int = 3, minEpochs: Int? = nil) {
      self.eta = eta
      self.minEpochs = minEpochs
    }
  }

  private enum Name: String, ConfigChoice {
    case all, halving, asha
  }

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    self = keys.alternatives(
      by: "name", default: Name.all,
      """
      `all`: each. `halving`: after some epochs, the rungs, configurations are compared by the mean over seeds and folds of \
      the best `validation.metric` so far, and one of `eta` goes on; the others are paused with their checkpoints. `asha`: \
      the same without waiting for all at a rung, so that more go on, and which of them depends on time.
      """
    ) { name, keys in
      switch name {
      case .all: .all
      case .halving: .halving(Halving(&keys))
      case .asha: .asha(Halving(&keys))
      }
    }
  }

  /// The word that chooses it.
  var name: String {
    switch self {
    case .all: Name.all.rawValue
    case .halving: Name.halving.rawValue
    case .asha: Name.asha.rawValue
    }
  }

  /// What is to know of the comparison; nil where nothing is compared.
  var halving: Halving? {
    switch self {
    case .all: nil
    case .halving(let halving), .asha(let halving): halving
    }
  }
}

extension StrategyConfig.Halving {
  init(_ keys: inout KeyReader) {
    eta = keys.read(
      "eta", default: 3, in: 2...100,
      "One configuration of so many goes on; each rung comes after `eta` times the epochs of the one before.")
    minEpochs = keys.optional(
      "min_epochs", in: .from(1, to: 1_000_000),
      """
      Epochs before the first rung; null: `training.epochs` / `eta`², rounded up, which makes two rungs. A rung waits for the \
      next validation of `validation.every_epochs`.
      """)
  }

  /// The epochs after which configurations are compared, ascending, each below `epochs`.
  ///
  /// A rung without a validation of its own would compare scores that are older than it, or none at all, so it waits for the next.
  ///
  /// - Parameters:
  ///   - epochs: those of a whole training.
  ///   - every: the epochs from one validation to the next.
  func rungs(of epochs: Int, validatedEvery every: Int) -> [Int] {
    var rungs: [Int] = []
    var least = minEpochs ?? (epochs + eta * eta - 1) / (eta * eta)
    while least < epochs {
      let validated = (least + every - 1) / every * every
      if validated < epochs, validated != rungs.last { rungs.append(validated) }
      least *= eta
    }
    return rungs
  }
}
