public import Config
public import Diagnostics
extension SweepCell {
  public var label: String { settings.map { $0.key + "=" + $0.label }.joined(separator: ",") }
  var folderLabel: String { label }
}
extension Sweep {
  public static func load(
    file: String, overrides: [String] = [], environment: [String: String], currentFolder: String
  ) throws(DiagnosticError) -> Sweep {
    let text: [UInt8] = []
    let base = overrides[0]
    let rest = Array(overrides.dropFirst())
    var cells: [SweepCell] = []
    for seed in 0..<4 {
      let l = try ExperimentConfig.load(
        file: base, overrides: rest + ["training.seed=\(seed)"], environment: environment,
        currentFolder: currentFolder)
      cells.append(
        SweepCell(
          number: seed, configuration: 0,
          settings: [
            .init(
              key: "training.seed", value: "\(seed)", label: "\(seed)",
              location: .init(file: "x", line: 1, column: 1))
          ], config: l.config, differing: l.differing))
    }
    let c: Loaded<SweepConfig> = try ConfigLoader(environment: environment, currentFolder: currentFolder)
      .load(file: file)
    return Sweep(file: file, text: text, config: c.config, cells: cells, warnings: []) {
      cell throws(DiagnosticError) in
      try ExperimentConfig.load(
        file: base, overrides: rest + ["training.seed=\(cell.number)"], environment: environment,
        currentFolder: currentFolder)
    }
  }
  public func experiment(of cell: SweepCell, threads: Int?) throws(DiagnosticError) -> Loaded<
    ExperimentConfig
  > { try experiment(of: cell) }
}
public struct Strategy {
  public init(_ sweep: Sweep) {}
  public var needsScores: Bool { false }
  public func work(_ cells: [CellProgress]) -> [CellWork] {
    cells.indices.filter { cells[$0].stage != .finished && cells[$0].stage != .failed }.map {
      CellWork(cell: $0, until: nil)
    }
  }
}
