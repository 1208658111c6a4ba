import Foundation
import Testing
import Torch

@testable import NeuralNets

@Suite("Safetensors")
struct SafetensorsTests {
  private func written(_ tensors: [String: Tensor], _ metadata: [String: String] = [:]) throws -> Data {
    var data = Data()
    try SafetensorsWriter.write(tensors, metadata: metadata) { data.append(contentsOf: $0) }
    return data
  }

  private func file(_ header: String, data: Int = 0) throws -> SafetensorsFile {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    return try SafetensorsFile(length + Data(header.utf8) + Data(count: data), named: "weights.safetensors")
  }

  @Test("Every type that Python writes reads back as its numbers")
  func fromPython() throws {
    let fixture = try Fixture("types")
    for type in DType.allCases {
      let tensor = try fixture["\(type)"]
      #expect(tensor.dtype == type)
      #expect(tensor.shape == [2, 3])
      let expected: [Double] = type == .bool ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 100, 127, 250]
      #expect(try tensor.elements(as: Double.self) == expected)
    }
  }

  @Test("What is written reads back, whatever its layout, with its metadata")
  func roundTrip() throws {
    let weight = try Tensor.range(24, .float32).reshaped([2, 3, 2, 2]).laidOut(.channelsLast)
    try weight.setRequiresGradient()
    let tensors = [
      "weight": weight, "count": try Tensor.full([], 5, .int64), "empty": try Tensor.zeros([0, 4]),
      "narrow": try Tensor.full([3], 1.5, .bfloat16),
    ]
    let file = try SafetensorsFile(written(tensors, ["note": "a \"b\" / ü"]), named: "a file")
    #expect(file.names == ["count", "empty", "narrow", "weight"])
    #expect(file.metadata == ["note": "a \"b\" / ü"])
    #expect(try #require(try file.tensor("weight")).elements(as: Int.self) == Array(0..<24))
    #expect(try #require(try file.tensor("count")).scalar() == 5)
    #expect(try #require(try file.tensor("empty")).shape == [0, 4])
    #expect(try #require(try file.tensor("narrow")).dtype == .bfloat16)
    #expect(try file.tensor("other") == nil)
    #expect(try file.tensors(withPrefix: "w").keys.sorted() == ["eight"])
  }

  @Test("The bytes are exactly these: sorted names, wide elements first, a header padded to eight bytes")
  func bytes() throws {
    let data = try written(["b": Tensor([1, 2] as [UInt8]), "a": Tensor([3])], ["k": "v"])
    let header = """
      {"__metadata__":{"k":"v"},"a":{"data_offsets":[0,8],"dtype":"I64","shape":[1]},\
      "b":{"data_offsets":[8,10],"dtype":"U8","shape":[2]}}
      """
    #expect(data.prefix(8) == Data([136, 0, 0, 0, 0, 0, 0, 0]))
    #expect(
      String(decoding: data.dropFirst(8).prefix(136), as: UTF8.self).trimmingCharacters(in: .whitespaces)
        == header)
    #expect(data.dropFirst(144) == Data([3, 0, 0, 0, 0, 0, 0, 0, 1, 2]))
  }

  @Test("A sink that fails ends the writing with its own error")
  func fullDisk() throws {
    struct DiskFull: Error {}
    #expect(throws: DiskFull.self) {
      try SafetensorsWriter.write(["a": Tensor([1])]) { _ in throw DiskFull() }
    }
  }

  @Test("A file that does not exist is an error that names it")
  func missing() {
    let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: "/no/such.safetensors") }
    #expect(error?.description.hasPrefix("/no/such.safetensors: cannot be read: ") == true)
  }

  @Test("A file cut at any byte is an error, and so is one with a byte too many")
  func truncated() throws {
    let data = try written(["a": Tensor([1, 2, 3]), "b": Tensor([1.5 as Float])], ["k": "v"])
    for count in 0..<data.count {
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(data.prefix(count), named: "cut") }
    }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(data + Data([0]), named: "long") }
  }

  @Test(
    "A malformed header is an error that says what is wrong",
    arguments: [
      (#"{"#, 0, "its header is not the JSON that it should be"),
      (#"[]"#, 0, "its header is not the JSON that it should be"),
      (#"{"a":{"dtype":"F32"}}"#, 0, "its header is not the JSON that it should be"),
      (
        #"{"a":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}"#, 1,
        "tensor 'a' is of the type 'F8', which is not supported"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}"#, 1,
        "tensor 'a' of shape [2] takes 2 bytes, but its range has 1"
      ),
      (#"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, 1, "tensor 'a' has the shape [-1]"),
      (
        #"{"a":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
        "tensor 'a' has the shape [4611686018427387904, 4]"
      ),
      (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}"#, 1, "tensor 'a' has the byte range [1, 0]"),
      (
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}}"#, 1, "tensor 'a' has the byte range [-1, 0]"
      ),
      (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, 1, "tensor 'a' has the byte range [0]"),
      (
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2,
        "tensor 'a' starts at byte 1, not 0 where the one before it ends"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
        3, "tensor 'b' starts at byte 1, not 2 where the one before it ends"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 2,
        "its tensors take 1 bytes, and 2 follow the header"
      ),
    ])
  func malformed(_ header: String, _ data: Int, _ reason: String) {
    let error = #expect(throws: SafetensorsError.self) { try file(header, data: data) }
    #expect(error?.description == "weights.safetensors: not a safetensors file: \(reason)")
  }

  @Test("A header that says it is longer than the file is an error")
  func lyingLength() {
    let error = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(Data(repeating: 0xff, count: 16), named: "f")
    }
    #expect(
      error?.description
        == "f: not a safetensors file: its header of 18446744073709551615 bytes is longer than the file")
  }
}
