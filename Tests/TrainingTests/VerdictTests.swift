import Experiment
import Testing

@testable import Training

@Suite("What unet verify says")
struct VerdictTests {
  private func row(
    _ step: Int, epoch: Int = 1, _ loss: Float?, weights: String? = nil
  ) -> TraceRow {
    TraceRow(step: step, epoch: epoch, loss: loss, weights: weights)
  }

  private func verdict(
    _ outcome: Retraining.Outcome, step: Int = 0, epochs: Int = 0, differences: [String] = [],
    isExact: Bool = true
  ) -> Verdict {
    Verdict(
      outcome: outcome, step: step, epochs: epochs, differences: differences,
      alike: ["libtorch 2", "unet 1"],
      isExact: isExact)
  }

  @Test("Updates are alike to the bit, or it says what differs")
  func divergence() throws {
    func words(_ before: TraceRow, _ now: TraceRow) -> String? { Divergence(from: before, to: now)?.words }
    #expect(words(row(1, .nan), row(1, .nan)) == nil)
    #expect(
      words(row(1, 0.1), row(1, 0.1)) == nil && words(row(1, nil), row(1, nil)) == nil)
    #expect(
      words(row(1, 0.1), row(1, Float(0.1).nextUp))
        == "the loss was 0.1 (3dcccccd) and is 0.10000001 (3dccccce)")
    #expect(
      words(row(1, nil), row(1, 0.5)) == "the loss was none, as no pixel counted, and is 0.5 (3f000000)")
    let (old, new) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
    #expect(
      words(row(3, epoch: 2, 1, weights: old), row(3, epoch: 2, 1, weights: new))
        == "the losses are the same, and the weights after epoch 2 were aaaaaaaaaaaa and are bbbbbbbbbbbb")
    #expect(
      words(row(3, epoch: 2, 1), row(3, epoch: 1, 1, weights: new))
        == "the loss is the same, but the step was within epoch 2 and is the last of epoch 1")
  }

  @Test("A difference is told with what else differs, each on a line")
  func diverged() throws {
    let divergence = try #require(Divergence(from: row(7, 1), to: row(7, 2)))
    let told = verdict(.diverged(divergence), step: 6, differences: ["a was 1 and is 2", "b was 3 and is 4"])
    #expect(told.hasDiverged && !told.wasStopped)
    #expect(
      told.lines == [
        "diverged at step 7: the loss was 1.0 (3f800000) and is 2.0 (40000000)", "  a was 1 and is 2",
        "  b was 3 and is 4",
      ])
    let unexplained = verdict(.diverged(divergence)).lines
    #expect(unexplained[1] == "  the environments are alike: libtorch 2, unet 1")
    #expect(unexplained[2].hasPrefix("  next: verify again; "))
    #expect(
      verdict(.diverged(divergence), isExact: false).lines[2]
        == "  the same bits are not promised on a GPU without training.deterministic")
  }

  @Test("What is reproduced is told, although something differs")
  func reproduced() {
    let told = verdict(.reproduced, step: 5, epochs: 1, differences: ["the processor was P and is Q"])
    #expect(
      told.lines == [
        "reproduced to step 5: every loss, and the weights after 1 epoch, to the bit",
        "  although the processor was P and is Q",
      ])
    #expect(!told.hasDiverged && !told.wasStopped)
    let stopped = verdict(.stopped, step: 2)
    #expect(stopped.lines == ["reproduced to step 2: every loss, to the bit; then stopped"])
    #expect(stopped.wasStopped)
  }
}
