/// The scores of one configuration: a row for each seed, a column for each image.
///
/// A score of the data set that is no mean over images enters as leave-one-image-out values (`Jackknife`). The mean of a row is that seed's score.
/// Seeds are replicates: the same seed in two configurations is no pair, because another network draws other numbers from it. Images are the same
/// in all configurations that are compared, in the same order.
public struct ScoreTable: Equatable, Sendable {
  /// The values, by seed and then by image; in the unit of the score.
  public let values: [[Double]]

  /// Makes a table: nil where there is no value at all, where rows differ in length, or where a value is no finite number.
  public init?(_ values: [[Double]]) {
    guard let images = values.first?.count, images > 0, values.allSatisfy({ $0.count == images }),
      values.joined().allSatisfy(\.isFinite)
    else { return nil }
    self.values = values
  }

  /// Makes a table of one score for each seed, for scores of which nothing is known by image.
  public init?(scores: [Double]) { self.init(scores.map { [$0] }) }

  /// Makes a table of a cross-validation, in which each image is scored once for each seed, by the network of its fold.
  ///
  /// The images of a fold share a network and its training images, so they say less than as many independent images: a fold becomes one column. With
  /// n of N images in one of F folds, a column is the row's mean m plus F·n/N·(the fold's mean − m), so that the mean of the row stays what it is
  /// however the sizes differ.
  ///
  /// - Parameter folds: The fold of each column of `values`.
  public init?(_ values: [[Double]], folds: [Int]) {
    guard let table = ScoreTable(values), folds.count == table.imageCount else { return nil }
    let places = Dictionary(grouping: folds.indices) { folds[$0] }
    let columns = places.keys.sorted().compactMap { places[$0] }
    let scale = Double(columns.count) / Double(folds.count)
    self.init(
      table.values.map { row in
        let mean = row.mean
        return columns.map { column in
          mean + scale * column.reduce(0) { $0 + (row[$1] - mean) }
        }
      })
  }

  /// How many rows there are, at least 1.
  public var seedCount: Int { values.count }
  /// How many columns there are, at least 1.
  public var imageCount: Int { values[0].count }
  /// The score of each seed.
  public var scores: [Double] { values.map(\.mean) }
  /// The score of the configuration: the mean over seeds.
  public var mean: Double { scores.mean }

  /// The mean over seeds of each image.
  var imageMeans: [Double] {
    values[0].indices.map { image in values.map { $0[image] }.mean }
  }

  /// The table without its images: one column.
  var withoutImages: ScoreTable { ScoreTable(scores: scores) ?? self }
}

extension [Double] {
  /// The arithmetic mean; 0 of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
