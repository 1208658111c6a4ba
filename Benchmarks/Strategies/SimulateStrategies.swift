import Foundation
import MarkedPage

/// What a strategy finds, and what it costs: 1,000 sweeps of synthetic learning curves for each row of the table in docs/sweeps.md.
///
///     simulate-strategies                 prints the table
///     simulate-strategies docs/sweeps.md  writes it there, between the markers
///     simulate-strategies row 6           prints one row, counted from 0
///
/// The strategies are those of the program itself. All draws are hashes of a seed, and nothing but the four operations and a root is
/// computed with them, so that the numbers are the same on every machine.
@main
enum SimulateStrategies {
  private static let sweeps = 1000

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().map(\.self)
    switch arguments.count {
    case 0: print(await table())
    case 1:
      try MarkedPage(file: arguments[0], madeBy: "make simulate-strategies").replaceTable(with: await table())
    case 2 where arguments[0] == "row" && Int(arguments[1]).map(Row.all.indices.contains) == true:
      print(Row.all[Int(arguments[1]) ?? 0].text(of: sweeps))
    default:
      FileHandle.standardError.write(Data("usage: simulate-strategies [PAGE | row NUMBER]\n".utf8))
      exit(64)
    }
  }

  private static func table() async -> String {
    let rows = await withTaskGroup(of: (Int, String).self) { group in
      for (number, row) in Row.all.enumerated() { group.addTask { (number, row.text(of: sweeps)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    return ([Row.header] + Row.all.indices.compactMap { rows[$0] }).joined(separator: "\n")
  }
}
