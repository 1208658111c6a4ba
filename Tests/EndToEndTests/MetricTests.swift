import Foundation
import Testing

@Suite("The metrics of unet run")
struct MetricTests {
  @Test("The epoch with the smallest Hausdorff distance is the best, and its score is recorded everywhere")
  func outlines() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let keys = ["validation={surface: true, metric: mean_hausdorff_95}", "training.epochs=3"]
      let run = try program.unet("run", "smoke.yaml", keys[0], keys[1])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("best      mean_hausdorff_95 "), "\(run.output)")
      let metrics = try program.json("runs/smoke/metrics.json")
      let epochs = try #require(metrics["epochs"] as? [[String: Any]])
      let distances = try epochs.map { epoch in
        try #require((epoch["val"] as? [String: Any])?["mean_hausdorff_95"] as? Double)
      }
      let best = try #require(metrics["best"] as? [String: Any])
      #expect(best["value"] as? Double == distances.min())
      let final = try #require(metrics["final"] as? [String: Any])
      #expect((final["boundary_f1"] as? [String: Any])?.keys.sorted() == ["background", "border", "cell"])
      let summary = try program.json("runs/smoke/summary.json")
      #expect((summary["final"] as? [String: Any])?["mean_hausdorff_95"] as? Double == distances.last)
    }
  }

  @Test("Confusion matrices sum up to the valid pixels, and the counts of images are those of the matrix")
  func confusion() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let confusion = try #require(program.json("runs/smoke/metrics.json")["confusion"] as? [String: Any])
      #expect(confusion["classes"] as? [String] == ["background", "cell", "border"])
      let matrix = try #require(confusion["final"] as? [[Int]])
      let final = try #require(program.json("runs/smoke/per_image.json")["final"] as? [String: Any])
      let images = try #require(final["images"] as? [[String: Any]])
      #expect(images.count == 2)
      let valid = images.compactMap { $0["valid_pixels"] as? Int }.reduce(0, +)
      #expect(matrix.joined().reduce(0, +) == valid)
      for label in 0..<3 {
        let found = images.compactMap { ($0["tp"] as? [Int])?[label] }.reduce(0, +)
        let missed = images.compactMap { ($0["fn"] as? [Int])?[label] }.reduce(0, +)
        #expect(found == matrix[label][label])
        #expect(missed == matrix[label].reduce(0, +) - found)
      }
      #expect(images.allSatisfy { $0["surface"] == nil })
    }
  }

  @Test("unet describe --format metrics prints the page of the metrics")
  func describe() throws {
    try inTemporaryFolder { program in
      let page = try program.unet("describe", "--format", "metrics").output
      #expect(page.contains("| `mean_hausdorff_95` |"))
      #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n"))
    }
  }
}
