"""Small data sets in the arrangements that the real ones have: names, folders, encodings and lists as published, pictures of 16 to 40
pixels whose mask follows from the picture. Written by Pillow and tifffile."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent / "Tests" / "EndToEndTests" / "Fixtures" / "layouts"

# As published: the classes of labelIds that the benchmark scores, and some that it doesn't.
CITYSCAPES = {7: (128, 64, 128), 8: (244, 35, 232), 11: (70, 70, 70), 23: (70, 130, 180), 26: (0, 0, 142), 3: (0, 0, 0)}
CAMVID = {
    "Sky": (128, 128, 128), "Building": (128, 0, 0), "Road": (128, 64, 128), "LaneMkgsDriv": (128, 0, 192), "Car": (64, 0, 128),
    "Tree": (128, 128, 0), "Pedestrian": (64, 64, 0), "Void": (0, 0, 0),
}  # fmt: skip


def scene(number: int, width: int, height: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture [H, W, 3] of slanted stripes with noise, and which stripe, 0 ..< classes, each pixel is in [H, W]."""
    y, x = np.mgrid[:height, :width]
    stripes = ((x + (number % 3 - 1) * y // 2 + 3 * number) // 4) % classes
    noise = np.random.default_rng(number).integers(0, 24, (height, width, 3))
    picture = np.stack([stripes * (200 // classes), 200 - stripes * (160 // classes), 30 + 10 * (stripes % 3)], axis=-1)
    return (picture + noise).astype(np.uint8), stripes.astype(np.uint8)


def save(path: Path, pixels: np.ndarray, palette: list[int] | None = None, **options) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(pixels)
    if palette is not None:
        image = image.convert("P")
        image.putpalette(palette)
    image.save(path, **options)


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def oxford_pet() -> None:
    """Photographs of many sizes; trimaps of 1, 2, 3; lists of name, class, species and breed; leftovers of a Mac and of MATLAB."""
    root = ROOT / "oxford_pet"
    names = ["Abyssinian_1", "Abyssinian_2", "Abyssinian_10", "beagle_3", "beagle_4", "pug_7", "pug_8"]
    for number, name in enumerate(names):
        picture, stripes = scene(number, 32 + 2 * number, 40 - 3 * number, 3)
        save(root / f"images/{name}.jpg", picture, quality=90)
        save(root / f"annotations/trimaps/{name}.png", stripes + 1)
        write(root / f"annotations/trimaps/._{name}.png", "Mac OS X")
    write(root / "images/Abyssinian_1.mat", "MATLAB 5.0")
    rows = {name: f"{name} {number // 3 + 1} {int(name[0].islower()) + 1} 1" for number, name in enumerate(names)}
    write(root / "annotations/trainval.txt", *[rows[name] for name in names[:4]])
    write(root / "annotations/test.txt", *[rows[name] for name in names[4:6]])
    write(root / "annotations/list.txt", "#Image CLASS-ID SPECIES BREED ID", *[rows[name] for name in names[:6]])


def carvana() -> None:
    """Sixteen views of each car, here two; masks are GIFs whose palette is black and white."""
    root = ROOT / "carvana"
    for car, name in enumerate(["00087a6bd4dc", "02159e548029", "0cdf5b5d0ce1"]):
        for view in (1, 2):
            picture, stripes = scene(2 * car + view, 36, 24, 2)
            save(root / f"train/{name}_{view:02}.jpg", picture, quality=90)
            save(root / f"train_masks/{name}_{view:02}_mask.gif", stripes, palette=[0, 0, 0, 255, 255, 255])
    write(root / "train_masks.csv", "img,rle_mask")


def camvid() -> None:
    """The SegNet tutorial's: index masks of 0 to 10 with 11 for what is unlabelled, and lists of absolute paths."""
    for part, numbers in {"train": [6690, 6720, 6750], "val": [8550, 8580], "test": [9510, 9540]}.items():
        pairs = []
        for number in numbers:
            name = f"0001TP_{number:06}.png"
            picture, stripes = scene(number, 40, 32, 12)
            save(ROOT / "camvid" / part / name, picture)
            save(ROOT / "camvid" / f"{part}annot" / name, stripes)
            pairs.append(f"/SegNet/CamVid/{part}/{name} /SegNet/CamVid/{part}annot/{name}")
        write(ROOT / "camvid" / f"{part}.txt", *pairs)


def camvid_color() -> None:
    """The original stills and their labels in colour."""
    root = ROOT / "camvid_color"
    colors = np.array(list(CAMVID.values()), np.uint8)
    for number in (6690, 6720, 6750, 6780, 6810):
        picture, stripes = scene(number, 40, 32, len(colors))
        save(root / f"701_StillsRaw_full/0001TP_{number:06}.png", picture)
        save(root / f"LabeledApproved_full/0001TP_{number:06}_L.png", colors[stripes])
    write(root / "label_colors.txt", *[f"{' '.join(map(str, color))}\t{name}" for name, color in CAMVID.items()])


def voc_palette() -> list[int]:
    """The colour map of the development kit: the bits of an index, spread over the three colours."""
    palette = []
    for index in range(256):
        for channel in range(3):
            bits = [(index >> (3 * place + channel)) & 1 for place in range(8)]
            palette.append(sum(bit << (7 - place) for place, bit in enumerate(bits)))
    return palette


def pascal_voc() -> None:
    """Palette masks with 255 for the border of objects, for four of six photographs of many sizes."""
    root = ROOT / "pascal_voc"
    names = ["2007_000032", "2007_000039", "2007_000063", "2007_000068", "2008_000002", "2008_000003"]
    labels = np.array([0, 1, 15, 20, 255], np.uint8)
    for number, name in enumerate(names):
        picture, stripes = scene(number, 40 - number, 30 + number, len(labels))
        save(root / f"JPEGImages/{name}.jpg", picture, quality=90)
        if number < 4:
            save(root / f"SegmentationClass/{name}.png", labels[stripes], palette=voc_palette())
            save(root / f"SegmentationObject/{name}.png", stripes, palette=voc_palette())
    write(root / "ImageSets/Segmentation/train.txt", *names[:2])
    write(root / "ImageSets/Segmentation/val.txt", *names[2:4])
    write(root / "ImageSets/Segmentation/trainval.txt", *names[:4])
    write(root / "ImageSets/Main/train.txt", *names)


def cityscapes() -> None:
    """Cities below the parts; of the four files of a label only labelIds counts."""
    root = ROOT / "cityscapes"
    ids = np.array(list(CITYSCAPES), np.uint8)
    colors = np.array(list(CITYSCAPES.values()), np.uint8)
    frames = {"train": ["aachen_000000", "aachen_000001", "bochum_000000"], "val": ["frankfurt_000000", "munster_000001"]}
    for part, names in frames.items():
        for number, name in enumerate(names):
            picture, stripes = scene(number + 10 * (part == "val"), 40, 20, len(ids))
            place, frame = f"{part}/{name.split('_')[0]}", f"{name}_{19 + number:06}"
            save(root / f"leftImg8bit/{place}/{frame}_leftImg8bit.png", picture)
            labels = root / f"gtFine/{place}"
            save(labels / f"{frame}_gtFine_labelIds.png", ids[stripes])
            save(labels / f"{frame}_gtFine_instanceIds.png", ids[stripes].astype(np.uint16))
            save(labels / f"{frame}_gtFine_color.png", colors[stripes])
            write(labels / f"{frame}_gtFine_polygons.json", json.dumps({"imgHeight": 20, "imgWidth": 40, "objects": []}))


def isbi() -> None:
    """Two stacks of thirty slices, 0 on membranes and 255 in cells, and a third without labels."""
    import tifffile

    root = ROOT / "isbi"
    root.mkdir(parents=True, exist_ok=True)
    slices = [scene(number, 24, 20, 2) for number in range(30)]
    options = {"photometric": "minisblack", "compression": "deflate", "metadata": None, "software": False}
    volume = np.stack([picture[..., 0] for picture, _ in slices])
    tifffile.imwrite(root / "train-volume.tif", volume, **options)
    tifffile.imwrite(root / "train-labels.tif", np.stack([stripes * 255 for _, stripes in slices]), **options)
    tifffile.imwrite(root / "test-volume.tif", volume[:3], **options)


def dsb2018() -> None:
    """The Data Science Bowl of 2018: a folder for each image, RGBA, and in it a file for each nucleus."""
    root = ROOT / "dsb2018" / "stage1_train"
    for number, name in enumerate(["00ae65c1c6631ae6f2be1a449902976e", "0a7d30b252359a10", "0bf4b144", "1a11552569160f0b", "ff3407842ada5bc1"]):
        picture, stripes = scene(number, 24 + 4 * (number % 2), 24, 4)
        alpha = np.full(picture.shape[:2] + (1,), 255, np.uint8)
        save(root / f"{name}/images/{name}.png", np.concatenate([picture, alpha], axis=-1))
        for nucleus in range(1, 2 + number % 3):
            save(root / f"{name}/masks/{number}{nucleus}e5f0.png", (stripes == nucleus) * np.uint8(255))


def per_class() -> None:
    """A folder of binary masks for each class; an image without mitochondria has no file there."""
    root = ROOT / "per_class"
    for number in range(5):
        picture, stripes = scene(number, 32, 24, 3)
        save(root / f"images/cell {number}.png", picture)
        save(root / f"masks/nuclei/cell {number}.png", (stripes == 1) * np.uint8(255))
        if number != 3:
            save(root / f"masks/mito/cell {number}.png", (stripes == 2) * np.uint8(255))


def layouts() -> None:
    for part in (oxford_pet, carvana, camvid, camvid_color, pascal_voc, cityscapes, isbi, dsb2018, per_class):
        part()
