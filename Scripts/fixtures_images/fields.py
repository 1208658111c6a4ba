"""What PyTorch and SciPy make of random fields: Tests/ImagesTests/Fixtures/fields.json. Needs torch and scipy.

`cubic` has coarse grids and PyTorch's bicubic interpolation of them; `correlation` how alike SciPy's smoothed white noise is at two
pixels so far from each other along an axis.
"""

import json
from pathlib import Path

import numpy as np
from scipy import ndimage

FILE = Path(__file__).resolve().parents[2] / "Tests" / "ImagesTests" / "Fixtures" / "fields.json"


def numbers(array):
    return [float(f"{value:.7g}") for value in np.asarray(array).ravel()]


def cubic(points, height, width):
    import torch

    grid = torch.randn(points, points, generator=torch.Generator().manual_seed(points))
    field = torch.nn.functional.interpolate(grid[None, None], (height, width), mode="bicubic", align_corners=True)
    return {"points": points, "height": height, "width": width, "grid": numbers(grid), "field": numbers(field)}


def correlation(smoothness):
    impulse = np.zeros(int(8 * smoothness) * 2 + 1)
    impulse[len(impulse) // 2] = 1
    kernel = ndimage.gaussian_filter1d(impulse, smoothness)
    full = np.correlate(kernel, kernel, "full")
    middle = len(full) // 2
    return {"smoothness": smoothness, "values": numbers(full[middle:middle + int(6 * smoothness) + 1] / full[middle])}


def make():
    content = {
        "cubic": [cubic(*size) for size in [(3, 17, 12), (2, 5, 8), (5, 9, 14), (4, 1, 6)]],
        "correlation": [correlation(smoothness) for smoothness in (2.0, 3.7, 8.0)],
    }
    FILE.write_text(json.dumps(content, separators=(",", ":")).replace('{"', '\n{"') + "\n")
