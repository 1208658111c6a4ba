import Experiment
import Foundation
import Testing

@Suite("How long a sweep takes to read")
struct SweepSpeedTests {
  private static let isWanted = ProcessInfo.processInfo.environment["UNET_TIME_SWEEP"] != nil

  /// The aim is below 2 s on two cores, in a release build.
  ///
  ///     UNET_WITHOUT_TORCH=1 UNET_TIME_SWEEP=1 swift test --configuration release --scratch-path .build-fuzz --filter SweepSpeedTests
  @Test("10,000 cells are decoded and checked", .enabled(if: isWanted, "for measuring: UNET_TIME_SWEEP=1"))
  func tenThousand() throws {
    let sweep = """
      base: \(RepositoryTests.root.path)/configs/membranes.yaml
      grid:
        model.depth: [1, 2, 3, 4, 5]
        model.width: [4, 8, 12, 16, 20, 24, 28, 32, 36, 40]
        loss: [{ce: 1}, {ce: 1, dice: 1}, {dice: 1}, {focal: 1, dice: 1}]
        optimizer.learning_rate: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]
      seeds: 10
      """
    let folder = try ConfigFolder()
    try folder.write(sweep, to: "sweep.yaml")
    let clock = ContinuousClock()
    for _ in 0..<3 {
      var count = 0
      let time = try clock.measure {
        count = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.path).cells.count
      }
      #expect(count == 10_000)
      print("\(count) cells in \(time)")
    }
  }
}
