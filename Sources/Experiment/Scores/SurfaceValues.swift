/// The surface scores of one image; lists are in class order, with `nil` for a class that is neither there nor predicted.
public struct SurfaceValues: Codable, Equatable, Sendable {
  /// Boundary F1, 0 to 1.
  public let boundaryF1: [Double?]
  /// Surface Dice, 0 to 1.
  public let surfaceDice: [Double?]
  /// Hausdorff distance at the 95th percentile, in pixels.
  public let hausdorff95: [Double?]

  /// Makes the scores of one image.
  public init(boundaryF1: [Double?], surfaceDice: [Double?], hausdorff95: [Double?]) {
    self.boundaryF1 = boundaryF1
    self.surfaceDice = surfaceDice
    self.hausdorff95 = hausdorff95
  }

  /// The values of one score, in class order.
  public subscript(score: SurfaceScore) -> [Double?] {
    switch score {
    case .boundaryF1: boundaryF1
    case .surfaceDice: surfaceDice
    case .hausdorff95: hausdorff95
    }
  }

  private enum CodingKeys: String, CodingKey {
    case boundaryF1 = "boundary_f1"
    case surfaceDice = "surface_dice"
    case hausdorff95 = "hausdorff_95"
  }
}
