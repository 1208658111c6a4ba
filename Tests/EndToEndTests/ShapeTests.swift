import Foundation
import Testing

@Suite("Images of any size")
struct ShapeTests {
  /// Makes the third of the images, with which is trained, and the last, with which is not, larger than the others.
  private func mixSizes(_ program: Program, size: Int) throws {
    let script = """
      "$UNET" sample-images other --count 2 --size \(size)
      for part in images masks; do cp other/$part/000.png cells/$part/002.png; cp other/$part/001.png cells/$part/007.png; done
      """
    #expect(try program.shell(script).status == 0)
  }

  private func validPixels(_ program: Program) throws -> [Int] {
    let final = try program.json("runs/smoke/per_image.json")["final"] as? [String: Any]
    return (final?["images"] as? [[String: Any]] ?? []).compactMap { $0["valid_pixels"] as? Int }
  }

  @Test(
    "of different sizes in one set are trained in samples of the largest and scored as they are; check says so"
  )
  func mixedSizes() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try mixSizes(program, size: 80)
      let check = try program.unet("check", "smoke.yaml")
      #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
      #expect(
        check.output.contains("; 2 different sizes in samples of 80x80, 30 % padding, 1 channel"))
      let run = try program.unet("run", "smoke.yaml")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try validPixels(program) == [4096, 6400])
    }
  }

  @Test("of which one dwarfs the others are warned of, with the crop that would do")
  func wasteful() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try mixSizes(program, size: 160)
      let warning = """
        70 % of the training samples' pixels are padding, from which nothing is learnt: samples are 160x160, and half of the \
        images at most 64x64
        """
      let check = try program.unet("check", "smoke.yaml")
      let told = """
        warning: \(warning) (padding)
            = data.crop='[64, 64]' would do
            = to go on as it is:  data.silence='[padding]'

        """
      #expect(check.errors == told)
      #expect(try program.unet("check", "smoke.yaml", "data.silence=[padding]").errors.isEmpty)
      let run = try program.unet("run", "smoke.yaml", "training.epochs=1")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains(told), "\(run.errors)")
      #expect(try program.unet("check", "smoke.yaml", "data.crop=[64, 64]").errors.isEmpty)
    }
  }

  @Test(
    "train and are scored: of odd sides at depth 4, smaller than the depth needs, smaller than the crop, without padding",
    arguments: [
      ["data.resize=[37, 53]", "model.depth=4"], ["model={depth: 6, width: 2}"],
      ["data.crop=[80, 100]", "data.oversample_foreground=0.33"],
      ["model={depth: 2, width: 4, padding: valid}"],
      ["data.crop=92", "model={depth: 3, width: 4, padding: valid}"],
      ["data.crop=300", "model={depth: 4, width: 2, padding: valid}", "augmentation={preset: none}"],
    ])
  func anyShape(overrides: [String]) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let trial = ["training.precision=fp32", "training.epochs=1"]
      let run = try program.unet(["run", "smoke.yaml"] + trial + overrides)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try validPixels(program) == [4096, 4096])
      let metrics = try program.json("runs/smoke/metrics.json")
      let epoch = (metrics["epochs"] as? [[String: Any]])?.first
      let losses = [epoch?["train"], epoch?["val"]].map { ($0 as? [String: Any])?["loss"] as? Double }
      #expect(losses.allSatisfy { ($0 ?? 0) > 0 }, "\(losses)")
    }
  }

  @Test("come out the same when a run with padding and oversampling is cut in two")
  func resumed() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try mixSizes(program, size: 80)
      let keys = ["data.crop=[72, 48]", "data.oversample_foreground=0.5", "schedule.name=constant"]
      #expect(try program.unet(["run", "smoke.yaml", "--name", "whole"] + keys).status == 0)
      #expect(
        try program.unet(["run", "smoke.yaml", "--name", "cut", "training.epochs=1"] + keys).status == 0)
      let resume = try program.unet(
        ["run", "smoke.yaml", "--name", "cut", "--resume", "training.workers=3"] + keys)
      #expect(resume.status == 0, "\(resume.errors)")
      #expect(try program.weights("whole") == program.weights("cut"))
    }
  }
}
