import Testing
import Experiment

@Suite("How numbers read")
struct WordingTests {
  @Test(
    "Thousands stand apart", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (31_037_698, "31,037,698")])
  func grouped(number: Int, text: String) {
    #expect(Wording.grouped(number) == text)
  }

  @Test("A noun follows its number")
  func counts() {
    #expect(Wording.count(1, "image") == "1 image")
    #expect(Wording.count(2, "class", "classes") == "2 classes")
  }

  @Test("A missing score is a dash, never NaN")
  func scores() {
    #expect(Wording.score(nil) == "–")
    #expect(Wording.score(0.73456) == "0.7346")
  }

  @Test("A span of time reads in the unit that suits it")
  func durations() {
    #expect(Wording.duration(8.24) == "8.2 s")
    #expect(Wording.duration(185) == "3 min 05 s")
    #expect(Wording.duration(7800) == "2 h 10 min")
  }

  @Test(
    "An amount of memory is in powers of 1000, with three digits at most",
    arguments: [
      (1, "1 byte"), (640, "640 bytes"), (12_345, "12.3 kB"), (999_700, "1.0 MB"), (372_000_000, "372 MB"),
      (1_234_000_000, "1.2 GB"), (5e18, "5000 PB"),
    ])
  func bytes(count: Double, text: String) {
    #expect(Wording.bytes(count) == text)
  }

  @Test("Operations and shares have their unit")
  func units() {
    #expect(Wording.flops(96_400_000_000) == "96.4 GFLOP")
    #expect(Wording.percent(0.0712) == "7 %")
  }

  @Test("The columns of a table end under each other")
  func tables() {
    #expect(Wording.table([["a", "long"], ["wide", "b"]]) == ["   a  long", "wide     b"])
  }
}
