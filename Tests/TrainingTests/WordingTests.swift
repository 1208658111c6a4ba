import Testing
import Training

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
}
