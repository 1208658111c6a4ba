import CTorch

/// Some of the processor's cores, by their numbers.
public struct CoreSet: Hashable, Sendable {
  /// The numbers, each from 0 to 1023, ascending.
  public let numbers: [Int]

  /// Some cores.
  public init(_ numbers: [Int]) { self.numbers = numbers.sorted() }

  /// Those on which the calling thread may run; none where the system doesn't say.
  public static var ofThread: CoreSet {
    var numbers = [Int32](repeating: 0, count: 1024)
    let count = ctorch_get_cores(&numbers, numbers.count)
    return CoreSet(numbers.prefix(count).map(Int.init))
  }

  /// Runs `body` with the calling thread on these cores alone, then lets it run where it could before; processes and threads that `body`
  /// starts stay on them.
  ///
  /// Without a core, or where the system doesn't let it, `body` runs all the same.
  public func pinned<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = Self.ofThread
    guard !numbers.isEmpty, !before.numbers.isEmpty, set() else { return try body() }
    defer { _ = before.set() }
    return try body()
  }

  private func set() -> Bool {
    ctorch_set_cores(numbers.map { Int32(clamping: $0) }, numbers.count)
  }
}
