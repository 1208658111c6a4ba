import Experiment
import Images

extension DataConfig {
  /// Which channels of the image files are used.
  var channelChoice: ChannelChoice {
    switch channels {
    case nil: .opaque
    case .colors(.grey): .grey
    case .colors(.rgb): .rgb
    case .bands(let numbers): .bands(numbers)
    }
  }
}
