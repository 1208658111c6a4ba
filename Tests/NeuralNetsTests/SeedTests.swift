import NeuralNets
import Testing

@Suite("Seeds")
struct SeedTests {
  // The numbers are those of an independent implementation of FNV-1a and SplitMix64 in Python.
  @Test("A derived seed is the same for ever, so that old runs can be repeated")
  func golden() {
    #expect(Seed.derived(from: 0, for: "inc.double_conv.0.weight") == 0xa262d864dfd6b66c)
    #expect(Seed.derived(from: 7, for: "") == 0x9559efa30f5d9071)
  }

  @Test("Seeds of other purposes and of neighbouring seeds differ, also in their lower halves")
  func independence() {
    let seeds = (0..<100 as Range<UInt64>).flatMap { seed in
      ["a", "b", "ab", "ba"].map { UInt32(truncatingIfNeeded: Seed.derived(from: seed, for: $0)) }
    }
    #expect(Set(seeds).count == 400)
  }
}
