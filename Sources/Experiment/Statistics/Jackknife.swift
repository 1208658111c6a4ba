/// What each image contributes to a score that is no mean over images, such as an IoU of counts summed over all of them.
public enum Jackknife {
  /// The value of each image: θ + (n − 1)·(m − θᵢ), where θ is the score of all n images, θᵢ that without image i, and m the mean of all θᵢ.
  ///
  /// These are Tukey's pseudo-values, shifted so that their mean is the score itself (Hillis, Obuchowski, Schartz and Berbaum 2005 call them normalised).
  /// For a mean over images they are its values. Leaving out an image may leave a class without a pixel: a mean over classes goes on with the
  /// others, and a score of that class alone has no value then. Nothing is known by image of such a score, nor of one image alone.
  ///
  /// - Parameter score: The score of all images, or of all but one; nil where it is 0/0.
  /// - Returns: A value for each image; nil where any of the scores has no value, or where there are fewer than two images.
  public static func pseudoValues(count: Int, score: (_ leftOut: Int?) -> Double?) -> [Double]? {
    guard count > 1, let whole = score(nil), whole.isFinite else { return nil }
    var parts: [Double] = []
    parts.reserveCapacity(count)
    for image in 0..<count {
      guard let part = score(image), part.isFinite else { return nil }
      parts.append(part)
    }
    let mean = parts.mean
    return parts.map { whole + Double(count - 1) * (mean - $0) }
  }
}
