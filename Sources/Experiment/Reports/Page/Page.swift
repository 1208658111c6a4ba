import CPage
import Crypto
import Foundation

/// The report as one page that needs nothing beside itself: `unet compare --format html`.
///
/// Swift writes all that can be read without a script, the table above all; the script sorts, filters and draws, and asks no server for anything,
/// which the page's own security policy forbids.
public enum Page {
  /// The page's text.
  ///
  /// The comparison stands in it as JSON, as `--format json` has it but for curves of more than 200 epochs, which are thinned.
  ///
  /// Throws when a number of the comparison is not finite, which JSON cannot say.
  public static func html(_ comparison: Comparison, pictures: PagePictures = PagePictures()) throws -> String
  {
    let scripts = [library, script]
    return try """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy(scripts: scripts))">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="unet compare">
    <title>\(Markup.escaped(comparison.title)) · comparison</title>
    <style>\(style)</style>
    </head>
    <body>
    \(opening(comparison))
    <main>
    \(findings(comparison))
    \(configurations(comparison))
    \(comparison.pairSection)
    \(String(cString: cpage_sections()))
    </main>
    \(footer(comparison))
    <script type="application/json" id="data">\(embedded(comparison.thinned()))</script>
    <script type="application/json" id="gallery-data">\(embedded(pictures))</script>
    \(scripts.map { "<script>\($0)</script>" }.joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private static let style = String(cString: cpage_style())
  private static let library = String(cString: cpage_library())
  private static let script = String(cString: cpage_script())

  // MARK: Parts

  /// Nothing is fetched, and no script or style runs but these: not one that hides in a name.
  private static func policy(scripts: [String]) -> String {
    func hash(_ text: String) -> String {
      "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }
    return
      "default-src 'none'; img-src data:; style-src \(hash(style)); script-src \(scripts.map(hash).joined(separator: " ")); base-uri 'none'; form-action 'none'"
  }

  private static func opening(_ comparison: Comparison) -> String {
    let metric = comparison.metric
    let facts = [
      Wording.count(comparison.configurations.count, "configuration"),
      Wording.count(comparison.runs.count, "run"),
      "\(metric.name.rawValue) (\(metric.higherIsBetter ? "higher" : "lower") is better)",
      "\(comparison.split.rawValue) images, \(comparison.epoch.rawValue) epoch",
      "made \(comparison.made.replacing("T", with: " ").replacing("Z", with: " UTC"))",
    ]
    return """
      <header><h1>\(Markup.name(comparison.title))</h1>
      <p class="facts">\(Markup.escaped(facts.joined(separator: " · ")))</p></header>
      """
  }

  private static func findings(_ comparison: Comparison) -> String {
    let lists = [
      Markup.list(comparison.verdict, class: "verdict"), Markup.list(comparison.warnings, class: "warnings"),
      Markup.list(comparison.notes, class: "notes"),
    ].filter { !$0.isEmpty }
    if lists.isEmpty { return "" }
    return "<section id=\"findings\">\n<h2>Verdict</h2>\n\(lists.joined(separator: "\n"))\n</section>"
  }

  private static func configurations(_ comparison: Comparison) -> String {
    if comparison.configurations.isEmpty {
      return "<section><h2>Configurations</h2><p>There is nothing to compare yet.</p></section>"
    }
    return """
      <section id="configurations">
      <h2>Configurations</h2>
      <div class="tools" hidden><label>Filter <input type="search" id="filter"></label>
      <button type="button" id="reset">Show all</button><span id="count" class="soft" aria-live="polite"></span></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Configurations">\(PageTable(comparison).html)</div>
      <p class="soft">Mean ± half of the 95 % interval. Shaded rows cannot be told apart from the best; a difference in bold is one.</p>
      </section>
      """
  }

  private static func footer(_ comparison: Comparison) -> String {
    """
    <footer><p>Made by <code>\(Markup.escaped(comparison.command))</code></p>
    <details><summary>Licence of the charts</summary><pre>\(Markup.escaped(licence))</pre></details></footer>
    """
  }

  // MARK: Data

  /// JSON in which nothing can end the script element or begin a comment.
  private static func embedded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028").replacing(
        "\u{2029}", with: "\\u2029")
  }

  /// That of Chart.js and of @kurkle/color in it.
  private static let licence = """
    Chart.js (https://www.chartjs.org), Copyright Chart.js Contributors, with @kurkle/color, Copyright Jukka Kurkela. The MIT License:

    Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the \
    "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, \
    distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to \
    the following conditions:

    The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

    THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF \
    MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR \
    ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE \
    SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
    """
}
