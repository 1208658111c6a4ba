/// A value of one of two types, as `Format.either` reads it.
public enum Either<First, Second> {
  /// A value of the first type.
  case first(First)
  /// A value of the second type.
  case second(Second)
}
