/// A cell of a sweep with its identity and the run folder that this leads to.
public struct SweepMember: Sendable {
  /// The cell.
  public let cell: SweepCell
  /// SHA-256 of what determines its result, in hexadecimal.
  public let identity: String
  /// Its run folder, which need not exist yet.
  public let folder: RunFolder

  /// Makes a member.
  public init(cell: SweepCell, identity: String, folder: RunFolder) {
    self.cell = cell
    self.identity = identity
    self.folder = folder
  }
}
