"""Every encoding of image files that people have, with the values that Pillow, tifffile and NumPy read from them.

Files go to Tests/ImagesTests/Fixtures/encodings, the values to expected.json beside them. What neither program writes (interlaced
and narrow PNGs, run-length bitmaps, PAM) is written here by hand, and read back by Pillow where it can.
"""

import json
import shutil
import struct
import zlib
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image, ImageOps

WIDTH, HEIGHT = 7, 5
RANDOM = np.random.default_rng(4)
GREY = RANDOM.integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
COLOR = RANDOM.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
ALPHA = np.concatenate([COLOR, RANDOM.integers(0, 256, (HEIGHT, WIDTH, 1), dtype=np.uint8)], axis=-1)
DEEP = RANDOM.integers(0, 65536, (HEIGHT, WIDTH, 3), dtype=np.uint16)
REAL = RANDOM.normal(size=(HEIGHT, WIDTH, 3)) * 100


class Fixtures:
    """The files of a folder and what is expected of them."""

    def __init__(self, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.cases = folder, []

    def add(self, name, array, *, alpha=False, page=0, pages=1, bits=8, palette=None, indices=None, tolerance=0):
        """Expects the pixels of `array`, H x W or H x W x C, with transparency if `alpha`."""
        array = np.asarray(array)
        kind = {"uint8": "uint8", "uint16": "uint16"}.get(array.dtype.name, "float")
        if array.dtype == bool:
            array, kind = array.astype(np.uint8) * 255, "uint8"
        values = array.astype(np.float32 if kind == "float" else array.dtype).ravel().tolist()
        case = {
            "file": name, "page": page, "pages": pages, "width": array.shape[1], "height": array.shape[0],
            "channels": 1 if array.ndim == 2 else array.shape[2], "type": kind, "alpha": alpha, "bits": bits,
            "tolerance": tolerance, "values": values,
        }  # fmt: skip
        if palette is not None:
            case["indices"] = np.asarray(indices).astype(int).ravel().tolist()
            case["palette"] = np.asarray(palette).reshape(-1, 3).tolist()
        self.cases.append(case)

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, content: bytes) -> str:
        self.path(name).write_bytes(content)
        return name


def pillow(path: Path) -> np.ndarray:
    """What Pillow shows of a file: upright, in grey or colours."""
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    return np.array(image.convert("RGB") if image.mode == "CMYK" else image)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows: np.ndarray, bits: int) -> list[bytes]:
    """Rows of values, the highest bits first."""
    lines = []
    for row in rows.reshape(rows.shape[0], -1).astype(int):
        text = "".join(format(value, f"0{bits}b") for value in row)
        lines.append(int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big"))
    return lines


def png(array: np.ndarray, bits: int, kind: int, *, interlaced=False, extra: bytes = b"") -> bytes:
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    parts = [array[y::dy, x::dx] for y, x, dy, dx in passes] if interlaced else [array]
    lines = b"".join(b"\0" + line for part in parts if part.size for line in packed(part, bits))
    header = struct.pack(">IIBBBBB", array.shape[1], array.shape[0], bits, kind, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pngs(out: Fixtures) -> None:
    for bits in (1, 2, 4, 8):
        values = GREY >> (8 - bits)
        for interlaced in (False, True):
            name = out.write(f"grey{bits}{'i' * interlaced}.png", png(values, bits, 0, interlaced=interlaced))
            expected = np.array(Image.open(out.path(name)).convert("L"))
            assert (expected == values * (255 // (2**bits - 1))).all()
            out.add(name, expected, bits=bits)
        colors = RANDOM.integers(0, 256, (2**bits, 3), dtype=np.uint8)
        colors[-1] = colors[0]
        table = chunk(b"PLTE", colors.tobytes())
        name = out.write(f"palette{bits}.png", png(values, bits, 3, extra=table))
        out.add(name, pillow(out.path(name)), bits=bits, palette=colors, indices=values)
        name = out.write(f"palette{bits}t.png", png(values, bits, 3, extra=table + chunk(b"tRNS", b"\x00\x80"), interlaced=True))
        out.add(name, pillow(out.path(name)), bits=bits, alpha=True, palette=colors, indices=values)
    for kind, array, alpha in ((2, COLOR, False), (6, ALPHA, True), (4, ALPHA[..., 2:], True)):
        for interlaced in (False, True):
            name = out.write(f"kind{kind}{'i' * interlaced}.png", png(array, 8, kind, interlaced=interlaced))
            assert (np.array(Image.open(out.path(name))) == array).all()
            out.add(name, array, alpha=alpha)
    out.write("grey16.png", png(DEEP[..., 0], 16, 0))
    assert (np.array(Image.open(out.path("grey16.png"))) == DEEP[..., 0]).all()
    out.add("grey16.png", DEEP[..., 0], bits=16)
    out.add(out.write("rgb16.png", png(DEEP, 16, 2, interlaced=True)), DEEP, bits=16)
    deep = np.concatenate([DEEP, DEEP[..., :1]], axis=-1)
    out.add(out.write("rgba16.png", png(deep, 16, 6)), deep, bits=16, alpha=True)
    key = struct.pack(">HHH", *COLOR[0, 0].tolist())
    name = out.write("rgb_key.png", png(COLOR, 8, 2, extra=chunk(b"tRNS", key)))
    out.add(name, np.array(Image.open(out.path(name)).convert("RGBA")), alpha=True)


def jpegs(out: Fixtures) -> None:
    y, x = np.mgrid[:20, :26]
    smooth = np.stack([9 * x, 12 * y, 5 * x + 4 * y], axis=-1).astype(np.uint8)
    image = Image.fromarray(smooth)
    variants = {
        "grey.jpg": (image.convert("L"), {}), "rgb420.jpg": (image, {"subsampling": 2}), "rgb422.jpg": (image, {"subsampling": 1}),
        "rgb444.jpg": (image, {"subsampling": 0}), "progressive.jpg": (image, {"progressive": True}), "cmyk.jpg": (image.convert("CMYK"), {}),
    }  # fmt: skip
    for name, (source, options) in variants.items():
        source.save(out.path(name), quality=90, **options)
        out.add(name, pillow(out.path(name)), tolerance=1)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = f"exif{orientation}.jpg"
        image.convert("L").crop((0, 0, 12, 8)).save(out.path(name), quality=90, exif=exif)
        out.add(name, pillow(out.path(name)), tolerance=1)
    shutil.copy(out.path("grey.jpg"), out.path("named.png"))
    out.add("named.png", pillow(out.path("grey.jpg")), tolerance=1)


def tiffs(out: Fixtures) -> None:
    def save(name, array, expected=None, *, alpha=False, bits=None, pages=1, **options):
        options.setdefault("photometric", "rgb" if array.shape[-1] in (3, 4) and array.ndim == 3 else "minisblack")
        tifffile.imwrite(out.path(name), array, metadata=None, software=False, **options)
        out.add(name, array if expected is None else expected, alpha=alpha, bits=bits or 8 * array.dtype.itemsize, pages=pages)

    for compression in ("none", "lzw", "deflate", "packbits"):
        for kind, array in (("8", COLOR), ("16", DEEP[..., 0])):
            save(f"{compression}{kind}.tif", array, compression=None if compression == "none" else compression)
    for compression in ("lzw", "deflate"):
        save(f"{compression}_predictor8.tif", COLOR, compression=compression, predictor=2)
        save(f"{compression}_predictor16.tif", DEEP, compression=compression, predictor=2, byteorder=">")
        save(f"{compression}_predictor_float.tif", REAL.astype("f4"), compression=compression, predictor=3)
    big = np.tile(DEEP, (5, 4, 1))[:20, :25]
    save("tiled.tif", big, tile=(16, 16), compression="deflate")
    save("tiled_planar.tif", big.transpose(2, 0, 1), big, tile=(16, 16), photometric="rgb", planarconfig="separate")
    save("strips.tif", big, rowsperstrip=3)
    for code in ("i8", "u8"):
        save(f"{code}.tif", RANDOM.integers(np.iinfo(code).min, np.iinfo(code).max, GREY.shape, code))
    save("f8_planar.tif", REAL.transpose(2, 0, 1), REAL, photometric="rgb", planarconfig="separate", compression="lzw", byteorder=">")
    save("planar.tif", COLOR.transpose(2, 0, 1), COLOR, photometric="rgb", planarconfig="separate")
    save("big.tif", DEEP, bigtiff=True)
    save("big_endian.tif", DEEP, byteorder=">")
    save("big_big_endian.tif", REAL.astype("f8"), byteorder=">", bigtiff=True)
    for code in ("u1", "i1", "u2", "i2", "u4", "i4", "f2", "f4", "f8"):
        limits = np.iinfo(code) if code[0] != "f" else None
        values = REAL[..., 0].astype(code) if limits is None else RANDOM.integers(limits.min, limits.max, GREY.shape, code, endpoint=True)
        for order in "<>":
            save(f"{code}{'be' if order == '>' else ''}.tif", values, byteorder=order)
    save("f2_rgb_lzw.tif", REAL.astype("f2"), compression="lzw")
    save("white0_8.tif", GREY, 255 - GREY, photometric="miniswhite")
    save("white0_16.tif", DEEP[..., 0], 65535 - DEEP[..., 0], photometric="miniswhite")
    save("bilevel.tif", GREY > 127, bits=1)
    save("bilevel_white0.tif", GREY > 127, GREY <= 127, photometric="miniswhite", bits=1)
    Image.fromarray(GREY > 127).save(out.path("fax4.tif"), compression="group4")
    out.add("fax4.tif", GREY > 127, bits=1)
    for bits in (2, 4):
        values = GREY >> (8 - bits)
        tifffile.imwrite(out.path(f"grey{bits}.tif"), values, bitspersample=bits, metadata=None, software=False, photometric="minisblack")
        out.add(f"grey{bits}.tif", values * np.uint8(255 // (2**bits - 1)), bits=bits)
    save("grey_alpha.tif", ALPHA[..., 2:], alpha=True, photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"])
    save("rgb_alpha16.tif", np.concatenate([DEEP, DEEP[..., :1]], axis=-1), alpha=True, extrasamples=["unassalpha"])
    shaded = ALPHA // 4 * 2 + np.array([0, 0, 0, 127], np.uint8)
    tifffile.imwrite(out.path("premultiplied.tif"), shaded, photometric="rgb", extrasamples=["assocalpha"], metadata=None, software=False)
    out.add("premultiplied.tif", pillow(out.path("premultiplied.tif")), alpha=True, tolerance=1)
    save("infrared.tif", ALPHA, extrasamples=["unspecified"])
    bands = np.stack([DEEP[..., 0] + i for i in range(13)], axis=-1)
    save("thirteen.tif", bands, planarconfig="contig", photometric="minisblack")
    save("thirteen_planar.tif", bands.transpose(2, 0, 1), bands, planarconfig="separate", photometric="minisblack")
    palettes(out)
    stacks(out)
    Image.fromarray(COLOR).convert("CMYK").save(out.path("cmyk.tif"))
    out.add("cmyk.tif", pillow(out.path("cmyk.tif")))
    smooth = np.add.outer(np.arange(16), np.arange(24)).astype(np.uint8) * 5
    Image.fromarray(smooth).save(out.path("jpeg.tif"), compression="jpeg", quality=90)
    out.add("jpeg.tif", pillow(out.path("jpeg.tif")), tolerance=1)
    Image.fromarray(GREY).save(out.path("turned.tif"), tiffinfo={274: 6})
    out.add("turned.tif", np.rot90(GREY, -1))


def palettes(out: Fixtures) -> None:
    colors = RANDOM.integers(0, 256, (256, 3), dtype=np.uint8)
    colors[9] = colors[8]
    indices = GREY % 12
    tifffile.imwrite(out.path("palette8.tif"), indices, photometric="palette", colormap=colors.T.astype(np.uint16) * 257,
                     metadata=None, software=False, compression="lzw")  # fmt: skip
    out.add("palette8.tif", pillow(out.path("palette8.tif")), palette=colors, indices=indices)
    table = (colors[:16].T.astype(np.uint16) * 257).astype("<u2").tobytes()
    pixels = b"".join(packed(indices, 4))
    tags = [(256, 3, WIDTH), (257, 3, HEIGHT), (258, 3, 4), (259, 3, 1), (262, 3, 3), (273, 4, 0), (277, 3, 1), (278, 3, HEIGHT), (279, 4, len(pixels))]
    end = 8 + 2 + 12 * (len(tags) + 1) + 4
    tags[5] = (273, 4, end + len(table))
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags) + struct.pack("<HHII", 320, 3, 48, end)
    out.write("palette4.tif", b"II*\0" + struct.pack("<IH", 8, len(tags) + 1) + entries + bytes(4) + table + pixels)
    assert (pillow(out.path("palette4.tif")) == colors[indices]).all()
    out.add("palette4.tif", colors[indices], palette=colors[:16], indices=indices, bits=4)


def stacks(out: Fixtures) -> None:
    pages = np.stack([DEEP[..., i] for i in range(3)])
    for name, options in {"stack.tif": {}, "stack_lzw.tif": {"compression": "lzw", "byteorder": ">"}, "stack_big.tif": {"bigtiff": True}}.items():
        tifffile.imwrite(out.path(name), pages, photometric="minisblack", metadata=None, software=False, **options)
        for page in range(3):
            out.add(name, pages[page], page=page, pages=3, bits=16)
    with tifffile.TiffWriter(out.path("pyramid.tif")) as writer:
        for page in (COLOR, COLOR[::-1]):
            writer.write(page, photometric="rgb", metadata=None, software=False)
            writer.write(page[::2, ::2], photometric="rgb", subfiletype=1, metadata=None, software=False)
    for page in range(2):
        out.add("pyramid.tif", (COLOR, COLOR[::-1])[page], page=page, pages=2)


def bmp(array, bits, *, header=40, compression=0, masks=(), palette=None, data=None, top_down=False) -> bytes:
    height, width = array.shape[:2]
    if data is None:
        rows = array if top_down else array[::-1]
        data = b"".join(line.ljust(-(-len(line) // 4) * 4, b"\0") for line in packed(rows, bits if bits <= 8 else 8))
    table = b"" if palette is None else b"".join(bytes(c[::-1]) + (b"" if header == 12 else b"\0") for c in palette.tolist())
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        size, count = len(data), 0 if palette is None else len(palette)
        info = struct.pack("<IiiHHIIiiII", header, width, -height if top_down else height, 1, bits, compression, size, 0, 0, count, 0)
        info += struct.pack(f"<{len(masks)}I", *masks)
        info = info.ljust(header, b"\0")
    start = 14 + len(info) + len(table)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + info + table + data


def bitmaps(out: Fixtures) -> None:
    colors = RANDOM.integers(0, 256, (256, 3), dtype=np.uint8)

    def add(name, content, array=None, **options):
        out.write(name, content)
        expected = pillow(out.path(name))
        assert array is None or (expected == array).all(), name
        out.add(name, expected, **options)

    for bits in (1, 4, 8):
        values = GREY >> (8 - bits)
        for header in (12, 40, 124):
            table = colors[: 2**bits]
            add(f"palette{bits}_{header}.bmp", bmp(values, bits, header=header, palette=table), table[values], bits=bits, palette=table, indices=values)
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    add("grey8.bmp", bmp(GREY, 8, palette=greys), GREY, palette=greys, indices=GREY)
    Image.fromarray(GREY > 127).save(out.path("bilevel.bmp"))
    out.add("bilevel.bmp", GREY > 127, bits=1, palette=greys[[0, 255]], indices=GREY > 127)
    add("rgb24.bmp", bmp(COLOR[..., ::-1], 24), COLOR)
    add("top_down.bmp", bmp(COLOR[..., ::-1], 24, top_down=True), COLOR)
    add("rgb32.bmp", bmp(ALPHA[..., [2, 1, 0, 3]], 32), COLOR)
    add("rgba32.bmp", bmp(ALPHA[..., [2, 1, 0, 3]], 32, header=108, compression=3, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF000000)), ALPHA, alpha=True)
    words = DEEP[..., 0]
    plain = b"".join(row.astype("<u2").tobytes().ljust(16, b"\0") for row in words[::-1])
    add("rgb555.bmp", bmp(words, 16, data=plain))
    add("rgb565.bmp", bmp(words, 16, header=56, compression=3, masks=(0xF800, 0x7E0, 0x1F, 0), data=plain))
    runs8 = b"\x03\x05\x00\x04\x01\x02\x03\x04\x00\x00" + b"\x07\x09\x00\x00" + b"\x02\x01\x00\x02\x02\x01\x03\x08\x00\x00" + b"\x00\x03\x07\x08\x09\x00\x04\x03\x00\x01"
    add("runs8.bmp", bmp(GREY, 8, compression=1, palette=colors, data=runs8))
    runs4 = b"\x07\x12\x00\x00" + b"\x00\x05\x12\x34\x50\x00\x02\x67\x00\x00" + b"\x07\x11\x00\x00" + b"\x07\x22\x00\x00" + b"\x07\x93\x00\x01"
    add("runs4.bmp", bmp(GREY, 4, compression=2, palette=colors[:16], data=runs4), bits=4)


def gifs(out: Fixtures) -> None:
    colors = RANDOM.integers(0, 256, (256, 3), dtype=np.uint8)
    indices = GREY % 16
    indexed = Image.fromarray(indices).convert("P")
    indexed.putpalette(colors[:16].tobytes())
    for name, options in {"palette.gif": {}, "interlaced.gif": {"interlace": 1}, "transparent.gif": {"transparency": 3}}.items():
        indexed.save(out.path(name), optimize=False, **options)
        image = Image.open(out.path(name))
        expected = image.convert("RGBA" if "transparency" in options else "RGB")
        out.add(name, np.array(expected), alpha="transparency" in options, palette=colors[:16], indices=np.array(image))
    frames = [Image.fromarray(np.roll(COLOR, i, axis=0)).quantize(64, dither=0) for i in range(3)]
    frames[0].save(out.path("animated.gif"), save_all=True, append_images=frames[1:], disposal=1)
    image = Image.open(out.path("animated.gif"))
    for page in range(3):
        image.seek(page)
        out.add("animated.gif", np.array(image.convert("RGBA")), page=page, pages=3, alpha=True)


def webps(out: Fixtures) -> None:
    y, x = np.mgrid[:20, :26]
    smooth = Image.fromarray(np.stack([9 * x, 12 * y, 5 * x + 4 * y], axis=-1).astype(np.uint8))
    smooth.save(out.path("lossy.webp"), quality=80)
    out.add("lossy.webp", pillow(out.path("lossy.webp")), tolerance=1)
    Image.fromarray(COLOR).save(out.path("lossless.webp"), lossless=True)
    out.add("lossless.webp", COLOR)
    Image.fromarray(ALPHA).save(out.path("alpha.webp"), lossless=True, exact=True)
    out.add("alpha.webp", ALPHA, alpha=True)
    frames = [Image.fromarray(np.roll(COLOR, i, axis=0)) for i in range(2)]
    frames[0].save(out.path("animated.webp"), save_all=True, append_images=frames[1:], lossless=True)
    for page in range(2):
        out.add("animated.webp", np.roll(COLOR, page, axis=0), page=page, pages=2)


def netpbm(out: Fixtures) -> None:
    def text(kind, array, most=None):
        lines = "\n".join(" ".join(map(str, row)) for row in array.reshape(array.shape[0], -1).tolist())
        middle = "" if most is None else f"{most}\n"
        return f"{kind}\n# a comment\n{WIDTH} {HEIGHT}\n{middle}{lines}\n".encode()

    def add(name, content, array=None, **options):
        out.write(name, content)
        expected = np.array(Image.open(out.path(name)))
        expected = expected.astype(np.uint16) if expected.dtype == np.int32 else expected
        assert array is None or (expected == array).all(), name
        out.add(name, expected, **options)

    add("p1.pbm", text("P1", (GREY <= 127).astype(int)), GREY > 127, bits=1)
    add("p2.pgm", text("P2", GREY, 255), GREY)
    add("p2_9.pgm", text("P2", GREY % 10, 9))
    add("p2_1000.pgm", text("P2", DEEP[..., 0] % 1001, 1000), bits=16)
    add("p3.ppm", text("P3", COLOR, 255), COLOR)
    Image.fromarray(GREY > 127).save(out.path("p4.pbm"))
    out.add("p4.pbm", GREY > 127, bits=1)
    head = f"{WIDTH} {HEIGHT}\n".encode()
    add("p5.pgm", b"P5 " + head + b"255\n" + GREY.tobytes(), GREY)
    add("p5_100.pgm", b"P5\n" + head + b"100\n" + (GREY % 101).tobytes())
    add("p5_16.pgm", b"P5\n" + head + b"65535\n" + DEEP[..., 0].astype(">u2").tobytes(), DEEP[..., 0], bits=16)
    add("p6.ppm", b"P6\n#\n" + head + b"255\n" + COLOR.tobytes(), COLOR)
    out.add(out.write("p6_16.ppm", b"P6\n" + head + b"65535\n" + DEEP.astype(">u2").tobytes()), DEEP, bits=16)
    real = REAL.astype("<f4")
    add("grey.pfm", b"Pf\n" + head + b"-1.0\n" + real[::-1, :, 0].tobytes(), real[..., 0], bits=32)
    out.add(out.write("rgb.pfm", b"PF\n" + head + b"1.0\n" + real[::-1].astype(">f4").tobytes()), real, bits=32)
    pam = f"P7\nWIDTH {WIDTH}\nHEIGHT {HEIGHT}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n".encode()
    out.add(out.write("rgba.pam", pam + ALPHA.tobytes()), ALPHA, alpha=True)


def arrays(out: Fixtures) -> None:
    def save(name, array, expected=None, **options):
        np.save(out.path(name), array)
        expected = np.load(out.path(name)) if expected is None else expected
        out.add(name, expected, bits=1 if array.dtype == bool else 8 * array.dtype.itemsize, **options)

    save("bool.npy", GREY > 127)
    for code in ("u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"):
        limits = np.iinfo(code) if code[0] != "f" else None
        values = REAL if limits is None else RANDOM.integers(limits.min, limits.max, COLOR.shape, code, endpoint=True)
        for order in "<>":
            save(f"{code}{'be' if order == '>' else ''}.npy", values.astype(order + code))
    save("fortran.npy", np.asfortranarray(DEEP))
    save("fortran_grey.npy", np.asfortranarray(GREY))
    save("channels_first.npy", DEEP.transpose(2, 0, 1).copy(), DEEP)
    save("nine_channels.npy", np.tile(GREY, (2, 2))[..., None] + np.arange(9, dtype=np.uint8))
    for version in (1, 2, 3):
        with open(out.path(f"version{version}.npy"), "wb") as file:
            np.lib.format.write_array(file, COLOR, version=(version, 0))
        out.add(f"version{version}.npy", COLOR)
    stack = np.stack([DEEP, DEEP[::-1]])
    for name, array in {"stack.npy": stack, "stack_fortran.npy": np.asfortranarray(stack), "stack_first.npy": stack.transpose(0, 3, 1, 2).copy()}.items():
        np.save(out.path(name), array)
        for page in range(2):
            out.add(name, stack[page], page=page, pages=2, bits=16)
    np.save(out.path("refused_objects.npy"), np.array([[{}, 1]], dtype=object), allow_pickle=True)
    np.save(out.path("refused_complex.npy"), GREY.astype(complex))
    np.save(out.path("refused_row.npy"), GREY[0])
    np.save(out.path("refused_text.npy"), np.array([["a", "b"]]))


def greys(out: Fixtures) -> None:
    """Pillow's grey of colours."""
    expected = np.array(Image.fromarray(COLOR).convert("L"))
    out.path("grey_of_kind2.json").write_text(json.dumps(expected.ravel().tolist()) + "\n")


def make(folder: Path) -> None:
    out = Fixtures(folder / "encodings")
    for part in (pngs, jpegs, tiffs, bitmaps, gifs, webps, netpbm, arrays, greys):
        part(out)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in out.cases)
    out.path("expected.json").write_text(f"[\n{lines}\n]\n")
