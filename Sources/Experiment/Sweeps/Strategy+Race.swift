extension Strategy {
  /// The configurations of a sweep on their way over the rungs.
  struct Race {
    /// Whether a configuration has come to a rung.
    enum Arrival: Equatable {
      /// Some of its cells are still on their way.
      case open
      /// All of its cells were there; with the mean of their best scores, of which a higher one is better, where each has one.
      case there(Double?)
      /// One of its cells failed on the way, so that it can't be compared.
      case broken

      var isOpen: Bool { self == .open }
      var isThere: Bool { if case .there = self { true } else { false } }
      var score: Double? { if case .there(let score) = self { score } else { nil } }
    }

    /// Where a configuration belongs.
    struct Place {
      /// The number of the rung to which it is trained; that of all rungs for the end.
      var rung: Int
      /// Whether it goes no further.
      var isOut = false
    }

    /// The numbers of the cells of each configuration, in the order in which they are declared.
    let configurations: [[Int]]
    private let cells: [CellProgress]
    private let rungs: [Int]
    private let sign: Double

    init(_ cells: [CellProgress], at rungs: [Int], _ direction: Metric.Direction) {
      self.cells = cells
      self.rungs = rungs
      sign = direction == .higher ? 1 : -1
      let count = 1 + (cells.map(\.configuration).max() ?? -1)
      var configurations = [[Int]](repeating: [], count: count)
      for (number, cell) in cells.enumerated() { configurations[cell.configuration].append(number) }
      self.configurations = configurations.filter { !$0.isEmpty }
    }

    /// Every configuration goes to the end.
    var untouched: [Place] { configurations.map { _ in Place(rung: rungs.count) } }

    /// Each rung is decided when all are there.
    func synchronous(eta: Int) -> [Place] {
      var places = configurations.map { _ in Place(rung: 0) }
      var entrants = Array(configurations.indices)
      for rung in rungs.indices where entrants.count > 1 {
        for entrant in entrants { places[entrant].rung = rung }
        let field = Field(entrants, arrivals(of: entrants, at: rung))
        if field.isOpen { return places }
        let promoted = field.best(of: entrants.count, eta, rounding: .up)
        for entrant in entrants where !promoted.contains(entrant) { places[entrant].isOut = true }
        entrants.removeAll { !promoted.contains($0) }
      }
      for entrant in entrants { places[entrant].rung = rungs.count }
      return places
    }

    /// Each rung lets go on who is among the best so far; who has begun to goes on.
    func asynchronous(eta: Int) -> [Place] {
      var places = configurations.map { _ in Place(rung: 0) }
      var entrants = Array(configurations.indices)
      var isClosed = true
      for rung in rungs.indices where !(isClosed && entrants.count == 1) {
        for entrant in entrants { places[entrant].rung = rung }
        let field = Field(entrants, arrivals(of: entrants, at: rung))
        isClosed = isClosed && !field.isOpen
        var promoted =
          isClosed
          ? field.best(of: entrants.count, eta, rounding: .up)
          : field.best(of: field.arrived, eta, rounding: .down)
        promoted.formUnion(entrants.filter { hasBegun($0, beyond: rungs[rung]) })
        if isClosed {
          for entrant in entrants where !promoted.contains(entrant) { places[entrant].isOut = true }
        }
        entrants.removeAll { !promoted.contains($0) }
      }
      for entrant in entrants { places[entrant].rung = rungs.count }
      return places
    }

    /// Whether a configuration has come to a rung, and how good it is there.
    ///
    /// What happened to a cell after the rung doesn't count, or the decision would depend on when it is taken.
    func arrival(of configuration: Int, at rung: Int) -> Arrival {
      let epoch = rungs[rung]
      var sum: Double? = 0
      var isOpen = false
      for number in configurations[configuration] {
        let cell = cells[number]
        if cell.scores.count < epoch, cell.stage != .finished {
          if cell.stage == .failed { return .broken }
          isOpen = true
        }
        let best = best(of: cell, until: epoch)
        sum = sum.flatMap { sum in best.map { sum + $0 } }
      }
      return isOpen ? .open : .there(sum.map { $0 / Double(configurations[configuration].count) })
    }

    /// The best score until an epoch, of which a higher one is better; nil where there is none.
    private func best(of cell: CellProgress, until epoch: Int) -> Double? {
      var best: Double?
      for case let score? in cell.scores.prefix(epoch) where score.isFinite {
        best = best.map { max($0, sign * score) } ?? sign * score
      }
      return best
    }

    private func arrivals(of entrants: [Int], at rung: Int) -> [Arrival] {
      entrants.map { arrival(of: $0, at: rung) }
    }

    /// Whether a cell has epochs behind a rung, or is trained to get some.
    private func hasBegun(_ configuration: Int, beyond epoch: Int) -> Bool {
      configurations[configuration].contains { number in
        let cell = cells[number]
        return cell.scores.count > epoch || (cell.target ?? 0) > epoch
      }
    }
  }

  /// The configurations that compete at a rung.
  private struct Field {
    /// Whether some are still on their way.
    let isOpen: Bool
    /// How many are not.
    let arrived: Int
    /// Those that can be compared, the best first; of equal ones the first that is declared.
    private let ranked: [Int]

    init(_ entrants: [Int], _ arrivals: [Race.Arrival]) {
      isOpen = arrivals.contains(where: \.isOpen)
      arrived = arrivals.count { !$0.isOpen }
      let compared = zip(entrants, arrivals).compactMap { entrant, arrival in
        arrival.score.map { (entrant: entrant, score: $0) }
      }
      ranked = compared.sorted { ($1.score, $0.entrant) < ($0.score, $1.entrant) }.map(\.entrant)
    }

    /// The best of which one of `eta` goes on.
    func best(of count: Int, _ eta: Int, rounding: FloatingPointRoundingRule) -> Set<Int> {
      Set(ranked.prefix(Int((Double(count) / Double(eta)).rounded(rounding))))
    }
  }
}
