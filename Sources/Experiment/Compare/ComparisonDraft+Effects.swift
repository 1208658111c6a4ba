extension ComparisonDraft {
  /// What the keys do; nil where fewer than two configurations compare, or where the best were picked out, which tell of no key.
  var effects: Effects? {
    let compared = entries.enumerated().filter { $0.element.isCompared }
    guard isDetailed, dataSets == 1, !isCut, compared.count > 1 else { return nil }
    let observations = compared.compactMap { id, entry in
      entry.configuration.table.map { table in
        Effects.Observation(id: id, settings: entry.configuration.labels, table: table, cost: entry.cost)
      }
    }
    return Effects(
      of: observations, keys: keys, higherIsBetter: metric.direction == .higher)
  }

  /// The report on two configurations, or on the two runs of one, in the order in which they were named.
  ///
  /// - Parameter current: the folder from which their paths count.
  func pair(in current: String) -> Pair? {
    guard isDetailed else { return nil }
    if entries.count == 2 {
      let order = entries.indices.sorted { place($0, in: current) < place($1, in: current) }
      let sides = order.map {
        Pair.Named(label: entries[$0].configuration.label, members: entries[$0].scores.members)
      }
      return Pair(sides[0], sides[1], metric: metric, difference: difference(from: order[0], to: order[1]))
    }
    guard let only = entries.first?.scores.members, entries.count == 1, only.count == 2 else { return nil }
    let sides = only.map { Pair.Named(label: $0.run.folder.name, members: [$0]) }
    return Pair(sides[0], sides[1], metric: metric)
  }

  /// Where a configuration stands among those that were named.
  private func place(_ entry: Int, in current: String) -> Int {
    let folders = entries[entry].configuration.runs.map(\.folder)
    return request.paths.firstIndex { path in
      folders.contains(RunFolder(path.hasPrefix("/") ? path : "\(current)/\(path)"))
    } ?? .max
  }

  /// The second less the first.
  private func difference(from first: Int, to second: Int) -> Interval? {
    if let own = entries[second].difference, own.reference == first { return own.interval }
    return entries[first].difference.flatMap { $0.reference == second ? $0.interval.negated : nil }
  }
}
