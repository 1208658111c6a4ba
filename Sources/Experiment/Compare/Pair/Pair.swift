/// The report on two runs or configurations.
public struct Pair: Codable, Equatable, Sendable {
  /// Something that the two have differently.
  public struct Change: Codable, Equatable, Sendable {
    public let key: String
    public let first, second: String?
  }

  /// A score of both.
  public struct Score: Codable, Equatable, Sendable {
    /// The image's or the class's name.
    public let id: String
    public let first, second, difference: Double?
  }

  public let config: [Change]
  public let environment: [Change]
  public let classes: [Score]
  public let images: [Score]
}
