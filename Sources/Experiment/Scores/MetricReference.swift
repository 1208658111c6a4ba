/// The page docs/metrics.md, from the metrics' own declarations.
public enum MetricReference {
  /// The page as Markdown.
  public static var markdown: String {
    """
    <!-- Made by `unet describe --format metrics` from the program itself; changes here are lost. -->

    # Metrics

    All scores compare predicted with true classes at the mask's original size, over pixels that are not ignored. All but the loss and
    the scores of outlines come from integer counts, so that `per_image.json` gives any of them again.

    \(countScores)
    \(metrics)
    \(classTables)
    \(surfaces)
    \(clocks)
    """
  }

  private static var countScores: String {
    let rows = CountScore.allCases.map { "| \($0.rawValue) | \($0.formula) | \($0.undefined) |" }
    return """
      ## Scores from counts

      Of one class, tp are its pixels that were found, fp the pixels wrongly claimed for it, fn its pixels that were missed, tn all other
      pixels; the four sum up to the valid pixels. They equal those of `get_stats` of
      segmentation_models_pytorch 0.6.0.

      | score | formula | 0/0 for a class that is |
      |---|---|---|
      \(rows.joined(separator: "\n"))

      0/0 is `null` and is left out of means; a class that is predicted and not there has an IoU, a Dice and a precision of 0. No score is
      ever NaN. With one class only that class is scored, not its background.

      """
  }

  private static var metrics: String {
    let rows = Metric.allCases.map { metric in
      "| `\(metric.rawValue)` | \(metric.reduction) | \(metric.unit) | \(metric.direction) |"
    }
    return """
      ## Metrics of a validation

      Each is a key of `val` in `metrics.json`, and a value of the config key `validation.metric`. `mean_` weighs every class the same
      (macro), `micro_` every pixel; `_per_image` weighs every image the same, however large.

      | metric | reduction | unit | better |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))

      With two or more classes each wrong pixel is one class's fp and another's fn: `micro_precision`, `micro_recall` and `micro_dice`
      all equal `pixel_accuracy`. `mean_accuracy` counts true negatives; what MMSegmentation calls mAcc is `mean_recall`.

      """
  }

  private static var classTables: String {
    """
    ## Of each class

    `val` also has a table by class name for each score: `iou`, `dice`, … from counts summed over images, `iou_per_image`, … as the mean
    over the images where the class has a score. `confusion` in `metrics.json` has the confusion matrices of the best and the last
    epoch: rows are true classes, columns predicted ones, in the order of `classes`. `per_image.json` has tp, fp and fn of each image
    and class at those two epochs; tn is `valid_pixels` less the three.

    ## Of the test

    With `data.test`, its images are scored once, after the last epoch and with the weights of the best one (of the last one where no
    epoch has a score): they choose nothing. `test` in `metrics.json` has the same keys as `val`, and `epoch`, that of the weights;
    `summary.json` has the usual ones of them. `confusion` and `per_image.json` have `test` beside `best` and `final`. A finished run
    that is resumed with more epochs loses its test until it is finished again. `training.limit_batches.validation` limits the test's
    images too.

    """
  }

  private static var clocks: String {
    """
    ## What a clock says

    Each epoch of `metrics.json` has three numbers that no two runs have the same; all others are, to the bit, on the same machine.

    | key | what it is | unit |
    |---|---|---|
    | `seconds` | the epoch, validation included | s |
    | `images_per_second` | training samples over the training's time, validation not counted | 1/s |
    | `data_wait` | share of the training's time in which the step waited for its data: from asking for a batch until it stands on the device, augmented | 0 to 1 |

    On a GPU, copies and augmentation run beside the program, and count in `data_wait` until they are queued there. An epoch that was
    interrupted counts what all its processes have taken. `data_wait` is absent in runs of versions that didn't measure it.

    ## Skipped updates

    An update whose loss or gradient is NaN or infinite changes nothing. Under `training.on_nan: skip` the run goes on, and an epoch with such
    updates has their number as `skipped_updates`. A batch whose loss is no finite number is left out of the epoch's mean losses. A validation
    whose loss is none has `null` there; its other scores mean nothing, and it is neither the best nor an improvement.

    """
  }

  private static var surfaces: String {
    """
    ## Scores of outlines

    With `validation.surface: true`; `validation.tolerance` is in pixels. Each is taken per image and class, and stands so under `surface`
    in `per_image.json`; the table of a score has the mean over the images where the class has a value.

    | score | what it is | equal to |
    |---|---|---|
    | boundary_f1 | F1 of edge pixels: one is right (found) where the nearest edge pixel of the true (predicted) mask is within the tolerance; Csurka et al. 2013 | the formula on the edges and distances of MONAI 1.6.1's `get_edge_surface_distance` |
    | surface_dice | normalised surface distance: share of the length of both contours within the tolerance of the other; Nikolov et al. 2018 | `surface-distance` 0.1, and MONAI's `compute_surface_dice(use_subvoxels=True)` |
    | hausdorff_95 | 95th percentile of the distances of edge pixels to the nearest one of the other mask, the greater of both directions | MONAI's `compute_hausdorff_distance(percentile=95)` |

    - An edge pixel is one of the class with a pixel of another class, or the border of the image, to its left, right, above or below.
      The percentile interpolates linearly. The contour of `surface_dice` is that of marching squares between the pixels' centres.
    - The references differ among themselves: without `use_subvoxels` MONAI's surface Dice counts edge pixels, so that a diagonal
      contour weighs less than its length; `surface-distance` takes its Hausdorff percentile along the contour, without interpolation.
      We follow the original paper for surface Dice and the more widely used MONAI for the Hausdorff distance.
    - A class that is neither there nor predicted has no value (`null`). One that is only there or only predicted has the worst: 0, 0 and
      the diagonal of the image, √(width² + height²). (For the last, MONAI has NaN and leaves it out, which rewards a network for
      missing an object altogether.)
    - An ignored pixel belongs to no class in either mask, as in MONAI. Distances are exact; the spacing of pixels is 1.

    """
  }
}
