import Experiment

/// A cell that is to be trained now.
struct CellJob {
  /// The cell with its run folder, which has a config.
  let member: SweepMember
  /// The epoch after which it pauses, counted from 1; nil to train it to the end.
  let until: Int?
  /// The threads that it trains with; nil where its process decides.
  let threads: Int?
}

/// How the process of a cell ended.
struct CellEnding {
  /// How a process ended.
  enum How: Equatable {
    /// With that exit code.
    case exited(Int32)
    /// By that signal.
    case signalled(Int32)
    /// Nobody knows how, for the reason given.
    case lost(String)
  }

  /// The number of the cell.
  let cell: Int
  /// How its process ended.
  let how: How
}

/// Starts the processes that train cells, and tells how they ended.
protocol Launcher: AnyObject {
  /// How many more processes there is room for now.
  var room: Int { get }
  /// The numbers of the cells whose processes have not ended, those that wait in a queue included.
  var pending: Set<Int> { get }
  /// The threads with which a cell trains that has none yet; nil where whoever trains it decides.
  var threads: Int? { get }
  /// Starts these.
  func start(_ jobs: [CellJob]) throws
  /// Those that ended since it was last asked.
  func takeEnded() throws -> [CellEnding]
  /// Asks all to save and stop, as far as they should when their sweep ends.
  func stop()
}
