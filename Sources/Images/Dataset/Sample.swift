/// One picture in a file: the file's only one, or a page of a stack.
public struct FilePage: Hashable, Sendable, CustomStringConvertible {
  /// Where the file is.
  public let path: String
  /// Which of the file's pictures, from 0.
  public let page: Int

  /// Names a page of a file, by default its first.
  public init(_ path: String, page: Int = 0) {
    self.path = path
    self.page = page
  }

  /// The path; with the page unless it is the first.
  public var description: String { page == 0 ? path : "\(path) (page \(page))" }
}

/// A file, or a page of one, that says of an image's pixels what they are.
public struct MaskPart: Hashable, Sendable {
  /// Where it is.
  public let page: FilePage
  /// The text that stands for the class where each class has files of its own, in which all but 0 is that class; nil where the pixels'
  /// values tell the classes.
  public let label: String?

  /// Names a mask file.
  public init(_ page: FilePage, label: String? = nil) {
    self.page = page
    self.label = label
  }
}

/// An image and its mask, as files.
public struct Sample: Hashable, Sendable {
  /// The image's path below its folder without the extension, as in `train/0001`, with the page's number after another `/` in a stack;
  /// unique in a dataset.
  public let id: String
  /// Where the image is.
  public let image: FilePage
  /// Where its mask is; no file where images without a mask were asked for too.
  public let masks: [MaskPart]

  /// Makes a sample.
  public init(id: String, image: FilePage, masks: [MaskPart]) {
    self.id = id
    self.image = image
    self.masks = masks
  }

  /// Makes a sample of two files of one page each.
  public init(id: String, imagePath: String, maskPath: String) {
    self.init(id: id, image: FilePage(imagePath), masks: [MaskPart(FilePage(maskPath))])
  }

  /// The mask's first file, as errors name it.
  public var maskName: String { masks.first?.page.description ?? "(no mask)" }
}
