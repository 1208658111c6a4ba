public import Config
public import Diagnostics

/// A sweep that was read without a mistake, with all of its cells.
public struct Sweep: Sendable {
  /// Reads the experiment of a cell, with further overrides.
  typealias Loader = @Sendable (SweepCell, [Override]) throws(DiagnosticError) -> Loaded<ExperimentConfig>

  /// The file, as it was named.
  public let file: String
  /// The bytes of the file as it was read.
  public let text: [UInt8]
  /// The cells in the order in which they are declared.
  public let cells: [SweepCell]
  /// What is legal but perhaps not meant.
  public let warnings: [Diagnostic]
  private let loaded: Loaded<SweepConfig>
  private let loader: Loader

  /// Makes a sweep.
  init(
    file: String, text: [UInt8], _ loaded: Loaded<SweepConfig>, cells: [SweepCell], warnings: [Diagnostic],
    loader: @escaping Loader
  ) {
    self.file = file
    self.text = text
    self.loaded = loaded
    self.cells = cells
    self.warnings = warnings
    self.loader = loader
  }

  /// What the file declares.
  public var config: SweepConfig { loaded.config }

  /// The experiment of a cell with all that is known of it, as it was when the sweep was read: files are not looked at again.
  ///
  /// - Parameter threads: what takes the place of `training.threads: auto`; nil to leave it.
  public func experiment(
    of cell: SweepCell, threads: Int? = nil
  ) throws(DiagnosticError) -> Loaded<ExperimentConfig> {
    guard let threads, case .auto = cell.config.training.threads else { return try loader(cell, []) }
    return try loader(cell, [Override(parsing: "training.threads=\(threads)", number: 1)])
  }

  /// An error about the value of one of the sweep's own keys, which is known only after reading.
  public func mistake(_ message: String, at key: String, notes: [String] = []) -> Diagnostic {
    loaded.mistake(message, at: key, notes: notes)
  }
}
