import Config

extension Layout {
  /// `train`, `trainannot`, `val`, `valannot`, `test` and `testannot`; 11 is unlabelled.
  mutating func setCamVid(_ root: Path) {
    images = root / "train"
    masks = root / "trainannot"
    classes = ClassConfig.counted([
      "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian",
      "bicyclist",
    ])
    ignore = [.grey(11)]
    validation = .folders(images: root / "val", masks: root / "valannot")
    test = .folders(images: root / "test", masks: root / "testannot")
  }

  /// `leftImg8bit/{train,val}/CITY/*_leftImg8bit.png` and `gtFine/{train,val}/CITY/*_gtFine_labelIds.png`, with the nineteen classes that
  /// the benchmark scores.
  mutating func setCityscapes(_ root: Path) {
    images = root / "leftImg8bit/train"
    masks = root / "gtFine/train"
    imageName = "{folder}/{stem}_leftImg8bit"
    maskName = "{stem}_gtFine_labelIds"
    palette = .cityscapes
    validation = .folders(images: root / "leftImg8bit/val", masks: root / "gtFine/val")
  }
}
