import Experiment
import Foundation
import Images

/// The files of a data set, divided, with what their headers say: what of a plan no network changes.
struct DataFiles: Sendable {
  /// Which samples are for what.
  let division: Split.Division
  /// The headers of the samples to learn from, to score, and to score once, in this order.
  let scan: DatasetScan

  /// Finds, pairs and divides the files, and reads their headers.
  ///
  /// - Parameter cache: decodes the masks where the split asks for their classes; `nil` for one that is thrown away.
  /// - Throws: `DiagnosticError` with all that is wrong.
  init(_ config: ExperimentConfig, decoding cache: DecodedCache? = nil) throws {
    try self.init(
      config, config.data.division(decoding: cache ?? DecodedCache(config.data.sampleReader)))
  }

  /// Reads the headers of the files of a division.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong.
  init(_ config: ExperimentConfig, _ division: Split.Division) throws {
    self.division = division
    scan = try DatasetScan(
      division.training + division.validation + division.test, channels: config.data.channelChoice,
      threads: ProcessInfo.processInfo.activeProcessorCount)
  }
}
