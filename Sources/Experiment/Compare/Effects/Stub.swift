enum StudentizedRange {
  static func quantile(_ share: Double, groups: Int, degreesOfFreedom: Double) -> Double { .nan }
  static func upperTail(_ q: Double, groups: Int, degreesOfFreedom: Double) -> Double { .nan }
}
