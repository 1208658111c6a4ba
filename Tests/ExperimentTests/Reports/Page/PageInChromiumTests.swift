import Foundation
import Testing

@testable import Experiment

/// One browser at a time: it takes a processor and some memory.
@Suite(
  "The HTML report in a browser", .serialized,
  .enabled(if: Chromium.isInstalled, "needs Chromium and its driver: Scripts/chromium install"))
struct PageInChromiumTests {
  private func page(_ sample: PageSample = PageSample()) throws -> String {
    let comparison = sample.comparison
    return try Page.html(
      comparison,
      pictures: sample.hasScores
        ? TinyPictures.pictures(of: Array(comparison.runs.prefix(6))) : PagePictures())
  }

  private let sections = """
    return Array.from(document.querySelectorAll("main > section")).filter((one) => !one.hidden).map((one) => one.id).join(" ")
    """
  private let firstColumns = """
    return tableRows[0].parentNode.querySelectorAll("tr:not([hidden])").length + ":" +
      Array.from(table.tBodies[0].rows).filter((row) => !row.hidden).map((row) => row.dataset.id).join("")
    """

  @Test(
    "opens without a word on the console and without asking for anything, and shows what there is",
    arguments: [
      (
        PageSample(),
        "findings configurations curves effects parallel pareto confusion gallery statistics"
      ),
      (PageSample.oneRun, "findings configurations curves confusion gallery statistics"),
      (PageSample.withoutScores, "findings configurations statistics"),
      (
        PageSample.oneClass,
        "findings configurations curves effects parallel pareto confusion gallery statistics"
      ),
      (
        PageSample.hostile,
        "findings configurations curves effects parallel pareto confusion gallery statistics"
      ),
    ])
  func opens(sample: PageSample, shown: String) throws {
    let results = try Chromium.use(
      page(sample),
      [
        .open(), .run(sections),
        .run("return Array.from(charts.values()).every((chart) => chart.width > 100 && chart.height > 50)"),
      ])
    #expect(results == [shown, "true"])
  }

  @Test("shows hostile names as they are, and runs none of them")
  func hostile() throws {
    let results = try Chromium.use(
      page(.hostile),
      [
        .open(),
        .run("return document.title + document.querySelector('h1').textContent"),
        .run(
          "return [...new Set(tableRows.map((row) => row.cells[3].textContent))].sort().join('|').replace('\\u2028', 'LS')"
        ),
        .run(
          "return Array.from(document.querySelectorAll('.matrix tbody th')).map((one) => one.textContent).join('|')"
        ),
        .run("return document.querySelectorAll('body img, main script, main b script').length"),
        .run("const box = document.querySelector('.pick input'); return box.getAttribute('aria-label')"),
      ])
    #expect(results[0].hasPrefix("<img src=x onerror=alert(1)> · comparison<img src=x"))
    #expect(
      results[1]
        == "\"quoted\" & 'single'|</script><!--<script>|<script>alert(1)</script>|🧫 שלוםLS")
    #expect(results[2] == "<b>cell</b>|\u{202E}evil")
    #expect(results[3] == "0")
  }

  @Test("sorts by a column when its heading is clicked, the better way first, and back, and by keyboard")
  func sorting() throws {
    let sorts = """
      return Array.from(table.tHead.rows[0].cells).filter((one) => !["none", null].includes(one.getAttribute("aria-sort")))
        .map((one) => one.textContent + " " + one.getAttribute("aria-sort")).join()
      """
    func heading(_ name: String) -> Chromium.Step {
      .run(
        "Array.from(document.querySelectorAll('#table th button')).find((one) => one.textContent === '\(name)').id = 'wanted'; return ''"
      )
    }
    let forget = Chromium.Step.run("document.getElementById('wanted').removeAttribute('id'); return ''")
    let results = try Chromium.use(
      page(),
      [
        .open(), .run(firstColumns), heading("parameters"), .click("#wanted"), .run(sorts),
        .run(firstColumns),
        .click("#wanted"), .run(sorts), .run(firstColumns), forget, heading("mean_iou"),
        .type("\u{E007}", into: "#wanted"), .run(sorts), .run(firstColumns), forget, heading("less the best"),
        .click("#wanted"), .run(sorts), .run(firstColumns),
      ])
    #expect(
      results.filter { !$0.isEmpty } == [
        "6:012345", "parameters ascending", "6:543210", "parameters descending", "6:012345",
        "mean_iou descending", "6:012345",
        // The best itself has no difference, and so comes last.
        "less the best descending", "6:123450",
      ])
  }

  @Test("filters by words and by comparisons, says how many are shown, and shows all again")
  func filtering() throws {
    let count = Chromium.Step.run("return document.getElementById('count').textContent")
    let results = try Chromium.use(
      page(),
      [
        .open(), count, .type("ce+dice", into: "#filter"), count, .run(firstColumns),
        .type(">= 0.88", into: "[aria-label='filter mean_iou']"), count, .run(firstColumns),
        .click("#reset"), count,
        .type("4", into: "[aria-label='filter depth']"), .run(firstColumns),
        .click("#reset"), .type("nothing has this", into: "#filter"), count,
      ])
    #expect(
      results == [
        "6 of 6 shown", "3 of 6 shown", "3:024", "2 of 6 shown", "2:02", "6 of 6 shown", "2:01",
        "0 of 6 shown",
      ])
  }

  @Test("draws the curves of the configurations that are ticked, of the metric that is chosen")
  func curves() throws {
    let drawn = Chromium.Step.run(
      """
      const chart = charts.get(document.querySelector("#curves canvas"));
      return chart.data.datasets.filter((one) => !one.isBand).map((one) => one.label).join("|") + " " + chart.options.scales.y.title.text
      """)
    let results = try Chromium.use(
      page(),
      [
        .open(), drawn, .click("tr[data-id='0'] input"), .click("tr[data-id='1'] input"),
        .click("tr[data-id='2'] input"), .click("tr[data-id='5'] input"), drawn,
        .run(
          "const s = document.getElementById('curve'); s.value = 'val_loss'; s.dispatchEvent(new Event('change')); return ''"
        ),
        drawn,
      ])
    #expect(
      results == [
        "depth=4, loss=ce+dice|depth=4, loss=ce|depth=3, loss=ce+dice|depth=3, loss=ce|depth=2, loss=ce+dice mean_iou",
        "depth=3, loss=ce|depth=2, loss=ce+dice|depth=2, loss=ce mean_iou", "",
        "depth=3, loss=ce|depth=2, loss=ce+dice|depth=2, loss=ce val_loss",
      ])
  }

  @Test("fits a phone, and is dark where the reader's system is")
  func phone() throws {
    let background = Chromium.Step.run("return getComputedStyle(document.body).backgroundColor")
    let fits = Chromium.Step.run("return String(document.documentElement.scrollWidth <= 390)")
    let results = try Chromium.use(
      page(.hostile),
      [
        .open(width: 390, height: 844), fits, background, .open(width: 390, height: 844, dark: true), fits,
        background,
      ])
    #expect(results == ["true", "rgb(255, 255, 255)", "true", "rgb(18, 22, 27)"])
  }

  @Test("is light on paper, and dark again after printing")
  func printing() throws {
    let ink =
      "getComputedStyle(document.body).color + ' ' + Chart.defaults.color + ' ' + charts.values().next().value.width"
    let results = try Chromium.use(
      page(),
      [
        .open(dark: true), .run("dispatchEvent(new Event('beforeprint')); return \(ink)"),
        .run("dispatchEvent(new Event('afterprint')); return getComputedStyle(document.body).color"),
      ])
    #expect(results == ["rgb(27, 34, 41) #56616c 660", "rgb(230, 234, 238)"])
  }

  @Test("tells under an effect its p and its clearest difference, the better value first")
  func clearest() throws {
    let sample = PageSample()
    let effects = try #require(sample.comparison.effects).main
    let results = try Chromium.use(
      page(sample),
      [.open()]
        + effects.indices.map {
          .run("return document.querySelectorAll('#main-effects figcaption')[\($0)].textContent")
        })
    #expect(results.count == effects.count && !effects.isEmpty)
    for (caption, effect) in zip(results, effects) {
      let clearest = try #require(effect.clearest(higherIsBetter: true))
      #expect(caption.contains(" (as a whole p "), "\(caption)")
      let words = "; \(clearest.first) less \(clearest.second) "
      let place = try #require(caption.range(of: words), "\(caption)")
      #expect(caption[place.upperBound...].first?.isNumber == true, "\(caption)")
    }
  }

  @Test("shows confusion as shares of the truth, with the counts in words")
  func confusion() throws {
    let results = try Chromium.use(
      page(.oneClass),
      [
        .open(), .run("return document.querySelector('.matrix').textContent"),
        .run("return document.querySelector('.matrix td').title"),
      ])
    #expect(
      results == [
        "truth \\ predictedbackgroundcellbackground90.0 %10.0 %cell10.0 %90.0 %",
        "900 of 1,000 pixels of background predicted as background",
      ])
  }

  @Test("tells in the gallery a missed pixel, one found where nothing is, and one taken for another class")
  func gallery() throws {
    let color = """
      const canvases = document.querySelectorAll("#pictures canvas");
      const values = canvases[3].getContext("2d").getImageData(0, 0, 4, 1).data;
      return canvases.length + " " + canvases[3].width + " " + [0, 1, 2, 3].map((x) => Array.from(values.slice(4 * x, 4 * x + 3)).join()).join(" ")
      """
    let ready = """
      return Promise.all(Array.from(loaded.values())).then(() => new Promise((resolve) => setTimeout(() => resolve(""), 0)))
      """
    let results = try Chromium.use(
      page(),
      [
        .open(), .run(ready), .run(color),
        .run("return document.querySelectorAll('.runs input').length + ''"),
      ])
    // Grey where it is right; yellow for another class; orange where nothing is. The grey that shines through is 0.7 · 128.
    #expect(results == ["", "8 4 90,90,90 217,207,70 194,93,13 90,90,90", "6"])
  }

  @Test("filters, sorts and draws 500 configurations of 1,500 runs")
  func large() throws {
    let results = try Chromium.use(
      page(.large),
      [
        .open(), .run("return document.getElementById('count').textContent"),
        .type("> 0.885", into: "[aria-label='filter mean_iou']"),
        .run("return document.getElementById('count').textContent"),
        .run("return charts.get(document.querySelector('#parallel .box canvas')).data.datasets.length + ''"),
      ])
    #expect(results == ["500 of 500 shown", "2 of 500 shown", "500"])
  }
}
