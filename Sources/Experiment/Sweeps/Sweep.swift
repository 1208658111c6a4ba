public import Config
public import Diagnostics

/// A sweep that was read without a mistake, with all of its cells.
public struct Sweep: Sendable {
  /// The file, as it was named.
  public let file: String
  /// The bytes of the file as it was read.
  public let text: [UInt8]
  /// What the file declares.
  public let config: SweepConfig
  /// The cells in the order in which they are declared.
  public let cells: [SweepCell]
  /// What is legal but perhaps not meant.
  public let warnings: [Diagnostic]
  private let loader: @Sendable (SweepCell) throws(DiagnosticError) -> Loaded<ExperimentConfig>

  /// Makes a sweep.
  init(
    file: String, text: [UInt8], config: SweepConfig, cells: [SweepCell], warnings: [Diagnostic],
    loader: @escaping @Sendable (SweepCell) throws(DiagnosticError) -> Loaded<ExperimentConfig>
  ) {
    self.file = file
    self.text = text
    self.config = config
    self.cells = cells
    self.warnings = warnings
    self.loader = loader
  }

  /// The experiment of a cell with all that is known of it, as it was when the sweep was read: files are not looked at again.
  public func experiment(of cell: SweepCell) throws(DiagnosticError) -> Loaded<ExperimentConfig> {
    try loader(cell)
  }
}
