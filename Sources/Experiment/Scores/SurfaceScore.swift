/// A score of how well the outlines of a class agree in one image.
public enum SurfaceScore: String, CaseIterable, Sendable {
  /// F1 of the edge pixels within a tolerance (Csurka et al. 2013), 0 to 1.
  case boundaryF1 = "boundary_f1"
  /// Normalised surface distance: the share of both contours' length within a tolerance (Nikolov et al. 2018), 0 to 1.
  case surfaceDice = "surface_dice"
  /// Hausdorff distance without the farthest 5 % of each outline (95th percentile), in pixels.
  case hausdorff95 = "hausdorff_95"
}
