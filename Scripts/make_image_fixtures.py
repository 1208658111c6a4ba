#!/usr/bin/env python3
"""Writes the image files of Tests/ImagesTests/Fixtures: small, and made by software that is not ours.

    python3 -m venv .venv-images && .venv-images/bin/pip install pillow==13.0.0 numpy tifffile==2026.3.3
    .venv-images/bin/python Scripts/make_image_fixtures.py

The values are stated again in Tests/ImagesTests/ImageFileTests.swift. The committed files were made with
Pillow 13.0.0 and tifffile 2026.3.3; other versions may write other bytes with the same pixels.
"""

from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "Tests" / "ImagesTests" / "Fixtures"
WIDTH, HEIGHT = 5, 4


def grey(scale: int = 1, dtype=np.uint8) -> np.ndarray:
    """The value of the pixel at (x, y) is scale * (10 y + x)."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return (scale * (10 * y + x)).astype(dtype)


def color() -> np.ndarray:
    """Red is 10 y + x, green 100 more, blue 255 less red."""
    red = grey()
    return np.stack([red, red + 100, 255 - red], axis=-1).astype(np.uint8)


def save(name: str, image: Image.Image, **options) -> None:
    image.save(FOLDER / name, **options)


def pngs() -> None:
    save("grey1.png", Image.fromarray(grey() % 2 * 255).convert("1"))
    save("grey8.png", Image.fromarray(grey()))
    save("grey16.png", Image.fromarray(grey(1000, np.uint16)))
    save("rgb.png", Image.fromarray(color()))
    alpha = np.full((HEIGHT, WIDTH, 1), 128, np.uint8)
    save("rgba.png", Image.fromarray(np.concatenate([color(), alpha], axis=-1)))
    save("grey_alpha.png", Image.fromarray(np.concatenate([grey()[..., None], alpha], axis=-1)))
    for bits in (1, 2, 4, 8):
        indexed = Image.fromarray(grey() % min(2**bits, 34)).convert("P")
        indexed.putpalette([v for i in range(2**bits) for v in (200 - i % 100, i % 100, 7)])
        save(f"palette{bits}.png", indexed, bits=bits)
    transparent = Image.fromarray(grey() % 3).convert("P")
    transparent.putpalette([0, 0, 0, 128, 0, 0, 0, 128, 0])
    save("palette_transparent.png", transparent, bits=2, transparency=0)


def photographs() -> None:
    """Halves of two greys, so that JPEG keeps them: left 40, right 200; stored turned by a quarter."""
    halves = np.full((8, 16), 40, np.uint8)
    halves[:, 8:] = 200
    exif = Image.Exif()
    exif[0x0112] = 6  # shown upright after a quarter turn clockwise
    save("grey.jpg", Image.fromarray(halves), quality=100)
    save("sideways.jpg", Image.fromarray(halves), quality=100, exif=exif)
    noise = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    save("noise.jpg", Image.fromarray(noise), quality=90)
    save("noise.png", Image.fromarray(noise[..., 0]))
    save("rgb.webp", Image.fromarray(color()), lossless=True)
    save("grey.gif", Image.fromarray(grey()))
    save("grey.pgm", Image.fromarray(grey()))
    save("grey.bmp", Image.fromarray(grey()))


def tiffs() -> None:
    options = {"metadata": None, "software": False}
    tifffile.imwrite(FOLDER / "grey16.tif", grey(1000, np.uint16), **options)
    tifffile.imwrite(FOLDER / "float.tif", grey().astype(np.float32) / 8 - 1, **options)
    tifffile.imwrite(FOLDER / "int32.tif", grey(1000, np.int32), **options)
    five = np.stack([grey() + i for i in range(5)])
    tifffile.imwrite(FOLDER / "five_channels.tif", five.transpose(1, 2, 0), photometric="minisblack",
                     planarconfig="contig", **options)
    near = np.concatenate([color(), 50 + grey()[..., None]], axis=-1)
    tifffile.imwrite(FOLDER / "rgb_infrared.tif", near, photometric="rgb", extrasamples=["unspecified"], **options)
    tifffile.imwrite(FOLDER / "rgb_alpha.tif", near, photometric="rgb", extrasamples=["unassalpha"], **options)
    tifffile.imwrite(FOLDER / "stack.tif", np.stack([grey()] * 3), photometric="minisblack", **options)


def resized() -> None:
    """Pillow's BILINEAR of a smooth and of a striped picture, to compare `PixelImage.resized` with."""
    y, x = np.mgrid[:24, :32]
    source = Image.fromarray((4 * x + 3 * y + 40 * (x % 2)).astype(np.uint8))
    save("resize_source.png", source)
    save("resize_12x9.png", source.resize((12, 9), Image.Resampling.BILINEAR))
    save("resize_48x36.png", source.resize((48, 36), Image.Resampling.BILINEAR))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    pngs()
    photographs()
    tiffs()
    resized()
