import Experiment

/// The two tables of the page.
enum Tables {
  private static let experiments = 3000

  private static let coverage = Shape.allCases.flatMap { shape in
    [2, 3, 5, 10].flatMap { seeds in
      [6, 30, 100].map { CoverageRow(shape: shape, seeds: seeds, images: $0) }
    }
  }

  private static let errors = Unsteady.allCases.flatMap { unsteady in
    [4, 12, 24].flatMap { configurations in
      [(2, 6), (3, 6), (3, 30), (5, 30)].filter { unsteady == .none || $0.1 == 30 }.map {
        ErrorRow(configurations: configurations, seeds: $0.0, images: $0.1, unsteady: unsteady)
      }
    }
  }

  /// Both, as Markdown.
  static func all() async -> String {
    let rows = await withTaskGroup(of: (Int, String).self) { group in
      for (number, row) in coverage.enumerated() {
        group.addTask { (number, row.text(of: experiments)) }
      }
      for (number, row) in errors.enumerated() {
        group.addTask { (coverage.count + number, row.text(of: experiments)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    let texts = (0..<coverage.count + errors.count).compactMap { rows[$0] }
    return """
      Ranges that hold the true value, in percent of \(experiments) experiments: of a mean, and of the difference of two configurations.

      \(CoverageRow.header)
      \(texts.prefix(coverage.count).joined(separator: "\n"))

      Experiments in which some of several equal configurations is called different, in percent of \(experiments): against the best (Tukey and
      Kramer), and against a baseline (Dunnett).

      \(ErrorRow.header)
      \(texts.dropFirst(coverage.count).joined(separator: "\n"))
      """
  }

  /// A share in percent, to a tenth.
  static func percent(_ part: Int, of whole: Int) -> String {
    let thousandths = (part * 2000 + whole) / (2 * whole)
    return "\(thousandths / 10).\(thousandths % 10)"
  }
}

/// How often ranges hold the true value.
struct CoverageRow {
  let shape: Shape
  let seeds: Int
  let images: Int

  static let header = """
    | scores | seeds | images | seeds dominate: mean | difference | images dominate: mean | difference | rest dominates: mean | difference |
    |---|---|---|---|---|---|---|---|---|
    """

  /// The row as Markdown.
  func text(of count: Int) -> String {
    let columns = Dominance.allCases.flatMap { dominance in
      let one = Experiments(
        configurations: 1, seeds: seeds, images: images, dominance: dominance, shape: shape)
      let two = Experiments(
        configurations: 2, seeds: seeds, images: images, dominance: dominance, shape: shape)
      return [one.coverage(of: count), two.coverageOfDifference(of: count)]
    }
    let cells = columns.map { Tables.percent($0, of: count) }.joined(separator: " | ")
    return "| \(shape.rawValue) | \(seeds) | \(images) | \(cells) |"
  }
}

/// How often equal configurations are called different.
struct ErrorRow {
  let configurations: Int
  let seeds: Int
  let images: Int
  let unsteady: Unsteady

  static let header = """
    | configurations | seeds | images | seeds vary | seeds dominate: best | baseline | images dominate: best | baseline | rest dominates: best | baseline |
    |---|---|---|---|---|---|---|---|---|---|
    """

  /// The row as Markdown.
  func text(of count: Int) -> String {
    let columns = Dominance.allCases.flatMap { dominance in
      let experiments = Experiments(
        configurations: configurations, seeds: seeds, images: images, dominance: dominance, shape: .normal,
        unsteady: unsteady)
      return [
        experiments.errors(of: count, reference: .best(higherIsBetter: true)),
        experiments.errors(of: count, reference: .baseline(0)),
      ]
    }
    let cells = columns.map { Tables.percent($0, of: count) }.joined(separator: " | ")
    return "| \(configurations) | \(seeds) | \(images) | \(unsteady.rawValue) | \(cells) |"
  }
}
