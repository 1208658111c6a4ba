import Config
import Experiment
import Foundation
import Images

extension DataConfig {
  /// Finds the samples and divides them.
  ///
  /// - Parameters:
  ///   - cache: decodes the masks where the split asks for their classes.
  ///   - goesOn: whether files without a partner are left out, by who has told of them already.
  /// - Throws: `DiagnosticError` with all that doesn't fit together.
  func division(decoding cache: DecodedCache, goesOn: Bool = false) throws -> Split.Division {
    let alone: FolderDataset.Unpaired = goesOn ? .leftOut : .refused
    // Where a list chooses, other images may have no mask.
    let found = try files.samples(unpaired: split.training == nil || goesOn ? alone : .kept)
    let rule = try Split(
      training: split.training?.string, validation: split.validation.part(files, alone),
      test: split.test?.part(files, alone))
    return try rule.divide(found, decoding: cache, threads: ProcessInfo.processInfo.activeProcessorCount)
  }
}

extension HeldOutConfig {
  /// The same as images have it; samples of folders of their own are found.
  fileprivate func part(_ files: FilesConfig, _ alone: FolderDataset.Unpaired) throws -> Split.Part {
    switch self {
    case .ranges(let ranges): .ranges(ranges.map { Split.Positions(first: $0.first, last: $0.last) })
    case .fraction(let part, let draw): .fraction(part, draw.images)
    case .fold(let fold, let folds, let draw): .fold(fold, of: folds, draw.images)
    case .list(let path): .list(path: path.string)
    case .folders(let images, let masks):
      .others(try files.samples(images: images, masks: masks, unpaired: alone))
    }
  }
}

extension DrawConfig {
  fileprivate var images: Split.Draw {
    Split.Draw(seed: UInt64(seed), grouping: group?.images, isStratified: stratified)
  }
}

extension DrawConfig.Group {
  fileprivate var images: Grouping {
    switch self {
    case .pattern(let pattern): .pattern(pattern)
    case .file(let path): .file(path: path.string)
    }
  }
}
