import Diagnostics

/// Takes the parts of a split out of samples, in the order that `Split` states, and refuses what would leak.
struct Divider {
  let samples: [Sample]
  let cache: DecodedCache
  let threads: Int

  /// The positions of a part, each with what put it there, as errors name it.
  private struct Choice {
    let role: String
    var places: [Int: String] = [:]
    var others: [Sample] = []

    func samples(of all: [Sample]) -> [Sample] {
      all.indices.filter { places[$0] != nil }.map { all[$0] } + others
    }
  }

  func division(_ split: Split) throws(DiagnosticError) -> Split.Division {
    var (training, validation, test) = try named(split)
    let base = split.training == nil ? Array(samples.indices) : training.places.keys.sorted()
    if let part = split.test {
      try draw(part, into: &test, from: base, except: [validation])
    }
    try draw(split.validation, into: &validation, from: base, except: [test])
    for position in base where validation.places[position] == nil && test.places[position] == nil {
      training.places[position] = training.places[position] ?? "all others"
    }
    training.places = training.places.filter {
      validation.places[$0.key] == nil && test.places[$0.key] == nil
    }
    if training.places.isEmpty, !samples.isEmpty { throw noneLeft(base.count, test) }
    let choices = [training, validation, test]
    try requireMasks(choices)
    try requireOwnFiles(choices)
    for grouping in Set(groupings(split)) { try requireWholeGroups(grouping, choices) }
    return Split.Division(
      training: training.samples(of: samples), validation: validation.samples(of: samples),
      test: test.samples(of: samples))
  }

  private func noneLeft(_ count: Int, _ test: Choice) -> DiagnosticError {
    let verb = test.places.isEmpty ? "validate" : "validate or test"
    return DiagnosticError(Diagnostic("all \(count) images \(verb), so none is left to train"))
  }
}

// MARK: What is named

extension Divider {
  /// The parts that lists and positions name, none of which may share an image with another.
  private func named(
    _ split: Split
  ) throws(DiagnosticError) -> (training: Choice, validation: Choice, test: Choice) {
    var problems = ProblemList()
    let training = named(split.training.map { .list(path: $0) }, "training", &problems)
    let validation = named(split.validation, "validation", &problems)
    let test = named(split.test, "test", &problems)
    try problems.throwIfAny()
    for (one, other) in [(training, validation), (training, test), (validation, test)] {
      for (position, place) in one.places.sorted(by: { $0.key < $1.key }) {
        guard let second = other.places[position] else { continue }
        problems.add(
          Diagnostic(
            "image '\(samples[position].id)' is for \(one.role) (\(place)) and for \(other.role) (\(second))"
          ))
      }
    }
    try problems.throwIfAny()
    return (training, validation, test)
  }

  private func named(_ part: Split.Part?, _ role: String, _ problems: inout ProblemList) -> Choice {
    var choice = Choice(role: role)
    switch part {
    case .ranges(let ranges):
      for range in ranges {
        guard problems.collect({ () throws(DiagnosticError) in try check(range) }) != nil else { continue }
        for position in range.first...range.last { choice.places[position] = "the range \(range)" }
      }
    case .list(let path):
      let list = problems.collect { () throws(DiagnosticError) in try NameList(path: path) }
      let lines = list?.positions(in: samples, &problems) ?? [:]
      choice.places = lines.mapValues { "\(path):\($0)" }
    case .others(let others): choice.others = others
    case .fraction, .fold, nil: break
    }
    return choice
  }

  private func check(_ range: Split.Positions) throws(DiagnosticError) {
    guard range.first <= range.last else {
      throw DiagnosticError(
        Diagnostic("the range \(range) is empty: its first position is after its last"))
    }
    guard range.first >= 0, range.last < samples.count else {
      throw DiagnosticError(
        Diagnostic(
          "the range \(range) doesn't fit \(samples.count) images, whose positions are 0 to \(samples.count - 1)"
        ))
    }
  }
}

// MARK: What is drawn

extension Divider {
  /// Adds what a part draws of the samples at `base` that no other choice has; a part that is named draws nothing.
  private func draw(
    _ part: Split.Part, into choice: inout Choice, from base: [Int], except others: [Choice]
  ) throws(DiagnosticError) {
    let drawn: [Int]
    let pool = base.filter { position in !others.contains { $0.places[position] != nil } }
    switch part {
    case .ranges, .list, .others: return
    case .fraction(let fraction, let rule):
      guard fraction > 0, fraction < 1 else {
        throw DiagnosticError(Diagnostic("the fraction \(fraction) is not above 0 and below 1"))
      }
      let units = try DrawnUnits(pool, of: samples, by: rule)
      let all = try pool.count == base.count ? units.count : DrawnUnits(base, of: samples, by: rule).count
      guard units.count >= 2 else { throw tooFew(units, 2, "divided into training and \(choice.role)") }
      let count = min(max(Int((fraction * Double(all)).rounded()), 1), units.count - 1)
      drawn = try members(of: units, rule, sizes: [count, units.count - count], part: 0)
    case .fold(let fold, let folds, let rule):
      guard folds >= 2, (0..<folds).contains(fold) else {
        throw DiagnosticError(
          Diagnostic("fold \(fold) of \(folds) is none: they are counted from 0, and there are at least 2"))
      }
      let units = try DrawnUnits(pool, of: samples, by: rule)
      guard units.count >= folds else { throw tooFew(units, folds, "divided into \(folds) folds") }
      let ends = (0...folds).map { $0 * units.count / folds }
      drawn = try members(of: units, rule, sizes: zip(ends.dropFirst(), ends).map { $0 - $1 }, part: fold)
    }
    for position in drawn { choice.places[position] = "drawn" }
  }

  private func tooFew(_ units: DrawnUnits, _ needed: Int, _ purpose: String) -> DiagnosticError {
    DiagnosticError(Diagnostic("\(units.words) cannot be \(purpose); \(needed) are needed"))
  }

  /// The positions in one of the parts of these sizes, into which the units are divided.
  private func members(
    of units: DrawnUnits, _ rule: Split.Draw, sizes: [Int], part: Int
  ) throws(DiagnosticError) -> [Int] {
    guard rule.isStratified else {
      let first = sizes.prefix(part).reduce(0, +)
      return units.members[first..<first + sizes[part]].flatMap(\.self)
    }
    let chosen = units.members.flatMap(\.self).map { samples[$0] }
    try requireMasks(chosen.map { ($0, "drawn") })
    try cache.load(chosen, threads: threads)
    var classes: [[Int]] = []
    for members in units.members { classes.append(try self.classes(in: members)) }
    let parts = Stratification.parts(of: classes, sizes: sizes)
    return zip(units.members, parts).filter { $0.1 == part }.flatMap(\.0)
  }

  /// The classes that have a pixel in any of the masks.
  private func classes(in positions: [Int]) throws(DiagnosticError) -> [Int] {
    var isThere = [Bool](repeating: false, count: 256)
    for position in positions {
      for index in try cache.summary(of: samples[position]).fullMaskClasses { isThere[index] = true }
    }
    return isThere.indices.filter { isThere[$0] }
  }
}

// MARK: What would leak

extension Divider {
  /// Only images that no part has may be without a mask.
  private func requireMasks(_ choices: [Choice]) throws(DiagnosticError) {
    let chosen = choices.flatMap { choice in
      choice.places.sorted { $0.key < $1.key }.map { (samples[$0.key], $0.value) }
        + choice.others.map { ($0, choice.role) }
    }
    try requireMasks(chosen)
  }

  private func requireMasks(_ chosen: [(sample: Sample, place: String)]) throws(DiagnosticError) {
    var problems = ProblemList()
    for (sample, place) in chosen where sample.masks.isEmpty {
      problems.add(Diagnostic("image '\(sample.image)' has no mask, and is wanted (\(place))"))
    }
    try problems.throwIfAny()
  }

  /// Folders of one part may lie in those of another.
  private func requireOwnFiles(_ choices: [Choice]) throws(DiagnosticError) {
    guard choices.contains(where: { !$0.others.isEmpty }) else { return }
    var problems = ProblemList()
    var roles: [FilePage: String] = [:]
    for choice in choices {
      for sample in choice.samples(of: samples) {
        let page = FilePage(ImageFolder.resolved(sample.image.path), page: sample.image.page)
        guard let role = roles.updateValue(choice.role, forKey: page), role != choice.role else { continue }
        problems.add(
          Diagnostic(
            "image '\(sample.image)' is for \(role) and for \(choice.role)",
            notes: ["the folder of one is in that of the other, or a link leads there"]))
      }
    }
    try problems.throwIfAny()
  }

  private func groupings(_ split: Split) -> [Grouping] {
    [split.validation, split.test].compactMap { part in
      switch part {
      case .fraction(_, let rule), .fold(_, _, let rule): rule.grouping
      case .ranges, .list, .others, nil: nil
      }
    }
  }

  /// Whatever put images where they are, no group may stand on two sides.
  private func requireWholeGroups(_ grouping: Grouping, _ choices: [Choice]) throws(DiagnosticError) {
    var chosen = choices.flatMap { choice in
      choice.places.sorted { $0.key < $1.key }.map { (sample: samples[$0.key], choice.role, $0.value) }
    }
    // A table is about the images that are divided; a name in another folder may be another image's.
    if case .pattern = grouping {
      chosen += choices.flatMap { choice in choice.others.map { ($0, choice.role, "its own folder") } }
    }
    let names = try grouping.knownNames(of: chosen.map(\.sample))
    var first: [String: (sample: Sample, role: String, place: String)] = [:]
    var problems = ProblemList()
    for ((sample, role, place), name) in zip(chosen, names) {
      guard let name else { continue }
      guard let known = first[name] else {
        first[name] = (sample, role, place)
        continue
      }
      guard known.role != role else { continue }
      problems.add(
        Diagnostic(
          "group '\(name)' stands on two sides: '\(known.sample.id)' is for \(known.role) (\(known.place)), "
            + "and '\(sample.id)' for \(role) (\(place))",
          notes: ["give every part that is drawn the same 'group', and name whole groups in lists"]))
    }
    try problems.throwIfAny()
  }
}
