import Foundation
import Testing
import Torch

@testable import NeuralNets

/// A file of numbers that Scripts/make_fixtures.py made with PyTorch.
struct Fixture {
  private let file: SafetensorsFile

  init(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    file = try SafetensorsFile(path: folder.appendingPathComponent("\(name).safetensors").path)
  }

  var names: [String] { file.names }

  subscript(name: String) -> Tensor {
    get throws { try #require(try file.tensor(name), "the fixture has no '\(name)'") }
  }

  func tensors(withPrefix prefix: String) throws -> [String: Tensor] {
    try file.tensors(withPrefix: prefix)
  }

  /// A metadata value, which is JSON.
  func metadata<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value {
    let text = try #require(file.metadata[key])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(text.utf8))
  }
}

/// The greatest difference of two tensors, relative to the greatest absolute element of the second if that is above 1.
func difference(_ a: Tensor, _ b: Tensor) throws -> Double {
  guard a.shape == b.shape else { return .infinity }
  let greatest = try (a.detached().converted(to: .float64) - b.converted(to: .float64)).abs().max().scalar()
  return try greatest / max(1, b.abs().max().scalar())
}

/// The difference of two tensors' gradients and the like, relative to their Euclidean norm.
func relativeDifference(_ a: Tensor, _ b: Tensor) throws -> Double {
  guard a.shape == b.shape else { return .infinity }
  let distance = try Fused.globalNorm([a.detached() - b]).scalar()
  return try distance / max(Fused.globalNorm([b]).scalar(), 1e-12)
}
