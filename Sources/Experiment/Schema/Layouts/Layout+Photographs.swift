import Config

extension Layout {
  /// `images/*.jpg`, `annotations/trimaps/*.png` with 1 for the pet, 2 for the background and 3 for the border between them, and the
  /// official lists.
  mutating func setOxfordPet(_ root: Path) {
    images = root / "images"
    masks = root / "annotations/trimaps"
    classes = ClassConfig.indexed(["pet": 1, "background": 2, "border": 3])
    training = root / "annotations/trainval.txt"
    test = .list(root / "annotations/test.txt")
  }

  /// `train/*.jpg` and `train_masks/*_mask.gif`; sixteen views of a car share what is before the last `_`.
  ///
  /// The masks have a palette of black and white, so that a program that reads indices finds 1 where one that reads colours finds 255.
  mutating func setCarvana(_ root: Path) {
    images = root / "train"
    masks = root / "train_masks"
    maskName = "{stem}_mask"
    classes = [ClassConfig(name: "car", values: [.grey(1), .grey(255)])]
    validation = .fraction(0.2, DrawConfig(group: .pattern("^(.*)_")))
  }

  /// `JPEGImages`, of which few have a mask in `SegmentationClass`, and the official lists; 255 is the border of objects.
  mutating func setPascalVOC(_ root: Path) {
    images = root / "JPEGImages"
    masks = root / "SegmentationClass"
    palette = .pascalVOC
    training = root / "ImageSets/Segmentation/train.txt"
    validation = .list(root / "ImageSets/Segmentation/val.txt")
  }

  /// `train-volume.tif` and `train-labels.tif`, thirty slices each; consecutive ones look alike, so that the last six validate.
  mutating func setISBI(_ root: Path) {
    images = root / "train-volume.tif"
    masks = root / "train-labels.tif"
    classes = ClassConfig.indexed(["membrane": 0, "cell": 255])
    validation = .ranges([PositionRange(first: 24, last: 29)])
  }
}
