/// Why a name stands for no key of a config, with the nearest right one.
public struct NoSuchKey: Error, Equatable, CustomStringConvertible {
  /// One sentence that starts in lower case and has no full stop.
  public let description: String
}
