/// Divides things that have several classes each so that every class is spread as evenly as the sizes of the parts allow.
///
/// This is iterative stratification: Sechidis, Tsoumakas and Vlahavas, "On the Stratification of Multi-label Data", ECML PKDD 2011,
/// algorithm 1. The rarest class that is left goes first, each of its things to the part that still wants most of that class, then to the
/// part that is least full. Four things differ from the paper: a part takes no more than its size, so that sizes are exact; how full
/// it is counts as a share of its size, so that small parts get theirs of every class; a class that enough things have is wanted at least
/// once by every part; and ties go to the first part, where the paper draws one: the order of the things is drawn already.
enum Stratification {
  /// The part of each thing, from 0.
  ///
  /// - Parameters:
  ///   - classes: The classes of each thing, each from 0 and at most once, in the order in which things are drawn.
  ///   - sizes: How many things each part has; their sum is the number of things.
  static func parts(of classes: [[Int]], sizes: [Int]) -> [Int] {
    var room = sizes
    var owners = (classes.flatMap(\.self).max().map { 0...$0 }.map(Array.init) ?? []).map { label in
      classes.indices.filter { classes[$0].contains(label) }
    }
    var wanted = owners.map { things in
      sizes.map { size in
        let share = Double(things.count) * Double(size) / Double(max(1, classes.count))
        return things.count >= sizes.count && size > 0 ? max(1, share) : share
      }
    }
    var parts = [Int](repeating: -1, count: classes.count)
    func emptiness(_ part: Int) -> Double { Double(room[part]) / Double(sizes[part]) }
    func give(_ thing: Int, wishes: [Double]) {
      let part = room.indices.filter { room[$0] > 0 }
        .reduce(nil as Int?) { best, part in
          guard let best else { return part }
          return (wishes[part], emptiness(part)) > (wishes[best], emptiness(best)) ? part : best
        }
      guard let part else { return }
      parts[thing] = part
      room[part] -= 1
      for label in classes[thing] { wanted[label][part] -= 1 }
    }
    while let label = owners.indices.filter({ !owners[$0].isEmpty }).min(by: {
      owners[$0].count < owners[$1].count
    }) {
      for thing in owners[label] { give(thing, wishes: wanted[label]) }
      owners = owners.map { things in things.filter { parts[$0] < 0 } }
    }
    for thing in classes.indices where parts[thing] < 0 { give(thing, wishes: room.map(Double.init)) }
    return parts
  }
}
