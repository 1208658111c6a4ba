"""Makes the numbers that PhotometryTests compare with, by the programs that they name:

    python Scripts/make_photometry_fixtures.py Tests/TrainingTests/Fixtures

Needs, beside torch, numpy, scipy, safetensors and pillow: torchvision, batchgenerators, batchgeneratorsv2 and scikit-image (pip install
--no-deps is enough, with pandas and what it imports). The file's metadata names their releases. Images are [C, H, W] in 0...1, those of JPEG files bytes.
"""

import importlib.metadata
import importlib.util
import io
import math
import sys
from pathlib import Path

import numpy
import torch
from PIL import Image
from scipy.ndimage import gaussian_filter

from fixtures.saving import save

PACKAGES = ["torchvision", "batchgenerators", "batchgeneratorsv2", "scikit-image", "scipy", "pillow"]


def picture(height, width):
    """Bytes [H, W, 3] with what photographs have: slopes, waves, a sharp edge in a bright colour, a little noise."""
    generator = numpy.random.default_rng(height * 1000 + width)
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    waves = [0.5 + 0.3 * numpy.sin(x / (3 + c) + y / 7) + 0.2 * y / height * (c - 1) for c in range(3)]
    image = numpy.stack(waves, 2)
    image[(x - width / 2) ** 2 + (y - height / 3) ** 2 < (height / 4) ** 2] = [0.9, 0.2, 0.3]
    image += generator.normal(0, 0.02, image.shape)
    return numpy.clip(numpy.round(image * 255), 0, 255).astype(numpy.uint8)


def low_resolution(image, share):
    from batchgenerators.augmentations.resample_augmentations import augment_linear_downsampling_scipy

    return augment_linear_downsampling_scipy(
        image.copy(), zoom_range=(share, share), per_channel=False, order_downsample=0, order_upsample=3
    )


def gamma(image, exponent, inverted):
    """All channels as one, for the range and the moments of the sample."""
    from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform

    transform = GammaTransform(exponent, float(inverted), True, 1, 1)
    flat = torch.from_numpy(image.copy()).reshape(1, 1, -1)
    yes = torch.ones(1, dtype=torch.bool)
    changed = transform._apply_to_image(
        flat, apply_to_channel=torch.zeros(1, dtype=torch.int64), retain_stats=yes,
        invert_image=yes if inverted else ~yes, gamma=torch.tensor([exponent]),
    )  # fmt: skip
    return changed.reshape(image.shape)


def colours():
    """torchvision's functions of tensors alone: the package itself would load its operators in C++."""
    folder = Path(importlib.util.find_spec("torchvision").origin).parent
    spec = importlib.util.spec_from_file_location("functional", folder / "transforms/_functional_tensor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def jpeg(image, quality):
    """What Pillow reads of what Pillow writes."""
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=quality)
    return numpy.atleast_3d(numpy.asarray(Image.open(file))).transpose(2, 0, 1)


def main():
    torch.set_num_threads(1)
    tensors = {}

    def add(name, values):
        tensors[name] = torch.tensor(numpy.asarray(values))

    bytes_of = picture(19, 23)
    image = (bytes_of.transpose(2, 0, 1) / 255).astype(numpy.float32)
    tiny = image[:, 5:8, 10:12]
    add("image", image)
    add("tiny", tiny)
    for share in [0.3, 0.5, 0.77]:
        add(f"low_resolution.{share}", low_resolution(image, share))
    add("low_resolution.tiny", low_resolution(tiny, 0.5))
    for sigma in [0.5, 1.0, 2.3]:
        add(f"blur.{sigma}", gaussian_filter(image, (0, sigma, sigma)))
    add("blur.tiny", gaussian_filter(tiny, (0, 1.5, 1.5)))
    for exponent in [0.7, 1.5]:
        add(f"gamma.{exponent}", gamma(image, exponent, inverted=False))
        add(f"inverted_gamma.{exponent}", gamma(image, exponent, inverted=True))
    functional = colours()
    for factor in [0.0, 0.6, 1.4]:
        add(f"saturation.{factor}", functional.adjust_saturation(torch.from_numpy(image), factor))
    for degrees in [-150.0, -20.0, 45.0, 180.0]:
        add(f"hue.{degrees}", functional.adjust_hue(torch.from_numpy(image), degrees / 360))
    for height, width in [(29, 37), (32, 48), (9, 50), (20, 3), (1, 1)]:
        colour = picture(height, width)
        grey = colour[:, :, 1]
        for name, pixels in [("rgb", colour), ("grey", grey)]:
            add(f"jpeg.{name}.{height}x{width}.original", numpy.atleast_3d(pixels).transpose(2, 0, 1))
            for quality in [5, 30, 50, 75, 95]:
                add(f"jpeg.{name}.{height}x{width}.{quality}", jpeg(pixels, quality))
    path = Path(sys.argv[1]) / "photometry.safetensors"
    save(path, tensors, **{name: importlib.metadata.version(name) for name in PACKAGES})
    assert all(math.isfinite(float(t.float().sum())) for t in tensors.values())


if __name__ == "__main__":
    main()
