public import Config

/// The arrangements of files that data sets come in.
public enum LayoutName: String, ConfigChoice {
  /// A folder of images and one of masks.
  case folders
  /// Oxford-IIIT Pet: photographs with trimaps.
  case oxfordPet = "oxford_pet"
  /// The Carvana image masking challenge.
  case carvana
  /// CamVid as the SegNet tutorial has it: index masks of eleven classes.
  case camvid
  /// Pascal VOC 2007 to 2012: the segmentation part.
  case pascalVOC = "pascal_voc"
  /// Cityscapes: the fine annotations.
  case cityscapes
  /// The ISBI 2012 challenge: two stacks.
  case isbi
}
