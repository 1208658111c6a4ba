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

  /// Opens a file of these bytes; an error calls it "weights.safetensors".
  private func opened(_ bytes: Data) throws -> SafetensorsFile {
    let path = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)").path
    try bytes.write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    do {
      return try SafetensorsFile(path: path)
    } catch {
      throw SafetensorsError(kind: error.kind, file: "weights.safetensors", reason: error.reason)
    }
  }

  private func file(_ header: String, data: Int = 0) throws -> SafetensorsFile {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    return try opened(length + Data(header.utf8) + Data(count: data))
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
    let file = try opened(written(tensors, ["note": "a \"b\" / ü"]))
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
      {"__metadata__":{"checksum":"bbac1578200c076efc74a795ca0fe00861d52c31af8deee49080abbe3d43f8cf","k":"v"},\
      "a":{"data_offsets":[0,8],"dtype":"I64","shape":[1]},"b":{"data_offsets":[8,10],"dtype":"U8","shape":[2]}}
      """
    #expect(data.prefix(8) == Data([216, 0, 0, 0, 0, 0, 0, 0]))
    #expect(
      String(decoding: data.dropFirst(8).prefix(216), as: UTF8.self).trimmingCharacters(in: .whitespaces)
        == header)
    #expect(data.dropFirst(224) == Data([3, 0, 0, 0, 0, 0, 0, 0, 1, 2]))
  }

  @Test("Every bit that flips is noticed, also in the header and in the checksum itself")
  func flipped() throws {
    let tensors = ["a": try Tensor([1, 2, 3]), "b": try Tensor([1.5 as Float])]
    let data = try written(tensors, ["schema": "2", "state": #"{"epochs": 3}"#])
    let checksum = try #require(try opened(data).checksum)
    for position in data.indices {
      for bit in 0..<8 where (position + bit) % 3 == 0 {
        var other = data
        other[position] ^= 1 << bit
        do {
          // What takes away the name of the checksum leaves a file without one, which a reader that knows better doesn't take.
          #expect(try opened(other).checksum == nil, "bit \(bit) of byte \(position)")
        } catch let error as SafetensorsError {
          #expect(error.kind == .damaged)
        }
      }
    }
    var other = data
    other[data.count - 1] ^= 1
    let error = #expect(throws: SafetensorsError.self) { try opened(other) }
    #expect(
      error?.description == """
        weights.safetensors: its bytes are not those that were written: they do not have the checksum that stands in it
        """)
    #expect(checksum.count == 64)
  }

  @Test("The texts are what was given, without the checksum, whatever stands in them")
  func checksumAmongTexts() throws {
    let texts = [
      "checksum": "mine", "note": #""checksum":"\#(String(repeating: "0", count: 64))""#,
      "a\"checksum": "1",
    ]
    let file = try opened(written(["a": Tensor([1])], texts))
    #expect(file.metadata == texts.filter { $0.key != "checksum" })
  }

  @Test("A file of another program has no checksum, or another kind")
  func foreign() throws {
    #expect(try file("{}").checksum == nil)
    let other = try file(#"{"__metadata__":{"checksum":"crc32:12345678"}}"#)
    #expect(other.checksum == nil)
    #expect(other.metadata == ["checksum": "crc32:12345678"])
  }

  @Test("What is no file cannot be read, and is not waited for")
  func noFile() throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)").path
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    for path in [pipe, FileManager.default.temporaryDirectory.path] {
      let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
      #expect(error?.description == "\(path): cannot be read: it is no file")
      #expect(error?.kind == .unreadable)
    }
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
    #expect(error?.description == "/no/such.safetensors: cannot be read: No such file or directory")
    #expect(error?.kind == .unreadable)
  }

  @Test("A file cut at any byte is an error, and so is one with a byte too many")
  func truncated() throws {
    let data = try written(["a": Tensor([1, 2, 3]), "b": Tensor([1.5 as Float])], ["k": "v"])
    for count in 0..<data.count {
      #expect(throws: SafetensorsError.self) { try opened(data.prefix(count)) }
    }
    #expect(throws: SafetensorsError.self) { try opened(data + Data([0])) }
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
      try opened(Data(repeating: 0xff, count: 16))
    }
    #expect(
      error?.description
        == "weights.safetensors: not a safetensors file: its header of 18446744073709551615 bytes is longer than the file"
    )
  }
}
