import Experiment
import Foundation
import Testing

@Suite("The forms of a comparison")
struct ReportFormTests {
  private func comparison(_ change: (String) -> String = { $0 }) throws -> Comparison {
    let rows: [(String, String, Int, String, String, Int)] = [
      ("3", "a|b", 1, interval(0.8125, 0.8, 0.825), "", 3),
      ("2", "a|b", 2, interval(0.8, 0.7875, 0.8125), difference(1, interval(-0.0125, -0.05, 0.025), 0.5), 3),
      ("2", "c_d", 3, interval(0.75, 0.7, 0.8), difference(2, interval(-0.0625, -0.1, -0.025), 0.0625), 2),
    ]
    let configurations = rows.enumerated().map { id, row in
      """
      {"id": \(id), "label": "depth=\(row.0), loss=\(row.1)", "rank": \(row.2), "seeds": \(row.5), "runs": [],
       "settings": {"model.depth": "\(row.0)", "loss": "\(row.1)"}, "statuses": {"finished": \(row.5)},
       "scores": {"mean_iou": \(row.3)}, \(row.4) "tied_with_best": \(id < 2), "class_scores": {},
       "cost": {"parameters": 7765, "seconds_per_epoch": 1.5, "epochs": 40, "seconds": 60}}
      """
    }
    let text = """
      {"schema": 1, "title": "s", "made": "1970-01-01T00:00:00Z", "command": "unet compare s",
       "metric": {"name": "mean_iou", "higher_is_better": true, "unit": "0 to 1"}, "epoch": "best",
       "split": "validation", "reference": {"kind": "best", "configuration": 0}, "family": "tukey_kramer",
       "notes": ["a <note>"], "warnings": ["a warning"], "verdict": ["A is best."], "classes": ["cell"],
       "keys": [{"key": "model.depth", "label": "depth", "values": ["2", "3"]},
                {"key": "loss", "label": "loss", "values": ["a|b", "c_d"]}],
       "configurations": [\(configurations.joined(separator: ","))], "runs": []}
      """
    return try JSONFormat.decode(Comparison.self, from: Data(change(text).utf8))
  }

  private func interval(_ mean: Double, _ low: Double, _ high: Double) -> String {
    "{\"mean\": \(mean), \"low\": \(low), \"high\": \(high), \"basis\": \"seeds_and_images\"}"
  }

  private func difference(_ index: Int, _ interval: String, _ p: Double) -> String {
    """
    "difference": {"index": \(index), "reference": 0, "interval": \(interval), "p": \(p),
                   "is_different": \(p < 0.3), "needs_more_images": false},
    """
  }

  @Test("Losses are a column where all configurations have the same, or where they are what is compared")
  func losses() throws {
    let scored = { (text: String) in
      text.replacing("\"scores\": {", with: "\"scores\": {\"loss\": \(self.interval(0.5, 0.4, 0.6)), ")
    }
    func columns(_ change: (String) -> String) throws -> [ReportColumn] {
      ReportColumn.usual(of: try comparison { change(scored($0)) })
    }
    #expect(!(try columns { $0 }).contains(.metric(.loss)))
    let byWidth = try columns { $0.replacing("\"loss\", \"label\"", with: "\"model.width\", \"label\"") }
    #expect(byWidth.contains(.metric(.loss)))
    let byLoss = try columns { $0.replacing("\"name\": \"mean_iou\"", with: "\"name\": \"loss\"") }
    #expect(byLoss.contains(.metric(.loss)))
  }

  @Test("The terminal's table is aligned, with words beneath")
  func terminal() throws {
    let report = TerminalReport(try comparison(), sparkline: Sparkline(isUnicode: true))
    #expect(
      report.lines(width: .max).joined(separator: "\n") == """
        s: 3 configurations, 0 runs; mean_iou of the best epoch, validation

        depth  loss         mean_iou                vs best  parameters  s/epoch  epochs  n
            3  a|b   0.8125 ± 0.0125                   best       7,765     1.50      40  3
            2  a|b   0.8000 ± 0.0125  -0.0125 ± 0.0375 tied       7,765     1.50      40  3
            2  c_d   0.7500 ± 0.0500       -0.0625 ± 0.0375       7,765     1.50      40  2

        A is best.

        note: a <note>

        warning: a warning
        """)
  }

  @Test(
    "A narrow table drops columns, the least needed first, and never a key or the score",
    arguments: [30, 50, 70])
  func narrow(width: Int) throws {
    let report = TerminalReport(try comparison(), sparkline: Sparkline(isUnicode: true))
    let lines = report.lines(width: width)
    let table = lines.drop { !$0.hasPrefix("depth  loss         mean_iou") }.prefix(4)
    #expect(table.count == 4 && (lines.prefix(2) + table).allSatisfy { $0.count <= width }, "\(lines)")
    let cut = report.lines(width: width, rows: 1)
    #expect(cut.contains("… 2 more configurations; --top N shows as many as you like"))
  }

  @Test("Markdown is GitHub's, with what would be markup escaped")
  func markdown() throws {
    #expect(
      MarkdownReport(try comparison()).text == #"""
        # s

        A is best.

        | depth | loss | mean\_iou | vs best | parameters | s/epoch | epochs | n |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | 3 | a\|b | **0.8125 ± 0.0125** | best | 7,765 | 1.50 | 40 | 3 |
        | 2 | a\|b | 0.8000 ± 0.0125 | -0.0125 ± 0.0375 tied | 7,765 | 1.50 | 40 | 3 |
        | 2 | c\_d | 0.7500 ± 0.0500 | -0.0625 ± 0.0375 | 7,765 | 1.50 | 40 | 2 |

        - **Warning:** a warning

        - a &lt;note>

        3 configurations, 0 runs; 1970-01-01T00:00:00Z; made by `unet compare s`

        """#)
  }

  @Test("CSV has numbers in full and quotes where RFC 4180 wants them")
  func csv() throws {
    let lines = CSVReport(try comparison()).text.components(separatedBy: "\r\n")
    #expect(
      lines == [
        "configuration,rank,model.depth,loss,mean_iou,mean_iou_low,mean_iou_high,difference,difference_low,difference_high,p,is_different,parameters,flops,seconds_per_epoch,epochs,seconds,n,status",
        "\"depth=3, loss=a|b\",1,3,a|b,0.8125,0.8,0.825,,,,,,7765,,1.5,40,60,3,3 finished",
        "\"depth=2, loss=a|b\",2,2,a|b,0.8,0.7875,0.8125,-0.0125,-0.05,0.025,0.5,false,7765,,1.5,40,60,3,3 finished",
        "\"depth=2, loss=c_d\",3,2,c_d,0.75,0.7,0.8,-0.0625,-0.1,-0.025,0.0625,true,7765,,1.5,40,60,2,2 finished",
        "",
      ])
    let hostile = try comparison { $0.replacing("c_d", with: "x,\\\"y\\\"") }
    #expect(CSVReport(hostile).text.contains(",2,\"x,\"\"y\"\"\",0.75,"))
  }

  @Test("LaTeX has booktabs' rules, the best in bold, ties with a dagger, and everything escaped")
  func latex() throws {
    #expect(
      LaTeXReport(try comparison()).text == #"""
        % unet compare s, 1970-01-01T00:00:00Z; needs \usepackage{booktabs}
        \begin{tabular}{llrrr}
        \toprule
        depth & loss & mean\_iou & parameters & n \\
        \midrule
        3 & a|b & {\boldmath\bfseries $0.8125 \pm 0.0125$} & 7,765 & 3 \\
        2 & a|b & $0.8000 \pm 0.0125$$^\dagger$ & 7,765 & 3 \\
        2 & c\_d & $0.7500 \pm 0.0500$ & 7,765 & 2 \\
        \bottomrule
        \end{tabular}
        % A is best.

        """#)
    let hostile = try comparison { $0.replacing("c_d", with: "50% of {x} & $y_1^2 ~#\\\\<") }
    #expect(
      LaTeXReport(hostile).text.contains(
        ##"50\% of \{x\} \& \$y\_1\textasciicircum{}2 \textasciitilde{}\#\textbackslash{}\textless{}"##))
  }
}
