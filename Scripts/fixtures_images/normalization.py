"""What NumPy makes of small images under each kind of data.normalization: Tests/TrainingTests/Fixtures/normalization.json.

Values are [H, W, C], as files have them; outputs too.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).resolve().parents[2] / "Tests" / "TrainingTests" / "Fixtures" / "normalization.json"
SIZE = (3, 4)
KINDS = {
    "dataset": {},
    "image": {},
    "imagenet": {},
    "none": {},
    "percentiles": {"low": 1, "high": 99, "of": "image"},
    "{name: percentiles, low: 2.5, high: 80}": {"low": 2.5, "high": 80, "of": "image"},
    "{name: percentiles, low: 10, high: 90, of: dataset}": {"low": 10, "high": 90, "of": "dataset"},
}


def sets():
    random = np.random.default_rng(4)

    def whole(dtype, channels, low, high):
        return random.integers(low, high, (*SIZE, channels)).astype(dtype)

    def real(channels, scale, shift):
        return (random.normal(size=(*SIZE, channels)) * scale + shift).astype(np.float32)

    flat = whole(np.uint8, 3, 0, 255)
    flat[..., 1] = 77
    return {
        "8 bit": [whole(np.uint8, 1, 0, 255), whole(np.uint8, 1, 20, 60)],
        "12 of 16 bit": [whole(np.uint16, 1, 0, 4096), whole(np.uint16, 1, 1000, 2000)],
        "float of any range": [real(1, 300, -20), real(1, 2, 1000)],
        "three channels": [whole(np.uint8, 3, 0, 255), whole(np.uint8, 3, 100, 255)],
        "five channels": [whole(np.uint16, 5, 0, 65535), whole(np.uint16, 5, 0, 9000)],
        "8 bit, 16 bit and float mixed": [whole(np.uint8, 1, 0, 255), whole(np.uint16, 1, 0, 65535), real(1, 0.2, 0.5)],
        "a constant channel": [flat, flat],
        "constant floats": [np.full((*SIZE, 1), 0.1, np.float32)],
    }  # fmt: skip


def unit(image):
    return image / {"uint8": 255.0, "uint16": 65535.0}.get(str(image.dtype), 1.0)


def zscore(image, mean, std):
    # A deviation that is only rounding is none.
    return (image - mean) / np.where(std > np.abs(mean) * np.finfo(np.float32).eps, std, 1)


def normalized(images, kind, low=None, high=None, of=None):
    images = [unit(image).astype(np.float64) for image in images]
    pixels = [image.reshape(-1, image.shape[2]) for image in images]
    together = np.concatenate(pixels)
    for image, own in zip(images, pixels):
        if kind == "dataset":
            yield zscore(image, together.mean(0), together.std(0))
        elif kind == "image":
            yield zscore(image, own.mean(0), own.std(0))
        elif kind == "imagenet":
            yield (image - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        elif kind == "none":
            yield image
        else:
            bottom, top = np.percentile(own if of == "image" else together, [low, high], axis=0)
            yield (np.clip(image, bottom, top) - bottom) / np.where(top > bottom, top - bottom, 1)


def numbers(array):
    return [float(f"{value:.8g}") for value in array.ravel()]


def make():
    cases = []
    for name, images in sets().items():
        for kind, settings in KINDS.items():
            if kind == "imagenet" and images[0].shape[2] != 3:
                continue
            outputs = [numbers(output) for output in normalized(images, kind, **settings)]
            cases.append({"images": name, "normalization": kind, "outputs": outputs})
    images = {
        name: [{"type": str(i.dtype), "channels": i.shape[2], "values": [v.item() for v in i.ravel()]} for i in group]
        for name, group in sets().items()
    }
    FILE.parent.mkdir(exist_ok=True)
    text = json.dumps({"height": SIZE[0], "width": SIZE[1], "images": images, "cases": cases}, separators=(",", ":"))
    FILE.write_text(text.replace('{"images":"', '\n{"images":"') + "\n")
