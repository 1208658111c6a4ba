import Foundation
import MarkedPage

/// How often ranges hold the true value, and how often equal configurations are called different: the tables in docs/statistics.md.
///
///     simulate-statistics                     prints the tables
///     simulate-statistics docs/statistics.md  writes them there, between the markers
///     simulate-statistics coverage 3 6 500    prints the row of 3 seeds and 6 images, normal, of 500 experiments for each number
///     simulate-statistics errors 4 3 6 500    prints the row of 4 configurations, likewise
///
/// The statistics are those of the program itself; all draws are hashes of a seed.
@main
enum SimulateStatistics {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let numbers = arguments.dropFirst().compactMap { Int($0) }.filter { $0 > 0 }
    switch (arguments.first, numbers.count) {
    case (nil, _): print(await Tables.all())
    case ("coverage", 3) where arguments.count == 4:
      print(CoverageRow(shape: .normal, seeds: numbers[0], images: numbers[1]).text(of: numbers[2]))
    case ("errors", 4) where arguments.count == 5:
      print(
        ErrorRow(configurations: numbers[0], seeds: numbers[1], images: numbers[2], unsteady: .none)
          .text(of: numbers[3]))
    case (let page?, 0) where arguments.count == 1:
      try MarkedPage(file: page, madeBy: "make simulate").replaceTable(with: await Tables.all())
    default:
      FileHandle.standardError.write(
        Data(
          "usage: simulate-statistics [PAGE | coverage SEEDS IMAGES COUNT | errors CONFIGURATIONS SEEDS IMAGES COUNT]\n"
            .utf8))
      exit(64)
    }
  }
}
