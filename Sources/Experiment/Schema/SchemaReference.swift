import Config

/// The documentation of experiments and sweeps, from the declarations that read them.
public enum SchemaReference {
  /// The page docs/config.md.
  public static var markdown: String {
    [
      Reference.markdown(for: ExperimentConfig.self),
      Reference.markdown(for: SweepConfig.self, introduction: sweeps),
    ].joined(separator: "\n")
  }

  /// The JSON Schema of an experiment's file.
  public static var experiment: String {
    Reference.jsonSchema(for: ExperimentConfig.self, title: "A unet experiment")
  }

  /// The JSON Schema of a sweep's file.
  public static var sweep: String { Reference.jsonSchema(for: SweepConfig.self, title: "A unet sweep") }

  private static let sweeps = """
    # Sweeps

    The file that `unet sweep FILE` takes: experiments that differ in some keys. A key of an experiment is written as a dotted path,
    `model.depth`, and a value takes the place of all that the base has there. The cells are all combinations of what `grid`, `zip`,
    `cases` and `random` say, in this order, each with all folds and seeds. `key=value` on the command line replaces keys of the base.
    """
}
