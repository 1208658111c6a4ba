public import Foundation

/// The file `trace.csv`: the loss of each update and the weights after each epoch, to the bit, by which a training can be repeated and
/// compared.
///
///     step,epoch,loss,loss_bits,weights
///     1,1,1.0986123,3f8c9f54,
///     2,1,1.0475649,3f86169b,9f86d081884c7d65…
///
/// The loss is the shortest decimal that reads back as the same `float32`, whose bits stand beside it; both are empty for an update
/// without a pixel that counts. It only grows, and how much of it counts is part of the run's state.
public enum TraceFile {
  /// What a file holds.
  public struct Contents: Equatable, Sendable {
    /// The rows, whose steps follow each other.
    public let rows: [TraceRow]
    /// The line, counted from 1, from which on it is damaged; `nil` where it is not.
    public let damagedLine: Int?
  }

  /// The line of names that a file begins with.
  public static let header = Data("step,epoch,loss,loss_bits,weights\n".utf8)

  /// Rows as they stand in the file.
  public static func bytes(_ rows: [TraceRow]) -> Data {
    let lines = rows.map { row in
      let loss = row.loss.map { "\($0)" } ?? ""
      return "\(row.step),\(row.epoch),\(loss),\(row.lossBits),\(row.weights ?? "")\n"
    }
    return Data(lines.joined().utf8)
  }

  /// What the bytes of a file say; the part of a line at its end, which a process may be about to write, is left out.
  public static func contents(of bytes: Data) -> Contents {
    var rows: [TraceRow] = []
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    guard lines.popFirst() == header.dropLast() else {
      return Contents(rows: [], damagedLine: bytes.isEmpty ? nil : 1)
    }
    for line in lines {
      let next = rows.last.map { $0.step + 1 }
      guard let row = row(line), next == nil || row.step == next else {
        return Contents(rows: rows, damagedLine: rows.count + 2)
      }
      rows.append(row)
    }
    return Contents(rows: rows, damagedLine: nil)
  }

  /// What the file of a run that goes on begins with: the rows up to a step of those that are committed.
  ///
  /// Only the line of names where these are not whole rows up to that step, because the file was removed, is damaged, or belongs to another
  /// state; nothing is known then of the updates that are done.
  ///
  /// - Parameters:
  ///   - length: the bytes that are committed; `nil` for none.
  ///   - step: the updates that are done.
  public static func beginning(from path: String, length: Int?, step: Int) throws(FileFailure) -> Data {
    let file = try GrowingFile.content(of: path)
    guard let length, let bytes = file?.prefix(length), bytes.count == length,
      bytes.last == UInt8(ascii: "\n")
    else { return header }
    let contents = contents(of: bytes)
    let kept = contents.rows.prefix { $0.step <= step }
    guard contents.damagedLine == nil, kept.last?.step == step else { return header }
    return header + Self.bytes(Array(kept))
  }

  /// The steps and epochs that can be: more than any training has, and few enough to count with.
  private static let numbers = 1...1_000_000_000_000

  private static func row(_ line: Data) -> TraceRow? {
    let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 5, let step = Int(fields[0]), let epoch = Int(fields[1]),
      numbers.contains(step), numbers.contains(epoch)
    else { return nil }
    let row = TraceRow(
      step: step, epoch: epoch, loss: UInt32(fields[3], radix: 16).map { Float(bitPattern: $0) },
      weights: fields[4].isEmpty ? nil : fields[4])
    guard row.lossBits == fields[3], fields[2].isEmpty == fields[3].isEmpty,
      row.weights.map({ $0.count == 64 }) ?? true
    else { return nil }
    return row
  }
}
