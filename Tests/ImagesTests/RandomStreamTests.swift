import Images
import Testing

/// The golden values come from a Python program of the same formulas.
@Suite("Random numbers depend on their key alone")
struct RandomStreamTests {
  @Test("Golden values: no release may change them")
  func golden() {
    let keys: [(stream: RandomStream, first: UInt64, second: UInt64)] = [
      (RandomStream(seed: 0, purpose: .order), 0x2d65_27ba_78af_243f, 0x3eb2_f122_5a44_c4c3),
      (RandomStream(seed: 1, purpose: .order), 0xe3ed_de91_9c2a_dd2b, 0xdf50_d3b0_806c_bfe0),
      (RandomStream(seed: 0, epoch: 1, purpose: .order), 0x693e_586e_6067_663f, 0x49d5_d887_2b6c_77bc),
      (RandomStream(seed: 0, position: 1, purpose: .order), 0x302b_b1d6_73a3_3275, 0x14d5_eaee_fe2b_93b1),
      (RandomStream(seed: 0, purpose: .geometry), 0x3314_80c5_09ca_cf0d, 0x078e_edbd_fc96_24f7),
      (
        RandomStream(seed: .max, epoch: 7, position: 123, purpose: .split), 0xe4c7_f5de_f7a1_f515,
        0x4382_ee5d_2ee1_4dac
      ),
    ]
    for var key in keys {
      #expect(key.stream.next() == key.first)
      #expect(key.stream.next() == key.second)
    }
    var stream = RandomStream(seed: 0, purpose: .order)
    #expect(stream.uniform() == 0.17732475569272)
    #expect(EpochOrder(seed: 0, epoch: 0, count: 10).indices == [6, 5, 9, 0, 4, 3, 7, 8, 2, 1])
    #expect(EpochOrder(seed: 0, epoch: 1, count: 10).indices == [9, 3, 5, 6, 0, 8, 7, 1, 2, 4])
  }

  @Test("Whole numbers are below their bound, each about as often")
  func integers() {
    var stream = RandomStream(seed: 3, purpose: .geometry)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[stream.integer(below: 6)] += 1 }
    #expect(counts.allSatisfy { (850...1150).contains($0) })
    #expect(stream.integer(below: 1) == 0)
  }

  @Test("Neighbouring keys share no first number")
  func keys() {
    let numbers = (0..<20).flatMap { seed in
      (0..<20).flatMap { epoch in
        (0..<20).map { position -> UInt64 in
          var stream = RandomStream(seed: UInt64(seed), epoch: epoch, position: position, purpose: .geometry)
          return stream.next()
        }
      }
    }
    #expect(Set(numbers).count == 8000)
  }

  @Test("However long an epoch is, all images come equally often", arguments: [1, 3, 7, 10, 24])
  func epochs(_ samples: Int) {
    var counts = [Int](repeating: 0, count: 7)
    for epoch in 0..<30 {
      let order = EpochOrder(seed: 5, epoch: epoch, count: 7, samples: samples)
      #expect(order.indices.count == samples)
      for index in order.indices { counts[index] += 1 }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
  }
}
