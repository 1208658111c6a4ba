import Experiment

/// How a sweep stands at an instant: all that a person is told of it.
public struct SweepStanding: Equatable, Sendable {
  /// How the sweep is called.
  public let name: String
  /// Its cells, in the order in which they are declared.
  public let cells: [CellStanding]
  /// How many epochs its strategy will have trained in the end; `nil` for all of all cells.
  public let epochsInAll: Int?

  /// Makes a standing.
  public init(name: String, cells: [CellStanding], epochsInAll: Int? = nil) {
    self.name = name
    self.cells = cells
    self.epochsInAll = epochsInAll
  }

  /// Cells that are at something.
  struct Counts: Equatable {
    var new = 0
    var paused = 0
    var running = 0
    var finished = 0
    var failed = 0
  }

  /// How many cells are at what.
  var counts: Counts {
    cells.reduce(into: Counts()) { counts, cell in
      switch cell.state {
      case .new: counts.new += 1
      case .paused: counts.paused += 1
      case .running: counts.running += 1
      case .finished: counts.finished += 1
      case .failed: counts.failed += 1
      }
    }
  }

  /// The cells that ended with an error, and why.
  var failures: [(cell: CellStanding, reason: String)] {
    cells.compactMap { cell in
      if case .failed(let reason) = cell.state { (cell, reason) } else { nil }
    }
  }

  /// Epochs that are committed, of cells that failed too.
  private var epochsDone: Int { cells.reduce(0) { $0 + $1.epochs } }

  /// Epochs that are left.
  private var epochsLeft: Int {
    let left = cells.reduce(0) { $0 + $1.epochsLeft }
    return epochsInAll.map { min(left, max(0, $0 - epochsDone)) } ?? left
  }

  /// The share of the epochs that is done in whole percent, 0...100; 100 only where none is left.
  var percent: Int {
    let all = epochsDone + epochsLeft
    return all == 0 ? 100 : 100 * epochsDone / all
  }

  /// How long it will still take; `nil` while no cell has an epoch to tell by.
  ///
  /// A cell's epochs are as long as they were; of one that has not begun, as those of its configuration; else as those of all cells, by
  /// the work that a plan says. As many cells as run now share what is left, but none is trained by two.
  var secondsLeft: Double? {
    let all = cells.reduce(0) { $0 + $1.epochsLeft }
    guard all > 0 else { return 0 }
    guard let pace = Pace(cells) else { return nil }
    let each = cells.map { Double($0.epochsLeft) * pace.secondsPerEpoch(of: $0) }
    let share = Double(epochsLeft) / Double(all)
    let longest = epochsInAll == nil ? each.max() ?? 0 : 0
    return max(longest, share * each.reduce(0, +) / Double(max(1, counts.running)))
  }

  /// What is known of how long epochs take.
  private struct Pace {
    /// Seconds and epochs of some cells together.
    private struct Spent {
      var seconds = 0.0
      var epochs = 0.0
      var mean: Double { seconds / epochs }
    }

    private var all = Spent()
    /// The same of cells whose work is known, in seconds a unit of it.
    private var worked = Spent()
    private var configurations: [Int: Spent] = [:]

    /// `nil` where no cell has an epoch.
    init?(_ cells: [CellStanding]) {
      for cell in cells where cell.epochs > 0 {
        let epochs = Double(cell.epochs)
        all.seconds += cell.seconds
        all.epochs += epochs
        configurations[cell.configuration, default: Spent()].seconds += cell.seconds
        configurations[cell.configuration, default: Spent()].epochs += epochs
        guard let work = cell.work else { continue }
        worked.seconds += cell.seconds
        worked.epochs += epochs * work
      }
      guard all.epochs > 0 else { return nil }
    }

    func secondsPerEpoch(of cell: CellStanding) -> Double {
      if cell.epochs > 0 { return cell.seconds / Double(cell.epochs) }
      if let spent = configurations[cell.configuration] { return spent.mean }
      if let work = cell.work, worked.epochs > 0 { return work * worked.mean }
      return all.mean
    }
  }
}
