#!/usr/bin/env python3
"""Writes what other software says of small masks: counts and scores, and distances of outlines.

    python3 -m venv .venv-metrics
    .venv-metrics/bin/pip install torch==2.13.0 numpy==2.4.6 scipy==1.17.1 monai==1.6.1 surface-distance==0.1
    .venv-metrics/bin/pip install --no-deps segmentation_models_pytorch==0.6.0
    .venv-metrics/bin/python Scripts/make_metric_fixtures.py

Masks are written as rows of digits, a digit for the class of a pixel and a dot for an ignored one.
"""

import importlib.util
import json
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from monai.metrics import compute_hausdorff_distance, compute_surface_dice
from monai.metrics.utils import get_edge_surface_distance
from scipy import ndimage

TESTS = Path(__file__).resolve().parent.parent / "Tests"
IGNORED = 255


def smp_metrics():
    """segmentation_models_pytorch's metrics alone: the package itself would import its encoders and all that they need."""
    root = Path(importlib.util.find_spec("segmentation_models_pytorch").origin).parent
    spec = importlib.util.spec_from_file_location("smp_metrics", root / "metrics" / "functional.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def surface_distance():
    """DeepMind's package, which was written for names that NumPy 2 and SciPy 1.15 no longer have."""
    np.Inf = np.inf
    for name in ("filters", "morphology"):
        vars(ndimage)[name] = ndimage
    import surface_distance

    return surface_distance


smp = smp_metrics()
deepmind = surface_distance()


def rows(mask: np.ndarray) -> list[str]:
    return ["".join("." if value == IGNORED else str(value) for value in row) for row in mask]


def number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def blobs(random: np.random.Generator, height: int, width: int, classes: int) -> np.ndarray:
    """Smooth regions of all classes."""
    fields = ndimage.gaussian_filter(random.normal(size=(classes, height, width)), sigma=(0, 2.5, 2.5))
    return fields.argmax(0)


def prediction_of(random: np.random.Generator, truth: np.ndarray, classes: int) -> np.ndarray:
    """The truth with its outlines moved, and some wrong spots."""
    moved = np.roll(truth, (1, -2), axis=(0, 1))
    moved[moved == IGNORED] = random.integers(0, classes)
    spots = ndimage.gaussian_filter(random.normal(size=truth.shape), 1.5)
    wrong = blobs(random, *truth.shape, classes)
    return np.where(spots > 0.25, wrong, moved)


# Counts and scores

SCORES = {
    "iou": smp.iou_score,
    "dice": smp.f1_score,
    "precision": smp.precision,
    "recall": smp.recall,
    "specificity": smp.specificity,
    "accuracy": smp.accuracy,
}
REDUCTIONS = {
    "mean_{}": "macro",
    "micro_{}": "micro",
    "mean_{}_per_image": "macro-imagewise",
    "micro_{}_per_image": "micro-imagewise",
}


def count_case(name: str, truths: list[np.ndarray], predictions: list[np.ndarray], classes: int) -> dict:
    if classes > 1:
        stats = [
            smp.get_stats(
                torch.from_numpy(prediction)[None], torch.from_numpy(truth)[None],
                mode="multiclass", ignore_index=IGNORED, num_classes=classes,
            )
            for truth, prediction in zip(truths, predictions)
        ]
    else:
        # Its binary mode knows no ignored pixels: it gets the others alone.
        stats = [
            smp.get_stats(
                torch.from_numpy(prediction[truth != IGNORED])[None, None],
                torch.from_numpy(truth[truth != IGNORED])[None, None], mode="binary",
            )
            for truth, prediction in zip(truths, predictions)
        ]
    counts = [torch.cat(parts) for parts in zip(*stats)]
    tp, fp, fn, tn = (count.double() for count in counts)
    whole = torch.minimum(tp + fp, torch.minimum(tp + fn, tn + fp))
    case = {
        "name": name,
        "classes": classes,
        "images": [{"truth": rows(t), "prediction": rows(p)} for t, p in zip(truths, predictions)],
        **{key: count.tolist() for key, count in zip(("tp", "fp", "fn", "tn"), counts)},
    }
    # Where a denominator is 0 it has a rule of its own.
    if (whole > 0).all():
        case["scores"] = {
            key.format(score): float(function(*counts, reduction=reduction))
            for score, function in SCORES.items()
            for key, reduction in REDUCTIONS.items()
        }
    return case


def counts() -> dict:
    random = np.random.default_rng(5)
    cases = []
    for name, classes, ignored in [
        ("four classes", 4, False), ("three classes, ignored pixels", 3, True), ("two classes", 2, False),
        ("one class", 1, False), ("one class, ignored pixels", 1, True),
    ]:
        truths, predictions = [], []
        for height, width in [(14, 18), (11, 13), (16, 12)]:
            truth = blobs(random, height, width, max(classes, 2))
            if ignored:
                truth[2:5, 3:8] = IGNORED
                truth[random.random(truth.shape) < 0.05] = IGNORED
            truths.append(truth)
            predictions.append(prediction_of(random, truth, max(classes, 2)))
        cases.append(count_case(name, truths, predictions, classes))
    truth = np.array([[0, 0, 2, 2], [0, IGNORED, 2, 2]])
    prediction = np.array([[0, 3, 2, 2], [0, 3, 0, 2]])
    cases.append(count_case("absent classes, one of them predicted", [truth], [prediction], 5))
    everything = np.full((2, 3), IGNORED)
    cases.append(count_case("nothing but ignored pixels", [everything], [np.zeros((2, 3), int)], 3))
    return {"cases": cases}


# Outlines


def one_hot(mask: np.ndarray, classes: int, valid: np.ndarray) -> torch.Tensor:
    """[1, K, H, W]; ignored pixels are of no class, which is how MONAI is told of them."""
    planes = np.stack([(mask == label) & valid for label in range(classes)])
    return torch.from_numpy(planes)[None].float()


def boundary_f1(prediction: torch.Tensor, truth: torch.Tensor, tolerance: float) -> float:
    """Csurka et al. 2013, on MONAI's edges and distances."""
    _, (to_truth, to_prediction), _ = get_edge_surface_distance(prediction, truth, symmetric=True)
    if len(to_truth) == 0 and len(to_prediction) == 0:
        return math.nan
    if len(to_truth) == 0 or len(to_prediction) == 0:
        return 0.0
    precision, recall = ((d <= tolerance).double().mean().item() for d in (to_truth, to_prediction))
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def deepmind_surface_dice(prediction: torch.Tensor, truth: torch.Tensor, tolerance: float) -> float:
    distances = deepmind.compute_surface_distances(truth.numpy() > 0, prediction.numpy() > 0, (1, 1))
    return float(deepmind.compute_surface_dice_at_tolerance(distances, tolerance))


def surface_case(name: str, truth: np.ndarray, prediction: np.ndarray, classes: int, tolerance: float) -> dict:
    valid = truth != IGNORED
    y, y_pred = one_hot(truth, classes, valid), one_hot(prediction, classes, valid)
    # MONAI masks the prediction itself where the truth has no class at all.
    unmasked = one_hot(prediction, classes, np.ones_like(valid))
    monai_dice = compute_surface_dice(
        unmasked, y, [tolerance] * classes, include_background=True, use_subvoxels=True, ignore_index=IGNORED
    )[0]
    hausdorff = compute_hausdorff_distance(y_pred, y, include_background=True, percentile=95)[0]
    values = []
    for label in range(classes):
        dice = deepmind_surface_dice(y_pred[0, label], y[0, label], tolerance)
        assert np.isclose(dice, monai_dice[label], rtol=1e-6, equal_nan=True), (name, label, dice, monai_dice)
        values.append({
            "boundary_f1": number(boundary_f1(y_pred[0, label], y[0, label], tolerance)),
            "surface_dice": number(dice),
            "hausdorff_95": number(hausdorff[label].item()),
        })
    return {
        "name": name, "tolerance": tolerance, "truth": rows(truth), "prediction": rows(prediction),
        "classes": values,
    }


def surfaces() -> dict:
    random = np.random.default_rng(4)
    cases = []
    for name, height, width, classes, tolerance, ignored in [
        ("two classes", 24, 31, 2, 2, False), ("four classes", 33, 26, 4, 1, False),
        ("ignored pixels", 28, 28, 3, 2, True), ("tolerance 0", 20, 22, 3, 0, False),
        ("a tolerance between two distances", 26, 24, 3, 1.5, False),
    ]:
        truth = blobs(random, height, width, classes)
        if ignored:
            truth[9:15, :20] = IGNORED
        cases.append(surface_case(name, truth, prediction_of(random, truth, classes), classes, tolerance))
    square, corner, dot = np.zeros((3, 12, 14), int)
    square[3:9, 4:10] = 1
    corner[:3, :2] = 1
    dot[11, 13] = 1
    nothing = np.zeros_like(square)
    cases += [
        surface_case("equal", square, square, 2, 0), surface_case("far apart", square, corner, 2, 2),
        surface_case("at the border", corner, dot, 2, 5), surface_case("missed", square, nothing, 3, 2),
        surface_case("invented", nothing, square, 3, 2),
        surface_case("a checkerboard", np.indices((6, 7)).sum(0) % 2, square[:6, :7], 2, 1),
    ]
    return {"cases": cases}


def save(target: str, name: str, content: dict) -> None:
    folder = TESTS / target / "Fixtures"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(content, indent=1) + "\n")


def main() -> None:
    warnings.simplefilter("ignore")
    save("ExperimentTests", "counts.json", counts())
    save("ImagesTests", "surfaces.json", surfaces())


if __name__ == "__main__":
    sys.exit(main())
