import Foundation
import Testing

@Suite("unet run with other losses")
struct LossTests {
  @Test("trains on every component with every map, and records each")
  func everyComponent() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let loss = """
        loss={ce: {label_smoothing: 0.1, top_k: 0.5}, bce: 1, dice: {batch: true}, focal: 1, tversky: {gamma: 0.75}, \
        jaccard: 1, lovasz: 1, boundary: 0.01, border_weights: {w0: 5}}
        """
      let result = try program.unet("run", "smoke.yaml", loss)
      #expect(result.status == 0, "\(result.errors)")
      let epochs = try program.json("runs/smoke/metrics.json")["epochs"] as? [[String: Any]]
      let names: Set = ["loss", "ce", "bce", "dice", "focal", "tversky", "jaccard", "lovasz", "boundary"]
      for epoch in try #require(epochs) {
        let train = try #require(epoch["train"] as? [String: Any])
        #expect(Set(train.keys) == names)
        #expect(train.values.allSatisfy { $0 is NSNumber })
      }
      #expect(try program.unet("check", "runs/smoke/config.yaml").status == 0)
    }
  }

  @Test("balances the classes by the training masks, records the weights, and resumes with the same")
  func balanced() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let loss = "loss={ce: 1, class_weights: median}"
      #expect(try program.unet("run", "smoke.yaml", loss).status == 0)
      func weights() throws -> [String: Double] {
        try #require(program.json("runs/smoke/environment.json")["class_weights"] as? [String: Double])
      }
      let first = try weights()
      #expect(Set(first.keys) == ["background", "cell", "border"])
      #expect(first.values.sorted()[1] == 1)
      let more = try program.unet("run", "--resume", "runs/smoke", "training.epochs=3")
      #expect(more.status == 0, "\(more.errors)")
      #expect(try weights() == first)
      let given = first.map { "\($0): \($1)" }.joined(separator: ", ")
      let again = try program.unet(
        "run", "smoke.yaml", "--name", "given", "loss={ce: 1, class_weights: {\(given)}}", "training.epochs=3"
      )
      #expect(again.status == 0, "\(again.errors)")
      #expect(try program.json("runs/given/environment.json")["class_weights"] == nil)
      func losses(_ name: String) throws -> [Double] {
        let epochs = try program.json("runs/\(name)/metrics.json")["epochs"] as? [[String: Any]]
        return try #require(epochs).compactMap { ($0["train"] as? [String: Any])?["ce"] as? Double }
      }
      #expect(try losses("given") == losses("smoke"))
    }
  }

  @Test("refuses to balance a class that no training mask has")
  func absentClass() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "run", "smoke.yaml", "data.classes={background: 0, cell: 1, border: 2, nucleus: 3}",
        "loss={ce: 1, class_weights: inverse}")
      #expect(result.status == 65)
      #expect(
        result.errors.contains(
          "'loss.class_weights' balances the classes, and no training mask has a pixel of 'nucleus'"),
        "\(result.errors)")
    }
  }
}
