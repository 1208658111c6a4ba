"""The U-Net of a run, in PyTorch: reads the weights that `unet` trained, and predicts an image.

    python Scripts/unet.py RUN-FOLDER IMAGE OUT.png

Needs torch, safetensors, numpy and pillow. OUT.png holds, for each pixel, the mask value of the predicted
class where the classes have one grey value each, and its index otherwise. The network is
milesial/Pytorch-UNet's, at any depth and width and with the same names of weights.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors import safe_open
from torch import nn
from torch.nn import functional as F


class DoubleConv(nn.Module):
    """Two 3x3 convolutions, each followed by a norm and a ReLU."""

    def __init__(self, inputs, outputs, norm, middle=None):
        super().__init__()
        middle = middle or outputs
        layers = []
        for a, b in [(inputs, middle), (middle, outputs)]:
            # Without a norm an Identity keeps its place, so that the second convolution is always number 3.
            layers += [
                nn.Conv2d(a, b, 3, padding=1, bias=norm == "none"),
                nn.BatchNorm2d(b) if norm == "batch" else nn.Identity(),
                nn.ReLU(),
            ]
        self.double_conv = nn.Sequential(*layers)

    def forward(self, x):
        return self.double_conv(x)


class Down(nn.Module):
    """Halves the size, then convolves twice."""

    def __init__(self, inputs, outputs, norm):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(inputs, outputs, norm))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    """Doubles the size, joins the encoder's features of that size, and convolves twice."""

    def __init__(self, inputs, skipped, outputs, norm, upsampling):
        super().__init__()
        if upsampling == "transposed":
            self.up = nn.ConvTranspose2d(inputs, inputs // 2, kernel_size=2, stride=2)
            self.conv = DoubleConv(inputs // 2 + skipped, outputs, norm)
        else:
            self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
            self.conv = DoubleConv(inputs + skipped, outputs, norm, (inputs + skipped) // 2)

    def forward(self, x, skip):
        x = self.up(x)
        rows, columns = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
        x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        return self.conv(torch.cat([skip, x], dim=1))


class Out(nn.Module):
    """A 1x1 convolution to the logits."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel_size=1)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    """[N, input_channels, H, W] -> logits [N, output_channels, H, W]; H and W at least 2 ** depth."""

    def __init__(self, input_channels, output_channels, depth, width, norm, upsampling, dropout):
        super().__init__()
        half = 2 if upsampling == "bilinear" else 1
        encoder = [width * 2**level for level in range(depth)] + [width * 2**depth // half]
        decoder = [channels // half for channels in encoder[:depth]]
        decoder[0] = width
        self.depth = depth
        self.inc = DoubleConv(input_channels, width, norm)
        for level in range(1, depth + 1):
            self.add_module(f"down{level}", Down(encoder[level - 1], encoder[level], norm))
        inputs = encoder[depth]
        for number, level in enumerate(reversed(range(depth)), start=1):
            self.add_module(f"up{number}", Up(inputs, encoder[level], decoder[level], norm, upsampling))
            inputs = decoder[level]
        self.dropout = nn.Dropout(dropout)
        self.outc = Out(width, output_channels)

    def forward(self, x):
        skips = [self.inc(x)]
        for level in range(1, self.depth + 1):
            skips.append(getattr(self, f"down{level}")(skips[-1]))
        x = self.dropout(skips.pop())
        for number in range(1, self.depth + 1):
            x = getattr(self, f"up{number}")(x, skips.pop())
        return self.outc(x)


def load(path):
    """The network of a checkpoint, ready to predict, and the checkpoint's metadata."""
    with safe_open(path, framework="pt") as file:
        metadata = {key: json.loads(value) for key, value in file.metadata().items()}
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


def pad(image, depth):
    """The image with its right and bottom mirrored up to a multiple of what the depth needs."""
    height, width = image.shape[2:]
    rows, columns = -height % 2**depth, -width % 2**depth
    mode = "reflect" if rows < height and columns < width else "replicate"
    return F.pad(image, [0, columns, 0, rows], mode=mode)


@torch.no_grad()
def predict(model, metadata, image):
    """Class indices [H, W] of an image; with one class, 1 where it is."""
    norm = metadata["normalization"]
    mean, std = (torch.tensor(norm[key]).view(1, -1, 1, 1) for key in ("mean", "std"))
    height, width = image.shape[2:]
    logits = model(pad((image - mean) / std, model.depth))[0, :, :height, :width]
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
