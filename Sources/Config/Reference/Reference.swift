/// The documentation of a config that its declaration gives: the same for the same program.
public enum Reference {
  /// The reference as Markdown: a table for each section.
  public static func markdown(for type: (some ConfigSection).Type) -> String {
    MarkdownReference(description: SectionDescription(of: type)).text
  }

  /// A further part of the Markdown, about another kind of file.
  ///
  /// - Parameter introduction: what stands above the tables, a heading first; no line break at its end.
  public static func markdown(for type: (some ConfigSection).Type, introduction: String) -> String {
    MarkdownReference(description: SectionDescription(of: type), introduction: introduction + "\n").text
  }

  /// A JSON Schema (draft 2020-12), for editors that complete and check YAML.
  public static func jsonSchema(for type: (some ConfigSection).Type, title: String) -> String {
    JSONSchema(description: SectionDescription(of: type), title: title).text
  }
}
