import Foundation
import Testing

@testable import Experiment

@Suite("The HTML report, as text")
struct PageTests {
  /// What stands in a page between two texts.
  private func part(of page: String, from start: String, to end: String) throws -> String {
    let from = try #require(page.range(of: start)).upperBound
    let to = try #require(page[from...].range(of: end)).lowerBound
    return String(page[from..<to])
  }

  private func embedded(_ page: String, id: String = "data") throws -> Data {
    Data(try part(of: page, from: "id=\"\(id)\">", to: "</script>").utf8)
  }

  @Test(
    "Its JSON is the comparison, whatever names stand in it",
    arguments: [PageSample(), .hostile, .withoutScores])
  func json(sample: PageSample) throws {
    let page = try Page.html(sample.comparison)
    let read = try JSONFormat.decode(Comparison.self, from: embedded(page))
    #expect(read == sample.comparison.thinned())
  }

  @Test("A name is text: no element, no attribute, no end of a script comes of it")
  func escaping() throws {
    let page = try Page.html(
      PageSample.hostile.comparison, pictures: TinyPictures.pictures(of: PageSample.hostile.comparison.runs))
    for name in ["<script>alert", "<img", "<b>cell", "<!--<", "onerror=\""] {
      #expect(!page.contains(name), "\(name)")
    }
    #expect(page.components(separatedBy: "</script>").count == 5)
    #expect(page.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"))
    #expect(page.contains("&quot;quoted&quot; &amp; &#39;single&#39;"))
    #expect(try !embedded(page).contains(Data("\u{2028}".utf8)))
  }

  @Test("Its policy lets nothing be fetched and no script run but its own two")
  func policy() throws {
    let page = try Page.html(PageSample().comparison)
    let policy = try part(of: page, from: "Content-Security-Policy\" content=\"", to: "\">")
    #expect(policy.hasPrefix("default-src 'none'; img-src data:; style-src 'sha256-"))
    #expect(policy.components(separatedBy: "sha256-").count == 4)
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    #expect(!page.contains(" src=") && !page.contains("<link") && !page.contains("@import"))
  }

  @Test("A row of the table reads without a script, and has whole numbers to sort by")
  func row() throws {
    let page = try Page.html(PageSample().comparison)
    let body = try part(of: page, from: "<tbody>\n", to: "\n</tbody>")
    let rows = body.split(separator: "\n")
    #expect(rows.count == 6)
    #expect(
      rows[0] == """
        <tr data-id="0" class="tied"><td class="pick"></td><td data-value="1.0" class="number">1</td>\
        <td data-value="4"><bdi>4</bdi></td><td data-value="ce+dice"><bdi>ce+dice</bdi></td>\
        <td data-value="0.9" class="number">0.9000 <span class="half">± 0.0100</span></td>\
        <td data-value="" class="number">–</td><td data-value="" class="number">–</td>\
        <td data-value="3 finished">3 finished</td><td data-value="6000.0" class="number">6,000</td>\
        <td data-value="2000000000.0" class="number">2.0 GFLOP</td><td data-value="1.5" class="number">1.50</td>\
        <td data-value="20.0" class="number">20</td><td data-value="30.0" class="number">30.0 s</td></tr>
        """)
    #expect(rows[2].contains("<b>-0.0200 <span class=\"half\">± 0.0100</span></b>"))
    #expect(!rows[1].contains("<b>"))
  }

  @Test("What stands between backticks is code, and a backtick without another is one")
  func code() {
    let sentence = "`--epoch <x>` shows it; with `data.test` not"
    #expect(
      Markup.sentence(sentence) == "<code>--epoch &lt;x&gt;</code> shows it; with <code>data.test</code> not")
    #expect(Markup.sentence("a ` <b>") == "a ` &lt;b&gt;")
  }

  @Test("The verdict and the warnings stand before the table")
  func order() throws {
    let page = try Page.html(PageSample().comparison)
    let places = try ["is the best.", "A warning.", "A note.", "<table id=\"table\">", "id=\"statistics\""]
      .map {
        try #require(page.range(of: $0)?.lowerBound, "\($0)")
      }
    #expect(places == places.sorted())
  }

  @Test("Runs that failed are marked, and an unscored configuration has dashes")
  func unscored() throws {
    let page = try Page.html(PageSample.withoutScores.comparison)
    #expect(page.contains("<span class=\"bad\">3 failed</span>"))
    #expect(!page.contains("<bdi>mean_iou</bdi>"))
  }

  @Test("Without any run, it says so")
  func nothing() throws {
    let page = try Page.html(PageSample(depths: []).comparison)
    #expect(page.contains("There is nothing to compare yet."))
  }

  @Test("Curves of more than 200 epochs are thinned evenly and keep the last one")
  func thinning() throws {
    let curves = try #require(PageSample(epochs: 1000).comparison.thinned().configurations[0].curves)
    #expect(curves.epoch == Array(stride(from: 5, through: 1000, by: 5)))
    let band = try #require(curves.bands["mean_iou"])
    #expect(band.mean.count == 200 && band.low.count == 200)
    #expect(band.mean.last == 0.8991)
  }

  @Test("An image stands in the page once, however many runs predicted it")
  func sharedImages() throws {
    let comparison = PageSample().comparison
    let pictures = TinyPictures.pictures(of: comparison.runs)
    #expect(pictures.images.count == 1 && pictures.predictions.count == 18 && pictures.leftOut == 0)
    let page = try Page.html(comparison, pictures: pictures)
    let json = try JSONSerialization.jsonObject(with: embedded(page, id: "gallery-data")) as? [String: Any]
    #expect((json?["predictions"] as? [Any])?.count == 18)
  }

  @Test("Runs for whose pictures there is no room are counted")
  func leftOut() {
    let pictures = TinyPictures.pictures(of: PageSample().comparison.runs, room: 800)
    #expect(pictures.leftOut > 0 && pictures.predictions.count + pictures.leftOut == 18)
    #expect(!pictures.predictions.isEmpty)
  }

  @Test("1,500 runs of 500 configurations with all pictures that there is room for stay under 10 MB")
  func size() throws {
    let comparison = PageSample.large.comparison
    var pictures = PagePictures()
    for run in comparison.runs {
      let image = PagePictures.Image(
        name: "\(run.id)", picture: Data(count: 30_000), truth: Data(count: 5000))
      pictures.add(run: run.id, [(image: image, prediction: Data(count: 5000))])
    }
    #expect(pictures.leftOut > 0)
    #expect(try Page.html(comparison, pictures: pictures).utf8.count < 10_000_000)
  }

  @Test("Two runs are shown side by side")
  func pair() throws {
    var comparison = PageSample(depths: ["2"]).comparison
    let pair = """
      {"sides": [{"label": "depth=2, loss=ce+dice", "runs": 3}, {"label": "depth=2, loss=ce", "runs": 3}],
       "config": [{"key": "loss", "first": "{ce: 1, dice: 1}"}], "environment": [], "class_score": "iou",
       "classes": [{"id": "cell", "first": 0.5, "second": 0.75, "difference": 0.25}], "image_score": "mean_iou",
       "images": [], "common_images": 0, "other_images": 0, "notes": []}
      """
    comparison.pair = try JSONDecoder().decode(Pair.self, from: Data(pair.utf8))
    let page = try Page.html(comparison)
    let section = try part(of: page, from: "<section id=\"pair\">", to: "</section>")
    #expect(section.contains("<bdi>{ce: 1, dice: 1}</bdi></td><td class=\"wide\"><bdi>–</bdi>"))
    #expect(section.contains("<td class=\"number\">+0.2500</td>"))
    #expect(!section.contains("Environment") && !section.contains("Images"))
  }
}
