import Diagnostics
import Experiment
import Foundation
import Testing

@Suite("Comparing runs")
struct ComparerTests {
  @Test("Runs that differ in their seed alone are one configuration; the keys that differ are its label")
  func folding() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      let comparison = try tree.compare()
      #expect(comparison.configurations.count == 6 && comparison.runs.count == 18)
      #expect(comparison.keys.map(\.key) == ["model.depth", "loss"])
      #expect(comparison.keys.map(\.label) == ["depth", "loss"])
      #expect(comparison.keys.map(\.values) == [["2", "3", "4"], ["ce", "ce+dice"]])
      #expect(comparison.configurations[0].label == "depth=3, loss=ce")
      #expect(comparison.configurations.map(\.rank) == [1, 2, 3, 4, 5, 6])
      #expect(comparison.configurations.allSatisfy { $0.seeds == 3 && $0.statuses == [.finished: 3] })
      #expect(comparison.configurations[0].runs.map { comparison.runs[$0].seed } == [0, 1, 2])
      #expect(comparison.classes == ["membrane", "cell"])
      #expect(comparison.warnings == [])
    }
  }

  @Test("A score is the mean of its runs' own, and its parts come from the counts of the images")
  func scores() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      let comparison = try tree.compare()
      for row in comparison.configurations {
        let own = row.runs.compactMap { comparison.runs[$0].score }
        let mean = try #require(row.scores[.meanIoU]).mean
        #expect(abs(mean - own.reduce(0, +) / 3) < 1e-12)
      }
      let best = comparison.configurations[0]
      // Seed 0 errs in 100, 120, 140 and 160 of 1000 pixels, the same in both classes.
      #expect(abs((comparison.runs[best.runs[0]].score ?? 0) - (4000 - 520) / (4000 + 520.0)) < 1e-12)
      #expect(best.scores.keys.sorted { $0.rawValue < $1.rawValue } == [.loss, .meanDice, .meanIoU])
      let classes = try #require(best.classScores[.iou])
      let mean = ["membrane", "cell"].compactMap { classes[$0]?.mean }.reduce(0, +) / 2
      #expect(abs(mean - (best.scores[.meanIoU]?.mean ?? 0)) < 1e-12)
      #expect(best.confusion?.joined().reduce(0, +) == 12000)
      #expect(best.curves?.epoch == [1, 2] && best.curves?.bands["val_loss"]?.mean.count == 2)
      #expect(best.cost.secondsPerEpoch == 2 && best.cost.parameters == 1000)
    }
  }

  @Test("The JSON of a comparison is read as it was written")
  func json() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      let comparison = try tree.compare()
      let data = try JSONFormat.encode(comparison)
      #expect(try JSONFormat.decode(Comparison.self, from: data) == comparison)
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let first = try #require((object["configurations"] as? [[String: Any]])?.first)
      #expect((first["scores"] as? [String: Any])?["mean_iou"] is [String: Any])
      #expect((first["statuses"] as? [String: Int]) == ["finished": 3])
    }
  }

  @Test("Conditions keep runs: by value, by default, by what the table shows, by short names")
  func conditions() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      func labels(_ conditions: String...) throws -> Set<String> {
        Set(try tree.compare { $0.conditions = conditions }.configurations.map(\.label))
      }
      #expect(try labels("model.depth>=3", "loss=ce") == ["depth=3", "depth=4"])
      #expect(try labels("depth<3") == ["ce", "ce+dice"].mapSet { "loss=\($0)" })
      #expect(try labels("depth=[2,4]", "loss=ce+dice") == ["depth=2", "depth=4"])
      #expect(try labels("depth!=2", "optimizer.name=adamw", "loss=ce") == ["depth=3", "depth=4"])
      #expect(try tree.compare { $0.conditions = ["training.seed=1"] }.runs.count == 6)
      #expect(throws: DiagnosticError.self) { try labels("depth>9") }
      let mistake = #expect(throws: DiagnosticError.self) { try labels("model.dept>=3") }
      #expect(
        mistake?.description.contains("did you mean 'depth'?") == true, "\(String(describing: mistake))")
      let none = #expect(throws: DiagnosticError.self) { try labels("depth") }
      #expect(none?.description.contains("'depth' is no condition") == true)
    }
  }

  @Test("Rows are ordered, grouped and cut as asked for")
  func order() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      let sorted = try tree.compare { $0.order = "depth" }.configurations.map(\.settings)
      #expect(sorted.map { $0["model.depth"] } == ["2", "2", "3", "3", "4", "4"])
      let grouped = try tree.compare { $0.group = "loss" }
      #expect(grouped.configurations.map(\.group) == ["ce", "ce", "ce", "ce+dice", "ce+dice", "ce+dice"])
      #expect(grouped.groups?.map(\.value) == ["ce", "ce+dice"])
      let losses = try tree.compare { $0.order = "loss" }
      #expect(losses.configurations.first?.settings["loss"] == "ce")
      let top = try tree.compare { $0.top = 2 }
      #expect(top.configurations.map(\.rank) == [1, 2] && top.runs.count == 6)
      let mistake = #expect(throws: DiagnosticError.self) { try tree.compare { $0.group = "dept" } }
      #expect(mistake?.description.contains("did you mean 'depth'?") == true)
      let column = #expect(throws: DiagnosticError.self) { try tree.compare { $0.order = "paramters" } }
      #expect(column?.description.contains("did you mean 'parameters'?") == true)
    }
  }

  @Test("A metric that is better when it is lower ranks the other way")
  func direction() throws {
    try withRunTree { tree in
      try tree.writeGrid()
      let comparison = try tree.compare { $0.metric = .loss }
      let means = comparison.configurations.compactMap { $0.scores[.loss]?.mean }
      #expect(means == means.sorted() && means.count == 6)
      #expect(comparison.metric.higherIsBetter == false)
      #expect(comparison.warnings == ["best epochs were chosen by mean_iou, not by loss"])
    }
  }
}

extension [String] {
  fileprivate func mapSet(_ transform: (String) -> String) -> Set<String> { Set(map(transform)) }
}
