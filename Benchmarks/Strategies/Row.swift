import Experiment

/// A row of the table: a strategy at one noise, without and with curves that cross.
struct Row {
  private let strategy: StrategyConfig
  private let words: String
  private let noise: Double

  private static let crossings = [0, 0.7]
  private static let noises = [0, 0.005, 0.01]

  static let header = """
    | strategy | noise | finds the best | within 0.01 | epochs | crossing: finds the best | within 0.01 | epochs |
    |---|---|---|---|---|---|---|---|
    """

  /// All rows in order.
  static let all: [Row] = strategies.flatMap { strategy, words in
    noises.map { Row(strategy: strategy, words: words, noise: $0) }
  }

  private static var strategies: [(StrategyConfig, String)] {
    let etas = [2, 3, 4].map { (StrategyConfig.Halving(eta: $0), "eta \($0)") }
    let early = [(StrategyConfig.Halving(eta: 3, minEpochs: 2), "eta 3, min_epochs 2")]
    return [(.all, "all")]
      + (etas + early).map { (.halving($0), "halving, \($1)") }
      + (etas + early).map { (.asha($0), "asha, \($1)") }
  }

  /// The row as Markdown.
  func text(of sweeps: Int) -> String {
    let columns = Self.crossings.flatMap { crossing in
      let results = (0..<sweeps).map { number in
        let curves = LearningCurves(sweep: number, noise: noise, crossing: crossing)
        return SimulatedSweep(strategy, over: curves).result()
      }
      return [
        percent(results.count { $0.regret == 0 }, of: sweeps),
        percent(results.count { $0.regret <= 0.01 }, of: sweeps),
        percent(results.reduce(0) { $0 + $1.epochs }, of: sweeps * LearningCurves.allEpochs),
      ]
    }
    return "| \(words) | \(noise == 0 ? "0" : "\(noise)") | \(columns.joined(separator: " | ")) |"
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    let thousandths = (part * 2000 + whole) / (2 * whole)
    return thousandths == 1000 ? "100 %" : "\(thousandths / 10).\(thousandths % 10) %"
  }
}
