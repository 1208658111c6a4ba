import Foundation

/// The weight map that makes a network learn the gaps between objects (Ronneberger, Fischer and Brox 2015).
///
/// A background pixel has w0 · exp(−(d1 + d2)² / 2σ²), d1 and d2 its distances to the nearest and the second nearest object; all others have
/// 0. An object is a connected part of the foreground: of all pixels of other classes than the first (or, with one class, of that
/// class), whichever class each has. Objects that touch at a corner only are two.
public struct BorderWeights: Hashable, Sendable {
  /// The largest weight, where two objects meet.
  public let w0: Double
  /// σ, in pixels.
  public let sigma: Double

  /// A map with these parameters, both above 0.
  public init(w0: Double, sigma: Double) {
    self.w0 = w0
    self.sigma = sigma
  }

  /// The weight of each pixel, rows from top to bottom: [H, W].
  ///
  /// Ignored pixels are no object, and weigh 0.
  public func callAsFunction(_ mask: ClassMask) -> [Float] {
    let objects = ConnectedComponents(
      of: mask.indices.map { $0 != 0 && $0 != ClassMask.ignored }, size: mask.size)
    var weights = [Float](repeating: 0, count: mask.size.area)
    guard objects.count > 1 else { return weights }
    let nearest = NearestObjects(objects.labels, size: mask.size)
    for place in mask.indices.indices where mask.indices[place] == 0 {
      guard let (first, second) = nearest.distances(from: place, within: reach) else { continue }
      let sum = first + second
      weights[place] = Float(w0 * exp(-sum * sum / (2 * sigma * sigma)))
    }
    return weights
  }

  /// The distance beyond which a weight is less than 1e-16 of the largest.
  private var reach: Int { Int(min(sigma * 8.6, 1e9).rounded(.up)) }
}
