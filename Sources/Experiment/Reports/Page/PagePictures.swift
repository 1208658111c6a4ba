public import Foundation

/// The pictures of a page's gallery: each image and its truth once, however many runs predicted it.
public struct PagePictures: Encodable, Equatable, Sendable {
  /// An image of the validation.
  public struct Image: Encodable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// A JPEG or a PNG, as a data address.
    let picture: String
    /// A PNG of the mask's size in which each class has its colour and black is no class, as a data address.
    let truth: String

    /// An image with the bytes of a JPEG and of a PNG.
    public init(name: String, picture: Data, truth: Data) {
      self.name = name
      self.picture = PagePictures.address(picture, "image/jpeg")
      self.truth = PagePictures.address(truth, "image/png")
    }
  }

  /// What a run predicted for an image.
  public struct Prediction: Encodable, Equatable, Sendable {
    /// The run's id.
    public let run: Int
    /// The position of the image among the images.
    public let image: Int
    /// A PNG like that of the truth, as a data address.
    let mask: String
  }

  /// The images.
  public private(set) var images: [Image] = []
  /// The predictions, in the order in which runs are offered.
  public private(set) var predictions: [Prediction] = []
  /// How many runs have pictures for which there was no room.
  public private(set) var leftOut = 0
  /// How many bytes the page gets at most by them.
  private let room: Int
  private var taken = 0

  private enum CodingKeys: String, CodingKey {
    case images, predictions
    case leftOut = "left_out"
  }

  /// No pictures yet, and room for some: 5 MB leave a page of 500 runs below the 10 MB that mail lets through.
  public init(room: Int = 5_000_000) { self.room = room }

  /// Whether there is no more room for a run's pictures, which need not be read then.
  public var isFull: Bool { taken >= room }

  /// Counts a run whose pictures are left out.
  public mutating func leaveOut() { leftOut += 1 }

  /// Adds all pictures of a run, or counts it as left out where there is no room for all of them.
  public mutating func add(run: Int, _ pictures: [(image: Image, prediction: Data)]) {
    let masks = pictures.map { Self.address($0.prediction, "image/png") }
    let new = pictures.map(\.image).filter { !images.contains($0) }
    let size =
      masks.reduce(0) { $0 + $1.utf8.count }
      + new.reduce(0) { $0 + $1.picture.utf8.count + $1.truth.utf8.count }
    guard taken + size <= room else { return leaveOut() }
    taken += size
    for (picture, mask) in zip(pictures, masks) {
      let position = images.firstIndex(of: picture.image) ?? images.endIndex
      if position == images.endIndex { images.append(picture.image) }
      predictions.append(Prediction(run: run, image: position, mask: mask))
    }
  }

  private static func address(_ bytes: Data, _ type: String) -> String {
    "data:\(type);base64,\(bytes.base64EncodedString())"
  }
}
