import Experiment
import Foundation
import Testing

@Suite("metrics.csv")
struct MetricsTableTests {
  private func epoch(_ number: Int, iou: [String: Double?], loss: Double? = 0.5) -> EpochRecord {
    EpochRecord(
      epoch: number, learningRate: 1e-5, seconds: 4.5, imagesPerSecond: 60,
      train: LossRecord(total: loss, parts: ["ce": 0.25]),
      val: ValidationRecord(
        loss: LossRecord(total: 0.75, parts: ["ce": 0.5]), scores: [.meanIoU: 0.5], classScores: [.iou: iou]))
  }

  @Test("has a row an epoch, the same columns in every row, and an empty field where no number is")
  func rows() throws {
    let epochs = [epoch(1, iou: ["b": 0.5], loss: nil), epoch(2, iou: ["b": nil, "a, \"quoted\"": 1])]
    #expect(
      String(decoding: try MetricsTable().csv(epochs), as: UTF8.self) == """
        epoch,images_per_second,learning_rate,seconds,train/ce,train/loss,"val/iou/a, ""quoted""\",\
        val/iou/b,val/loss,val/losses/ce,val/mean_iou
        1,60,1e-05,4.5,0.25,,,0.5,0.75,0.5,0.5
        2,60,1e-05,4.5,0.25,0.5,1,,0.75,0.5,0.5

        """)
  }

  @Test("is the same whether it grew by epochs or was made at once, also where a later epoch brings a column")
  func grows() throws {
    let epochs = [
      epoch(1, iou: ["b": 0.5]), epoch(2, iou: ["b": 0.25]), epoch(3, iou: ["a": 1, "b": nil]),
      epoch(4, iou: [:], loss: nil), epoch(5, iou: ["a": 0, "b": 1]),
    ]
    let table = MetricsTable()
    for count in [1, 2, 2, 3, 5] {
      let known = Array(epochs.prefix(count))
      #expect(try table.csv(known) == MetricsTable().csv(known))
    }
  }

  @Test("is empty but for the end of a line before the first epoch")
  func empty() throws {
    #expect(try MetricsTable().csv([]) == Data("\n".utf8))
  }
}
