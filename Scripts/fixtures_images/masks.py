"""Masks of one picture in many encodings, with the classes that NumPy says they hold.

The truth is a map of three classes on 24 x 16 pixels. Every file of masks/ holds it, or two classes of it, as some program would
write it; masks.json has, for each, the expected index of each pixel under the mapping that Tests/ImagesTests/MaskFileTests.swift
states.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "ImagesTests" / "Fixtures" / "masks"
WIDTH, HEIGHT = 24, 16
RED, GREEN = (128, 0, 0), (0, 128, 0)


def truth() -> np.ndarray:
    """0 around, a disc of 1, a square of 2 that covers a corner of it."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    classes = np.zeros((HEIGHT, WIDTH), np.uint8)
    classes[(x - 8) ** 2 + (y - 8) ** 2 <= 36] = 1
    classes[9:15, 12:21] = 2
    return classes


def lut(classes: np.ndarray, *colors) -> np.ndarray:
    return np.array(colors, np.uint8)[classes]


def paletted(indices: np.ndarray, colors, **options) -> Image.Image:
    image = Image.fromarray(indices.astype(np.uint8)).convert("P")
    image.putdata(indices.ravel().tolist())
    image.putpalette([part for color in colors for part in color])
    return image


def nearest(values: np.ndarray, legal) -> np.ndarray:
    """The position of the nearest legal value, each a number or a colour."""
    legal = np.array(legal, int)
    values = values.astype(int)
    if legal.ndim == 1:
        return np.abs(values[..., None] - legal).argmin(-1)
    return ((values[..., None, :] - legal) ** 2).sum(-1).argmin(-1)


def masks() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    three = truth()
    two = (three > 0).astype(np.uint8)
    expected = {}

    def save(name: str, image: Image.Image, classes: np.ndarray, **options) -> None:
        image.save(FOLDER / name, **options)
        expected[name] = classes.astype(int).ravel().tolist()

    def read(name: str, mode: str | None = None) -> np.ndarray:
        image = Image.open(FOLDER / name)
        return np.asarray(image.convert(mode) if mode else image)

    save("index.png", Image.fromarray(three), three)
    save("binary.png", Image.fromarray(two * 255), two)
    save("inverted.png", Image.fromarray(255 - two * 255), two)
    save("codes.png", Image.fromarray(lut(three, 20, 130, 240)), three)
    save("deep.png", Image.fromarray(np.array([0, 700, 40000], np.uint16)[three]), three)
    save("rgb.png", Image.fromarray(lut(three, (0, 0, 0), RED, GREEN)), three)
    transparent = lut(three, (0, 0, 0, 0), RED + (255,), RED + (128,))
    save("rgba.png", Image.fromarray(transparent), three)

    palette = [(0, 0, 0), RED, GREEN]
    save("palette.png", paletted(three, palette), three)
    # Entries 1 and 2 have one colour: only the indices tell them apart.
    save("palette_twice.png", paletted(three, [(0, 0, 0), RED, RED]), three)
    # The colours of Pascal VOC at other places than in its palette: only the colours tell.
    save("palette_shuffled.png", paletted(np.array([2, 0, 1])[three], [RED, GREEN, (0, 0, 0)]), three)
    void = three.copy()
    void[:, :2] = 255
    colors = [(0, 0, 0)] * 256
    colors[1], colors[2], colors[255] = RED, GREEN, (224, 224, 192)
    save("voc_palette.png", paletted(void, colors), void)
    save("voc_rgb.png", paletted(void, colors).convert("RGB"), void)
    save("voc_index.png", Image.fromarray(void), void)

    bits = Image.fromarray(two * 255).convert("1")
    for name in ("bits.png", "bits.tif", "bits.pbm"):
        save(name, bits, two)
    black_and_white = paletted(two, [(0, 0, 0), (255, 255, 255)])
    save("black_white.gif", black_and_white, two)
    save("black_white.png", black_and_white, two, bits=1)

    # What a JPEG makes of 0 and 255, and of grey codes; the expected classes are NumPy's of what Pillow reads.
    large = np.kron(two, np.ones((2, 2), np.uint8))
    Image.fromarray(large * 255).save(FOLDER / "damaged.jpg", quality=40)
    expected["damaged.jpg"] = (read("damaged.jpg", "L") >= 128).astype(int).ravel().tolist()
    Image.fromarray(np.stack([large * 255] * 3, -1)).save(FOLDER / "damaged_rgb.jpg", quality=40)
    expected["damaged_rgb.jpg"] = (read("damaged_rgb.jpg", "L") >= 128).astype(int).ravel().tolist()
    noise = np.random.default_rng(5).integers(-6, 7, three.shape)
    codes = np.clip(lut(three, 20, 130, 240).astype(int) + noise, 0, 255).astype(np.uint8)
    save("near_codes.png", Image.fromarray(codes), nearest(codes, [20, 130, 240]))
    noise = np.random.default_rng(6).integers(-9, 10, three.shape + (3,))
    colors = np.clip(lut(three, (0, 0, 0), RED, GREEN).astype(int) + noise, 0, 255).astype(np.uint8)
    save("near_colors.png", Image.fromarray(colors), nearest(colors, [(0, 0, 0), RED, GREEN]))
    smooth = Image.fromarray(two * 255).resize((WIDTH * 2, HEIGHT * 2), Image.Resampling.BILINEAR)
    save("smooth.png", smooth, np.asarray(smooth) >= 100)
    save("smooth_colors.png", Image.merge("RGB", [smooth, smooth.point(lambda v: v // 2), smooth.point(lambda v: 0)]), two[:0])
    grey = read("smooth_colors.png", "L")
    expected["smooth_colors.png"] = (grey >= 60).astype(int).ravel().tolist()

    for name in ("disc", "square"):
        (FOLDER / name).mkdir(exist_ok=True)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    disc = (x - 8) ** 2 + (y - 8) ** 2 <= 36
    square = three == 2
    Image.fromarray(disc.astype(np.uint8) * 255).save(FOLDER / "disc" / "a.png")
    Image.fromarray(square.astype(np.uint8)).save(FOLDER / "square" / "a.png")
    expected["disc+square"] = three.astype(int).ravel().tolist()
    expected["square+disc"] = np.where(disc, 2, np.where(square, 1, 0)).ravel().tolist()
    expected["union"] = (disc | square).astype(int).ravel().tolist()
    expected["overlap"] = [int((disc & square).sum())]
    (FOLDER / "masks.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
