import Testing

@testable import Training

@Suite("What a resume compares")
struct ConditionsTests {
  private func conditions(
    libtorch: String = "2.13.0", capability: String = "AVX512",
    instructions: [String]? = ["amx_bf16", "avx2"],
    device: String = "cpu", exact: Bool? = true, precision: String = "bf16", threads: Int = 2,
    data: String = "d1",
    parts: [String: Conditions.Part]? = nil
  ) -> Conditions {
    Conditions(
      libtorch: libtorch, capability: capability, instructions: instructions, device: device, exact: exact,
      precision: precision, threads: threads, data: data, parts: parts)
  }

  @Test("shows both values of all that differs on the machine, at once")
  func machine() {
    let changed = conditions(
      libtorch: "2.14.0", capability: "AVX2", instructions: ["avx2"], device: "cuda:0", precision: "fp32",
      threads: 4)
    #expect(
      conditions().machineChanges(to: changed) == [
        "libtorch was 2.13.0 and is 2.14.0", "the processor's capability was AVX512 and is AVX2",
        "the device was cpu and is cuda:0", "the precision was bf16 and is fp32",
        "the number of threads was 2 and is 4",
        "the processor's set of instructions was amx_bf16 avx2 and is avx2",
      ])
    #expect(conditions().machineChanges(to: conditions()).isEmpty)
  }

  @Test("sees other instruction sets behind the same capability, and leaves a deterministic CUDA run exact")
  func hidden() {
    #expect(
      conditions().machineChanges(to: conditions(instructions: [])) == [
        "the processor's set of instructions was amx_bf16 avx2 and is none"
      ])
    let cuda = conditions(device: "cuda:0")
    #expect(
      cuda.machineChanges(to: conditions(device: "cuda:0", exact: false)) == [
        "training.deterministic was true and is false"
      ])
  }

  @Test("does not compare what an older state lacks")
  func older() {
    let old = conditions(instructions: nil, exact: nil)
    #expect(old.machineChanges(to: conditions()).isEmpty && conditions().machineChanges(to: old).isEmpty)
  }

  @Test("says what differs in the data: numbers, names or content, and else the fingerprint")
  func data() {
    let part = Conditions.Part(images: 6, names: "n1", contents: "c1")
    let before = conditions(parts: ["training": part, "validation": part])
    func changes(_ training: Conditions.Part?, _ validation: Conditions.Part) -> [String] {
      var parts = ["validation": validation]
      parts["training"] = training
      return before.dataChanges(to: conditions(data: "d2", parts: parts))
    }
    #expect(
      changes(.init(images: 7, names: "n2", contents: "c2"), .init(images: 6, names: "n1", contents: "c2"))
        == [
          "the number of training images was 6 and is 7",
          "the content of the 6 validation images and masks was c1 and is c2 (a hash)",
        ])
    #expect(
      changes(.init(images: 6, names: "n2", contents: "c2"), part) == [
        "the list of the 6 training images was n1 and is n2 (a hash)"
      ])
    let whole = ["the fingerprint of the data was d1 and is d2"]
    #expect(conditions().dataChanges(to: conditions(data: "d2")) == whole)
    #expect(before.dataChanges(to: before).isEmpty)
  }
}
