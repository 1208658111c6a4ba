"""How long `unet compare` takes: 10,000 runs by their summaries, 500 runs with 30 images each by all that is known of them.

    swift build --configuration release --product unet && python3 Benchmarks/compare.py

Writes the run folders into a temporary one, and prints a line for each of both: seconds, best of three. Needs nothing but Python.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

UNET = pathlib.Path(__file__).resolve().parent.parent / ".build/release/unet"
SCORES = [
    "loss", "mean_accuracy", "mean_dice", "mean_dice_per_image", "mean_iou", "mean_iou_per_image", "mean_precision",
    "mean_recall", "mean_specificity", "pixel_accuracy",
]


def summary(number, configuration, seed, score, epochs):
    return {
        "best": {"epoch": epochs, "metric": "mean_iou", "value": score},
        "cost": {"epochs": epochs, "parameters": 7487, "seconds": 4.0 * epochs},
        "differing": {
            "data.classes": "{background: 0, cell: 1}", "data.images": "/images", "data.masks": "/masks",
            "loss.ce": "{weight: 1.0}", "model.width": str(4 + configuration), "optimizer.learning_rate": "0.01",
            "training.epochs": str(epochs), "training.seed": str(seed),
        },
        "final": {name: score for name in SCORES},
        "identity": f"{number:064x}", "schema": 1, "status": "finished",
    }


def counts(rng, score, images):
    entries = []
    for image in range(images):
        wrong = round(32768 * (1 - score) * rng.uniform(0.5, 1.5))
        entries.append({
            "id": f"image{image}", "content_hash": f"{image:064x}", "tp": [32768 - wrong, 32768 - wrong],
            "fp": [wrong, wrong], "fn": [wrong, wrong], "valid_pixels": 65536,
        })
    wrong = sum(entry["fp"][0] for entry in entries)
    right = 32768 * images - wrong
    return {"epoch": 40, "images": entries, "confusion": [[right, wrong], [wrong, right]]}


def write(folder, runs, images):
    rng = random.Random(0)
    for number in range(runs):
        configuration, seed = divmod(number, 5)
        score = 0.8 + 0.0005 * (configuration % 100) + rng.gauss(0, 0.01)
        run = folder / f"run{number:05}"
        run.mkdir()
        dump = lambda name, record: (run / name).write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")
        dump("summary.json", summary(number, configuration, seed, score, 40))
        if images:
            best, final = counts(rng, score, images), counts(rng, score, images)
            dump("per_image.json", {
                "schema": 1, "classes": ["background", "cell"], "resolution": "original mask", "best": best, "final": final,
            })
            names = ["epoch", "train/loss", *(f"val/{name}" for name in SCORES)]
            rows = [[epoch + 1, 0.5] + [score - 0.1 / (epoch + 1)] * len(SCORES) for epoch in range(40)]
            lines = [",".join(map(str, row)) for row in [names, *rows]]
            (run / "metrics.csv").write_text("\n".join(lines) + "\n")


def main():
    for what, runs, images, arguments in [
        ("10,000 runs, summaries", 10_000, 0, []), ("500 runs of 30 images, all statistics", 500, 30, ["--format", "json"]),
    ]:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write(folder, runs, images)
            times = []
            for _ in range(3):
                start = time.perf_counter()
                subprocess.run([UNET, "compare", *arguments, folder], check=True, stdout=subprocess.DEVNULL)
                times.append(time.perf_counter() - start)
            print(f"{what}: {min(times):.2f} s", flush=True)


if __name__ == "__main__":
    if not UNET.exists():
        sys.exit(f"{UNET} is missing; swift build --configuration release --product unet")
    main()
