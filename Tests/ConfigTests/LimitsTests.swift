import Config
import Testing

@Suite("Limits of numbers")
struct LimitsTests {
  @Test(
    "A limit contains its bounds only if it includes them",
    arguments: [
      (Limits.above(0, upTo: 1), [false, true, true, false]),
      (.from(0, below: 1), [true, true, false, false]),
      (.from(0, to: 1), [true, true, true, false]), (.above(0, below: 1), [false, true, false, false]),
      (.above(0), [false, true, true, true]), (.atLeast(0), [true, true, true, true]),
      (.any, [true, true, true, true]),
    ])
  func contains(limits: Limits<Double>, expected: [Bool]) {
    #expect([0, 0.5, 1, 1.5].map(limits.contains) == expected)
  }

  @Test(
    "The words of a limit follow the noun",
    arguments: [
      (Limits.above(0, upTo: 1), "a number above 0 and at most 1"),
      (.from(0, below: 1), "a number at least 0 and below 1"),
      (.from(0.5, to: 2), "a number from 0.5 to 2"), (.above(0), "a number above 0"),
      (.atLeast(-1), "a number at least -1"),
      (.from(1, to: 1), "a number equal to 1"), (.any, "a number"),
    ])
  func words(limits: Limits<Double>, words: String) {
    #expect(ValueShape.number(limits).words == words)
  }
}
