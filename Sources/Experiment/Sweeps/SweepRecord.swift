/// The file `sweep.json`: which cells a sweep has, and where they are.
public struct SweepRecord: Codable, Equatable, Sendable {
  /// A cell.
  public struct Cell: Codable, Equatable, Sendable {
    /// What it sets, in a few letters: `depth=3,loss=ce+dice,seed=0`.
    public let label: String
    /// The number of its configuration, from 0; cells that differ in seed and fold alone have the same.
    public let configuration: Int
    /// What it sets, by dotted path.
    public let settings: [String: String]
    /// SHA-256 of what determines its result, in hexadecimal.
    public let identity: String
    /// The name of its run folder, beside this file.
    public let folder: String
  }

  /// The version of the format.
  public let schema: Int
  /// The cells in the order in which they are declared; those of earlier versions of the sweep, whose folders may be there, are not among them.
  public let cells: [Cell]

  /// The record of a sweep.
  public init(of members: [SweepMember]) {
    schema = JSONFormat.schema
    cells = members.map { member in
      Cell(
        label: member.cell.label, configuration: member.cell.configuration,
        settings: Dictionary(
          member.cell.settings.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }),
        identity: member.identity, folder: member.folder.name)
    }
  }
}
