public import Config

/// A sweep: experiments that differ in some keys, and how they are trained.
public struct SweepConfig: ConfigSection {
  /// The version of the format.
  public let schema: Int
  /// The experiment that all cells share.
  public let base: Path
  /// Which cells are trained to the end.
  public let strategy: StrategyConfig
  /// What the sweep may take.
  public let budget: BudgetConfig
  /// What a cluster is asked for.
  public let slurm: SlurmConfig

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    schema = keys.read("schema", default: 1, in: .from(1, to: 1), "Version of this format.")
    base = keys.require("base", as: Path.format, standIn: Path("/"), "The experiment that all cells share.")
    strategy = keys.value(
      "strategy", orMappingWith: "name", "Which cells are trained to the end.", StrategyConfig.init)
    budget = keys.section("budget", "What the sweep may take; more is refused before anything trains.")
    slurm = keys.section("slurm", "What a cluster is asked for by `--launcher slurm`.")
  }
}
