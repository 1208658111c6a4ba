import Experiment
import Foundation
import NeuralNets
import Torch

extension ParameterStore {
  /// SHA-256 over all weights and buffers, 64 hexadecimal digits; waits for the device.
  ///
  /// It runs over the tensors in the order of `entries`, which is that of PyTorch's state dict: of each first a line, such as
  /// `inc.double_conv.0.weight 64,3,3,3` and an end of line, then its bytes in that shape, outermost dimension first. Python computes the
  /// same from `name`, `tensor.shape` and `tensor.numpy().tobytes()`.
  func contentHash() throws -> String {
    var hash = ContentHash.Running()
    for entry in entries {
      let shape = entry.tensor.shape.map(String.init).joined(separator: ",")
      hash.add(Data("\(entry.name) \(shape)\n".utf8))
      let values = try entry.tensor.detached().moved(to: .cpu).laidOut(.contiguous)
      hash.add(try values.withBytes { Data($0) })
    }
    return hash.digits
  }
}
