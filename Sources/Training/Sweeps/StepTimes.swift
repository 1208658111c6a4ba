/// When each of several processes that train side by side was done with its steps.
struct StepTimes: Equatable {
  /// The end of a step.
  struct Step: Equatable {
    /// By the machine's clock, which all processes share.
    let nanoseconds: UInt64
    /// The images of the step.
    let images: Int

    /// How a process tells it.
    var line: String { "\(nanoseconds) \(images)" }
  }

  /// The steps of each process, in their order.
  let processes: [[Step]]

  /// Steps before a process counts: the first compile kernels and take memory from the system.
  private static let warmUpSteps = 2

  /// - Parameter outputs: what each process wrote; the part of a line at its end counts for nothing.
  init(outputs: [String]) {
    processes = outputs.map { output in
      output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
        let numbers = line.split(separator: " ")
        guard numbers.count == 2, let time = UInt64(numbers[0]), let images = Int(numbers[1]) else {
          return nil
        }
        return Step(nanoseconds: time, images: images)
      }
    }
  }

  /// When the last process was warm; nil before.
  private var start: UInt64? {
    let warm = processes.map { $0.dropFirst(Self.warmUpSteps - 1).first?.nanoseconds }
    return warm.contains { $0 == nil } ? nil : warm.compactMap(\.self).max()
  }

  /// The steps of each process that ended after all were warm and before the first of them ended its last.
  private var common: [[Step]]? {
    guard let start, let end = processes.compactMap(\.last?.nanoseconds).min() else { return nil }
    return processes.map { $0.filter { $0.nanoseconds >= start && $0.nanoseconds <= end } }
  }

  /// The seconds during which all trained, and the least number of whole steps that one of them did in that time.
  var measured: (seconds: Double, steps: Int) {
    guard let common, let start, let end = processes.compactMap(\.last?.nanoseconds).min(), end > start else {
      return (0, 0)
    }
    return (Double(end - start) / 1e9, max(0, (common.map(\.count).min() ?? 0) - 1))
  }

  /// Images a second of all together, while all of them trained; nil where one didn't get as far as a whole step.
  ///
  /// A process counts from the end of its first step in that time to the end of its last one: whole steps.
  var imagesPerSecond: Double? {
    guard let common else { return nil }
    let rates = common.map { steps -> Double? in
      guard let first = steps.first, let last = steps.last, last.nanoseconds > first.nanoseconds else {
        return nil
      }
      let images = steps.dropFirst().reduce(0) { $0 + $1.images }
      return Double(images) * 1e9 / Double(last.nanoseconds - first.nanoseconds)
    }
    return rates.contains { $0 == nil } ? nil : rates.compactMap(\.self).reduce(0, +)
  }
}
