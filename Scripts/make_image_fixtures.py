#!/usr/bin/env python3
"""Writes the image files of Tests/ImagesTests/Fixtures and Tests/EndToEndTests/Fixtures: small, and made by software that is not ours.

    python3 -m venv .venv-images && .venv-images/bin/pip install pillow==13.0.0 numpy scipy tifffile==2026.3.3 imagecodecs
    .venv-images/bin/python Scripts/make_image_fixtures.py [maps ...]    # fields wants torch, too

Without names it makes all.
The values are stated again in Tests/ImagesTests/ImageFileTests.swift. The committed files were made with
Pillow 13.0.0 and tifffile 2026.3.3; other versions may write other bytes with the same pixels.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from fixtures_images import encodings as encodings_module
from fixtures_images.layouts import layouts
from fixtures_images.masks import masks
from fixtures_images import fields, normalization

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
    import tifffile

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
    tifffile.imwrite(FOLDER / "stack.tif", np.stack([grey() + page for page in range(3)]), photometric="minisblack", **options)


def resized() -> None:
    """Pillow's BILINEAR of a smooth and of a striped picture, to compare `PixelImage.resized` with."""
    y, x = np.mgrid[:24, :32]
    source = Image.fromarray((4 * x + 3 * y + 40 * (x % 2)).astype(np.uint8))
    save("resize_source.png", source)
    save("resize_12x9.png", source.resize((12, 9), Image.Resampling.BILINEAR))
    save("resize_48x36.png", source.resize((48, 36), Image.Resampling.BILINEAR))


def border_weights(mask: np.ndarray, w0: float, sigma: float) -> np.ndarray:
    """The weight map of the 2015 paper, from the distance to every object: what it adds to background pixels."""
    labels, count = ndimage.label((mask != 0) & (mask != 255))
    if count < 2:
        return np.zeros(mask.shape)
    each = np.stack([ndimage.distance_transform_edt(labels != label) for label in range(1, count + 1)])
    first, second = np.sort(each, axis=0)[:2]
    return np.where(mask == 0, w0 * np.exp(-((first + second) ** 2) / (2 * sigma**2)), 0)


def signed_distances(mask: np.ndarray, index: int) -> np.ndarray:
    """Kervadec's one_hot2dist of one class, with ignored pixels on neither side."""
    inside, outside = mask == index, (mask != index) & (mask != 255)
    if not inside.any() or not outside.any():
        return np.zeros(mask.shape)
    distances = ndimage.distance_transform_edt(~inside) * outside
    return distances - (ndimage.distance_transform_edt(~outside) - 1) * inside


def maps() -> None:
    """The maps of masks that losses need, by SciPy: blobs of two classes, noise, one object, none, and one class only."""
    generator = np.random.default_rng(3)
    smooth = ndimage.gaussian_filter(generator.normal(size=(26, 31)), 1.6)
    blobs = np.digitize(smooth, [np.quantile(smooth, 0.6), np.quantile(smooth, 0.85)]).astype(int)
    one = np.zeros((9, 14), int)
    one[3:6, 2:9] = 1
    masks = [
        blobs, np.where(generator.random(blobs.shape) < 0.1, 255, blobs), generator.integers(0, 3, (11, 7)),
        (generator.random((17, 40)) < 0.02) * 1, one, np.zeros((4, 5), int), np.full((3, 4), 2), np.eye(6, dtype=int),
    ]  # fmt: skip
    cases = []
    for number, mask in enumerate(masks):
        w0, sigma = [(10, 5), (3.5, 1.5)][number % 2]
        cases.append({
            "width": mask.shape[1], "height": mask.shape[0], "mask": mask.ravel().tolist(), "w0": w0, "sigma": sigma,
            "border": border_weights(mask, w0, sigma).round(6).ravel().tolist(),
            "distances": [signed_distances(mask, k).round(6).ravel().tolist() for k in range(3)],
        })  # fmt: skip
    (FOLDER / "maps.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


def encodings() -> None:
    encodings_module.make(FOLDER)


PARTS = {each.__name__: each for each in (pngs, photographs, tiffs, resized, maps, encodings, masks, layouts)}
PARTS["normalization"] = normalization.make
PARTS["fields"] = fields.make

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
