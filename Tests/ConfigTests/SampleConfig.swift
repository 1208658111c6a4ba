import Config
import Diagnostics
import Foundation

/// A small config with a key of every kind.
struct SampleConfig: ConfigSection {
  let name: String
  let model: SampleModel
  let optimizer: SampleOptimizer
  let loss: SampleLoss

  init(_ keys: inout KeyReader) {
    name = keys.read("name", default: "run", "A text.")
    model = keys.section("model", "A section.")
    optimizer = keys.section("optimizer", "A section with alternatives.")
    loss = keys.mapping("loss", "A mapping that is replaced whole.", SampleLoss.init)
    keys.check(
      "model.depth", "optimizer.rate", that: Double(model.depth) * optimizer.rate < 5,
      else: "depth \(model.depth) is too much for a rate of \(optimizer.rate)")
    keys.warn(
      "model.width", "model.depth", unless: model.width == nil || model.depth < 7,
      message: "this will be slow")
  }
}

struct SampleModel: ConfigSection {
  enum Norm: String, ConfigChoice {
    case batch, group, none
  }

  let depth: Int
  let width: Int?
  let norm: Norm
  let bias: Bool
  let weights: Path?
  let sizes: [Int]

  init(_ keys: inout KeyReader) {
    depth = keys.read("depth", default: 4, in: 1...7, "A whole number.")
    width = keys.optional("width", in: .atLeast(1), "Nil by default.")
    norm = keys.read("norm", default: .batch, "A choice.")
    bias = keys.read("bias", default: false, "A truth value.")
    weights = keys.optional("weights", as: Path.format, "A path.")
    sizes = keys.read("sizes", default: [1, 2], "A list.")
  }
}

struct SampleOptimizer: ConfigSection {
  enum Name: String, ConfigChoice {
    case sgd, adam
  }

  let rate: Double
  let momentum: Double?
  let epsilon: Double?

  init(_ keys: inout KeyReader) {
    rate = keys.read("rate", default: 1e-3, in: .above(0, upTo: 1), "A number.")
    (momentum, epsilon) = keys.alternatives(by: "name", default: Name.adam, "An alternative.") { name, keys in
      switch name {
      case .sgd: (keys.read("momentum", default: 0.9, "Only for sgd."), nil)
      case .adam: (nil, keys.read("epsilon", default: 1e-8, "Only for adam."))
      }
    }
  }
}

struct SampleLoss: ConfigSection {
  let dice: Double?
  let smooth: Double?
  let weights: [Named<Double>]?

  init(_ keys: inout KeyReader) {
    let dice = keys.optionalMapping("dice", shorthand: "weight", "A number or a mapping.") { keys in
      (
        keys.read("weight", default: 1.0, in: .atLeast(0), "What a single number means."),
        keys.read("smooth", default: 1e-6, "More.")
      )
    }
    (self.dice, smooth) = (dice?.0, dice?.1)
    weights = keys.optional("weights", as: .dictionary(of: Double.format), "Names that the user chooses.")
  }
}
