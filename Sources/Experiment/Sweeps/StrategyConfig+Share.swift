extension StrategyConfig {
  /// The share of the epochs of all cells that is trained, above 0 and at most 1; nil where that depends on time.
  ///
  /// - Parameters:
  ///   - configurations: how many there are, at least 1, each with as many cells.
  ///   - experiment: one of the cells.
  public func shareOfEpochs(of configurations: Int, like experiment: ExperimentConfig) -> Double? {
    switch self {
    case .all: return 1
    case .asha: return nil
    case .halving(let halving):
      var (left, before, trained) = (configurations, 0, 0)
      let rungs = halving.rungs(
        of: experiment.training.epochs, validatedEvery: experiment.validation.everyEpochs)
      for rung in rungs where left > 1 {
        trained += left * (rung - before)
        (left, before) = ((left + halving.eta - 1) / halving.eta, rung)
      }
      trained += left * (experiment.training.epochs - before)
      return Double(trained) / Double(max(1, configurations * experiment.training.epochs))
    }
  }
}
