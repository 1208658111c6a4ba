import Experiment
import Foundation
import Images
import NeuralNets

/// The texts beside the weights in a checkpoint: all that predicting needs, so that the run folder alone is enough.
///
/// Each value is JSON, as safetensors allows only text; `Scripts/unet.py` reads the same.
struct ModelMetadata {
  /// The version of the files of weights that this program writes; from 2 on they have a checksum.
  static let schema = 2
  /// The name of the version among the texts.
  static let schemaName = "schema"
  /// The name of the epoch, counted from 1, after which weights that predict were kept.
  static let epochName = "epoch"
  /// The name of the state of the training, in `last.safetensors` alone.
  static let stateName = "state"

  /// The texts by name: `schema`, `model`, `classes`, `normalization`, and `channels` where the config chooses them.
  let texts: [String: String]

  init(_ network: UNet.Configuration, _ config: ExperimentConfig, _ normalization: NormalizationRecord) throws
  {
    let colors = SampleColors(classes: config.classNames).colors
    let first = colors.count - config.classNames.count
    let classes = config.data.classes.enumerated().map { index, declared in
      DeclaredClass(
        name: declared.name, values: declared.values.map { DeclaredClass.Value(value: $0) },
        color: colors[first + index])
    }
    var texts = [
      Self.schemaName: String(Self.schema),
      "model": try Self.text(NetworkMetadata(network)),
      "classes": try Self.text(classes),
      "normalization": try Self.text(normalization),
    ]
    switch config.data.channels {
    case nil: break
    case .colors(let colors): texts["channels"] = try Self.text(colors.rawValue)
    case .bands(let numbers): texts["channels"] = try Self.text(numbers)
    }
    self.texts = texts
  }

  /// One line of JSON with sorted keys.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private struct DeclaredClass: Encodable {
    /// A grey value is a number, a colour the text "#RRGGBB".
    struct Value: Encodable {
      let value: Experiment.MaskValue

      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .grey(let grey) = value {
          try container.encode(grey)
        } else {
          try container.encode(value.description)
        }
      }
    }

    let name: String
    let values: [Value]
    /// Red, green, blue; absent for what is drawn without a colour.
    let color: [UInt8]?
  }
}
