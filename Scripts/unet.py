"""The U-Net of a run, in PyTorch: reads the weights that `unet` trained, and predicts an image.

    python Scripts/unet.py RUN-FOLDER IMAGE OUT.png

Needs torch, safetensors, numpy and pillow. OUT.png holds, for each pixel, the mask value of the predicted
class where the classes have one grey value each, and its index otherwise. The network itself is in network.py.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors import safe_open
from torch.nn import functional as F

from network import UNet


def load(path):
    """The network of a checkpoint, ready to predict, and the checkpoint's metadata."""
    with safe_open(path, framework="pt") as file:
        # All are JSON but the checksum, 64 digits.
        metadata = {key: json.loads(value) for key, value in file.metadata().items() if key != "checksum"}
        weights = {name: file.get_tensor(name) for name in file.keys()}
    model = UNet(**metadata["model"])
    model.load_state_dict(weights, strict=True)
    return model.eval(), metadata


def read_image(path, channels):
    """An image as [1, channels, H, W] with pixels in 0...1."""
    image = Image.open(path)
    pixels = np.asarray(image.convert("RGB") if image.mode == "P" else image)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if channels == 3 and pixels.shape[2] == 1:
        pixels = pixels.repeat(3, axis=2)
    greatest = {"uint8": 255, "uint16": 65535}.get(str(pixels.dtype), 1)
    scaled = torch.from_numpy(pixels[:, :, :channels].astype(np.float32) / greatest)
    return scaled.permute(2, 0, 1)[None]


def pad(model, image):
    """The image with its right and bottom mirrored up to what the network needs, and all sides with valid padding."""
    height, width = image.shape[2:]
    (rows, top), (columns, left) = model.sides(height), model.sides(width)
    bottom, right = rows - height - top, columns - width - left
    mode = "reflect" if bottom < height and right < width else "replicate"
    return F.pad(image, [left, right, top, bottom], mode=mode)


def normalize(image, norm):
    """Pixels [1, C, H, W] in 0...1 in the range in which the network learned."""
    if norm.get("name") == "percentiles":
        low, high = (torch.tensor(norm.get(key, []), dtype=torch.float32) for key in ("low_values", "high_values"))
        if norm["of"] == "image":
            values = image[0].flatten(1).double().numpy()
            low, high = torch.from_numpy(np.percentile(values, [norm["low"], norm["high"]], axis=1)).float()
        low, high = low.view(1, -1, 1, 1), high.view(1, -1, 1, 1)
        return (image.clamp(low, high) - low) / torch.where(high > low, high - low, 1)
    if norm.get("name") == "image":
        values = image.double()
        mean, std = values.mean((2, 3), keepdim=True), values.std((2, 3), correction=0, keepdim=True)
    else:
        mean, std = (torch.tensor(norm[key], dtype=torch.float64).view(1, -1, 1, 1) for key in ("mean", "std"))
    # A channel without contrast, but for rounding, carries nothing.
    single = torch.finfo(torch.float32)
    std = torch.where(std > (mean.abs() * single.eps).clamp(min=single.tiny), std, 1)
    return (image - mean.float()) / std.float()


@torch.no_grad()
def predict(model, metadata, image):
    """Class indices [H, W] of an image; with one class, 1 where it is."""
    height, width = image.shape[2:]
    logits = model(pad(model, normalize(image, metadata["normalization"])))[0, :, :height, :width]
    return (logits[0] > 0).long() if len(logits) == 1 else logits.argmax(0)


def mask_values(classes, one_channel):
    """The grey value of each class index, or None where a class has none or several."""
    values = [item["values"] for item in classes]
    if not all(len(v) == 1 and isinstance(v[0], int) for v in values):
        return None
    return np.array([0] * one_channel + [v[0] for v in values], dtype=np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path, help="the run's folder")
    parser.add_argument("image", type=Path)
    parser.add_argument("out", type=Path, help="the PNG file to write")
    arguments = parser.parse_args()
    model, metadata = load(arguments.run / "checkpoints" / "best.safetensors")
    image = read_image(arguments.image, metadata["model"]["input_channels"])
    indices = predict(model, metadata, image).numpy().astype(np.uint8)
    values = mask_values(metadata["classes"], metadata["model"]["output_channels"] == 1)
    Image.fromarray(indices if values is None else values[indices]).save(arguments.out)


if __name__ == "__main__":
    main()
