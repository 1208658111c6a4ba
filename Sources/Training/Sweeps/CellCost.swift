/// What training a cell takes.
struct CellCost: Equatable {
  /// What the network's cost is known for.
  struct Network: Equatable {
    /// Operations of one batch, forward and backward.
    let stepFlops: Double
    /// Operations of the whole training, less the validations.
    let flops: Double
    /// Bytes of memory at the peak; on a GPU those of its tensors.
    let memory: Double
    /// Bytes of the run folder, at most.
    let disk: Double
  }

  /// Trainable parameters.
  let parameters: Int
  /// What else is known; else why not.
  let network: Result<Network, ExperimentPlan.UnknownCost>
  /// The updates of an epoch.
  let updates: Int
  /// The epochs.
  let epochs: Int

  /// What is known of the network.
  var known: Network? { try? network.get() }

  /// Operations of an epoch's update on average; nil where unknown.
  var updateFlops: Double? { known.map { $0.flops / Double(max(1, updates * epochs)) } }
}
