import Config

/// A number that the program chooses unless the user does.
public enum AutomaticCount: Hashable, Sendable {
  /// What suits the machine.
  case auto
  /// This many.
  case fixed(Int)

  /// `auto`, or a whole number.
  static func format(in range: ClosedRange<Int>) -> Format<AutomaticCount> {
    .either(Format.word("auto"), Int.format(in: .from(range.lowerBound, to: range.upperBound))) { value in
      switch value {
      case .first: .auto
      case .second(let count): .fixed(count)
      }
    } split: { value in
      switch value {
      case .auto: .first(())
      case .fixed(let count): .second(count)
      }
    }
  }
}
