public import Config

/// A sweep: experiments that differ in some keys, and how they are trained.
public struct SweepConfig: ConfigSection {
  /// The version of the format.
  public let schema: Int
  /// The experiment that all cells share.
  public let base: FileReference
  /// Keys with values, of which every combination is tried.
  public let grid: [Assigned<[WrittenValue]>]
  /// Groups of keys whose values advance together.
  public let zip: [[Assigned<[WrittenValue]>]]
  /// Bundles of values, each under a name.
  public let cases: [Assigned<[Assigned<WrittenValue>]>]
  /// Values that are drawn; nil for none.
  public let random: RandomConfig?
  /// The cells to keep are those that satisfy one of these; all where there is none.
  public let include: [Condition]
  /// The cells that satisfy one of these are left out.
  public let exclude: [Condition]
  /// The values of `training.seed`; nil to leave it as the base has it.
  public let seeds: Repetition?
  /// The values of `data.validation.fold`; nil to leave it as the base has it.
  public let folds: Repetition?
  /// Which cells are trained to the end.
  public let strategy: StrategyConfig
  /// What the sweep may take.
  public let budget: BudgetConfig
  /// What a cluster is asked for.
  public let slurm: SlurmConfig

  /// The most cells that a sweep may have, before `include` and `exclude`.
  static let mostCells = 100_000

  private typealias Lists = [Assigned<[WrittenValue]>]

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    schema = keys.read("schema", default: 1, in: .from(1, to: 1), "Version of this format.")
    base = keys.require(
      "base", as: FileReference.format, standIn: FileReference(Path("/")),
      "The experiment that all cells share, relative to this file.")
    grid = keys.read(
      "grid", default: [], as: Self.lists,
      "Dotted keys, each with a list of the values to try; every combination is a configuration, and the first key changes slowest. "
        + "A value may be a whole section, and takes the place of all that the base has there.")
    zip = keys.read(
      "zip", default: [], as: .oneOrList(of: Self.lists).called("such a mapping, or a list of them"),
      "Keys with lists of one length that advance together; a list of such mappings for several that don't."
    ).filter { !$0.isEmpty }
    cases = keys.read(
      "cases", default: [], as: Self.bundles, "Names, each with keys and values that are set together.")
    random = keys.optionalMapping(
      "random", "Keys whose values are drawn: each draw is a configuration.", RandomConfig.init)
    include = keys.read(
      "include", default: [],
      as: .oneOrList(of: Condition.format).called("a mapping from keys to conditions, or a list of them"),
      "Keeps only cells that fit one of these. In a mapping all must hold: a value, a list of which any will do, or a comparison (`\">= 3\"`). The key `case` stands for the name of a cell's case."
    )
    exclude = keys.read(
      "exclude", default: [],
      as: .oneOrList(of: Condition.format).called("a mapping from keys to conditions, or a list of them"),
      "Leaves out cells that fit one of these.")
    seeds = keys.optional(
      "seeds", as: Repetition.format("seeds"),
      "Values of `training.seed` for each configuration; 3 means `[0, 1, 2]`.")
    folds = keys.optional(
      "folds", as: Repetition.format("folds"),
      "Values of `data.validation.fold` for each configuration. 5 means `[0, 1, 2, 3, 4]` and that there are 5, in place of the base's validation."
    )
    strategy = keys.value(
      "strategy", orMappingWith: "name", "Which cells are trained to the end.", StrategyConfig.init)
    budget = keys.section("budget", "What the sweep may take; more is refused before anything trains.")
    slurm = keys.section("slurm", "What a cluster is asked for by `--launcher slurm`.")
    keys.report(SweepRules(self).mistakes)
    checkSize(keys)
  }

  private static var lists: Format<Lists> {
    .assignments(
      of: .list(of: WrittenValue.format, counts: 1...Int.max).called("a list of the values to try")
    )
    .called("a mapping from keys to lists of the values to try")
  }

  private static var bundles: Format<[Assigned<[Assigned<WrittenValue>]>]> {
    .assignments(of: .assignments(of: WrittenValue.format).called("a mapping from keys to values"))
      .called("a mapping from names to mappings from keys to values")
  }

  /// How many values there are of what varies by itself, slowest first.
  private var sizes: [Int] {
    grid.map(\.value.count) + zip.compactMap { $0.first?.value.count } + (cases.isEmpty ? [] : [cases.count])
      + [random?.samples, folds?.values.count, seeds?.values.count].compactMap(\.self)
  }

  private func checkSize(_ keys: KeyReader) {
    keys.check(
      "", "grid", "zip", "cases", "random", "seeds", "folds", that: !sizes.isEmpty,
      else: "the sweep has nothing to vary",
      notes: ["give 'grid', 'zip', 'cases', 'random', 'seeds' or 'folds'"])
    let count = sizes.reduce(1.0) { $0 * Double($1) }
    let product = sizes.map(String.init).joined(separator: " x ")
    keys.check(
      "", "grid", "zip", "cases", "random", "seeds", "folds", that: count <= Double(Self.mostCells),
      else: "the sweep has more than \(Self.mostCells) cells: \(product)",
      notes: ["'include' and 'exclude' choose among these; give fewer values, or draw some with 'random'"])
  }
}
