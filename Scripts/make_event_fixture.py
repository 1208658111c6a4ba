"""Makes the event file that ExperimentTests compare with, by TensorBoard's own messages and writer:

    python Scripts/make_event_fixture.py Tests/ExperimentTests/Fixtures

Needs tensorboard (2.21.0 made the committed file; the format has not changed for years).
"""

import base64
import sys
from pathlib import Path

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

# A red and a blue pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DAwPAfAAcAAf9+CLHQAAAAAElFTkSuQmCC"
)


def scalar(name, value):
    plugin = summary_pb2.SummaryMetadata.PluginData(plugin_name="scalars")
    metadata = summary_pb2.SummaryMetadata(plugin_data=plugin, data_class=summary_pb2.DATA_CLASS_SCALAR)
    return summary_pb2.Summary.Value(tag=name, simple_value=value, metadata=metadata)


def events():
    yield event_pb2.Event(wall_time=1700000000.25, file_version="brain.Event:2")
    scalars = [scalar("learning_rate", 1e-3), scalar("val/iou/Zellkörper", 0.0), scalar("train/loss", -2.5)]
    yield event_pb2.Event(wall_time=1700000001.5, step=300, summary=summary_pb2.Summary(value=scalars))
    image = summary_pb2.Summary.Image(height=1, width=2, colorspace=3, encoded_image_string=PNG)
    picture = summary_pb2.Summary.Value(tag="samples/006", image=image)
    yield event_pb2.Event(wall_time=1700000002.0, step=300, summary=summary_pb2.Summary(value=[picture]))


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "events.tfevents", "wb") as file:
        writer = RecordWriter(file)
        for event in events():
            writer.write(event.SerializeToString())


if __name__ == "__main__":
    main()
