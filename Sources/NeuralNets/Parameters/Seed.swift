/// Seeds of independent random streams, derived from one seed.
public enum Seed {
  /// A seed for a purpose: as good as independent of the seed itself and of every other purpose's.
  ///
  /// The purpose is hashed with 64-bit FNV-1a and mixed with SplitMix64, so it is the same everywhere and for ever.
  public static func derived(from seed: UInt64, for purpose: String) -> UInt64 {
    let hash = purpose.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return mixed(mixed(seed) ^ hash)
  }

  /// One step of SplitMix64 (Steele, Lea and Flood 2014).
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var bits = seed &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
