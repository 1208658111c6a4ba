/// How well the outlines of one class agree in a predicted and a true mask of one image; exact, in pixels of the masks.
///
/// What lies beyond the border of the image is outside of every class, so an object that is cut off has an outline there. An ignored
/// pixel belongs to no class in either mask, as in MONAI: where it cuts through an object, both masks have the same outline.
public struct SurfaceAgreement: Equatable, Sendable {
  /// F1 of the edge pixels, 0 to 1, as Csurka and others defined it (2013).
  ///
  /// A predicted one is right, a true one is found, where the nearest one of the other mask is within the tolerance. Edge pixels are
  /// those with a neighbour of another class to the left, right, above or below.
  public let boundaryF1: Double
  /// Normalised surface distance, 0 to 1, as Nikolov and others defined it (2018).
  ///
  /// It is the share of the length of both contours that is within the tolerance of the other one, as DeepMind's `surface-distance` and
  /// MONAI's `use_subvoxels` measure it.
  public let surfaceDice: Double
  /// Hausdorff distance at the 95th percentile, in pixels, as MONAI computes it.
  ///
  /// It is that percentile of the distances from edge pixels to the nearest edge pixel of the other mask, from prediction to truth or from
  /// truth to prediction, whichever is greater.
  public let hausdorff95: Double

  /// The agreement of one class.
  ///
  /// Where only one of the masks has the class, all three are as bad as can be: 0, 0 and the diagonal of the image.
  ///
  /// - Parameters:
  ///   - prediction: the predicted classes.
  ///   - truth: the true classes, of the same size; what is ignored there is ignored in both.
  ///   - tolerance: how far apart outlines may lie and still agree, in pixels, at least 0.
  /// - Returns: `nil` where neither mask has the class.
  public init?(of label: UInt8, prediction: ClassMask, truth: ClassMask, tolerance: Double) {
    precondition(prediction.size == truth.size, "masks of one image")
    guard let (predicted, actual) = Region.pair(of: label, prediction, truth) else { return nil }
    guard !predicted.isEmpty, !actual.isEmpty else {
      (boundaryF1, surfaceDice) = (0, 0)
      hausdorff95 = Double(truth.width * truth.width + truth.height * truth.height).squareRoot()
      return
    }
    let edges = Self.pieces(predicted.edge, actual.edge)
    let (precision, recall) = (edges.0.share(within: tolerance), edges.1.share(within: tolerance))
    boundaryF1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    hausdorff95 = max(edges.0.quantile(0.95), edges.1.quantile(0.95))
    let contours = Self.pieces(predicted.contour, actual.contour)
    surfaceDice =
      (contours.0.length(within: tolerance) + contours.1.length(within: tolerance))
      / (contours.0.length() + contours.1.length())
  }

  /// The agreement of each of some classes, by several threads at once; `nil` for a class that neither mask has.
  public static func ofClasses(
    _ labels: Range<Int>, prediction: ClassMask, truth: ClassMask, tolerance: Double, threads: Int
  ) -> [SurfaceAgreement?] {
    Parallel.map(labels.count, threads: threads) { index in
      UInt8(exactly: labels.lowerBound + index).flatMap { label in
        SurfaceAgreement(of: label, prediction: prediction, truth: truth, tolerance: tolerance)
      }
    }
  }

  private static func pieces(_ a: Outline, _ b: Outline) -> ([Outline.Piece], [Outline.Piece]) {
    (a.pieces(to: b), b.pieces(to: a))
  }
}
